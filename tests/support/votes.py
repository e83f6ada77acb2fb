"""A topic vote in the database: settings stored as the form stores them, ballots cast through the service."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.activities import configure
from lti_tools.kit.schedule import store as schedule
from lti_tools.kit.schedule.plans import read_instant, with_plan
from lti_tools.kit.schedule.schedule import refresh
from lti_tools.pure.schedule import End, Plan, Start
from lti_tools.store.grades import registration_of
from lti_tools.store.tables.activities import Activity
from tests.support.school import NOW
from tools.co_curriculum import store
from tools.co_curriculum.service import voting
from tools.co_curriculum.tool import tool

TOPICS = ("Robots", "Rivers", "Bees")


def vote_settings(**changes: Any) -> dict[str, Any]:
    """Settings of an open, graded vote on three topics; `open_now` and `closes_at` are its plan, or `plans` for all."""
    at = changes.pop("closes_at", "")
    plan = Plan(
        key="vote",
        start=Start.NOW if changes.pop("open_now", True) else Start.HAND,
        end=End.DATE if at else End.HAND,
        closes_at=read_instant(at),
    )
    plans = changes.pop("plans", None)
    unused = {key: {"used": False} for key in ("propose", "discuss", "decide", "place")}
    settings = with_plan(
        {
            "phases": unused,
            "title": "Project topics",
            "question": "Which topics shall we work on?",
            "options": list(TOPICS),
            "asks": "quick",
            "method": "",
            "winners": 1,
            "weeks": 3,
            "budget": 5,
            "quorum": 50,
            "secrecy": "named",
            "whole": False,
            "most": None,
            "results": "after-close",
            "graded": True,
            "points": 10,
            "comments": True,
            "up_for_choice": "",
            "fixed": "",
            "about_weeks": None,
            "binding": "",
            "veto_grounds": "",
            "answer_by": "",
            "deciders": 1,
            "most_each": 3,
            "approve": False,
            "pseudonyms": False,
            "supports": False,
            "parts": ["vote", "list"],
            "idea_box": False,
            "voters": [],
            "latecomers": True,
            **changes,
        },
        plan,
    )
    return {**settings, "phases": plans} if plans else settings


def set_up_vote(db: Session, activity_id: int, now: datetime = NOW, **changes: Any) -> None:
    """Configure the activity as its settings form would; again for later changes."""
    activity = db.get(Activity, activity_id)
    assert activity is not None
    activity.registration_id = activity.registration_id or registration_of(db, activity_id)
    configure(db, activity, tool, vote_settings(**changes), now)
    for row in schedule.phase_rows(db, activity_id):  # a tool opens by the clock, a test at its own time
        row.opened_at = min(row.opened_at, now) if row.opened_at else None
    refresh(db, activity_id)


def option_ids(db: Session, activity_id: int, *texts: str) -> list[int]:
    """The ids of options by their wording."""
    ids = {option.text: option.id for option in store.options_of(db, activity_id)}
    return [ids[text] for text in texts]


def vote_for(db: Session, activity_id: int, person_id: int, *texts: str, now: datetime = NOW) -> None:
    """Cast a ballot for options by their wording; none means no preference."""
    chosen = option_ids(db, activity_id, *texts)
    voting.cast(db, activity_id, person_id, dict.fromkeys(chosen, 1), no_preference=not texts, now=now)


def mark(db: Session, activity_id: int, person_id: int, now: datetime = NOW, **marks: int) -> None:
    """Cast a ballot that puts a mark beside options by their wording."""
    ids = dict(zip(marks, option_ids(db, activity_id, *marks), strict=True))
    voting.cast(
        db, activity_id, person_id, {ids[text]: n for text, n in marks.items()}, no_preference=not marks, now=now
    )
