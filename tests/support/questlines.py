"""A questline in the database: written as the builder stores it, published, played through the services."""

from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.kit.groups.tables import Group, GroupMember, GroupSet, GroupUse
from lti_tools.store.tables.activities import Activity
from tests.support.app import suite_of
from tests.support.platform import ForgedPlatform
from tests.support.school import NOW
from tools.gamification.domain.questline.reading import read
from tools.gamification.service import building
from tools.gamification.store import lines

SETTINGS: dict[str, Any] = {
    "title": "The river",
    "intro": "",
    "graded": True,
    "points": 100,
    "absent_days": 14,
    "calm": False,
    "columns": "one",
    "streaks": False,
    "boards": "off",
    "board_weeks": 4,
    "words": {},
}


def objective(key: str, way: str = "text", **values: Any) -> dict[str, Any]:
    return {"key": key, "title": f"Objective {key}", "way": way, "points": 10, **values}


def quest(key: str, *objectives: dict[str, Any], **values: Any) -> dict[str, Any]:
    return {"key": key, "title": f"Quest {key}", "objectives": list(objectives), **values}


RIVER: dict[str, Any] = {
    "chapters": [
        {
            "key": "home",
            "title": "At home",
            "ordered": True,
            "quests": [
                quest("watch", objective("notes"), objective("word", "code", codes=["otter"])),
                quest("ready", objective("check", "check-in"), objective("link", "link", approved=False)),
            ],
        },
        {
            "key": "class",
            "title": "In class",
            "quests": [
                quest("field", objective("sample", "file"), objective("talk", "teacher", points=30)),
                quest("side", objective("help", "peers", peers=2), optional=True),
                quest("vote", objective("voted", "event", action="topic-vote.voted")),
            ],
        },
    ],
    "bosses": [{"key": "flood", "title": "The flood", "health_each": 30, "least": 10, "most": 40, "reward": 25}],
}

QUIZ: dict[str, Any] = {
    "questions": [
        {
            "key": "leaf",
            "kind": "choice",
            "prompt": "What makes leaves green?",
            "options": [{"text": "Chlorophyll", "share": "1"}, {"text": "Water", "share": "0"}],
        },
        {"key": "sum", "kind": "number", "prompt": "How much is 6 times 7?", "accepted": [{"value": "42"}]},
    ]
}
EVERY_WAY: dict[str, Any] = {
    "chapters": [
        # a teacher who presses everything comes twice and removes the first four each time: the quests behind them stay
        *({"key": f"before-{number}", "title": f"Before {number}"} for number in range(8)),
        {
            "key": "all",
            "title": "Every way",
            "quests": [
                quest("try", objective("quiz", "quiz", quiz=QUIZ), objective("notes"), objective("seen", "teacher")),
                quest("give", objective("mates", "peers", peers=1), objective("here", "check-in"), optional=True),
            ],
        },
    ],
    "bosses": [*RIVER["bosses"], {"key": "shelf", "title": "The shelf", "whole_class": True}],
}


def set_up_quests(db: Session, activity_id: int, line: dict[str, Any] | None = None, **settings: Any) -> None:
    """Settings and a published questline, as a teacher leaves them."""
    activity = db.get(Activity, activity_id)
    assert activity is not None
    activity.tool = "quests"
    activity.settings = {**SETTINGS, **settings}
    activity.title = str(activity.settings["title"])
    activity.configured_at = NOW
    db.flush()
    lines.ensure(db, activity_id, {})
    publish(db, activity_id, line or RIVER)


def publish(db: Session, activity_id: int, line: dict[str, Any], now: datetime = NOW) -> None:
    lines.save_draft(db, activity_id, read(line))
    building.publish(db, activity_id, now)


def make_teams(db: Session, context_id: int, activity_id: int, *teams: tuple[int, ...]) -> list[int]:
    """Published groups that the activity works with; their ids."""
    groups = GroupSet(context_id=context_id, name="Teams", source="hand", made_at=NOW, published_at=NOW)
    db.add(groups)
    db.flush()
    found = []
    for place, people in enumerate(teams, 1):
        group = Group(set_id=groups.id, place=place, name=f"Team {place}")
        db.add(group)
        db.flush()
        found.append(group.id)
        db.add_all([GroupMember(set_id=groups.id, group_id=group.id, person_id=one, joined_at=NOW) for one in people])
    db.add(GroupUse(activity_id=activity_id, set_id=groups.id))
    db.flush()
    return found


def play(app: Flask, _platform: ForgedPlatform, _student: object, _teacher: object) -> None:
    """Publish a questline with every kind of page in the activity that was just set up."""
    with suite_of(app).database.write() as db:
        activity_id = db.scalars(select(Activity.id).where(Activity.tool == "quests").order_by(Activity.id)).first()
        assert activity_id is not None
        publish(db, activity_id, EVERY_WAY)
