"""The builder: changing the draft, and publishing it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from tools.gamification import refusals
from tools.gamification.badges import awarding
from tools.gamification.badges import store as badges
from tools.gamification.domain.conditions.condition import ALWAYS
from tools.gamification.domain.conditions.linting import Fault, Finding
from tools.gamification.domain.facts import Key
from tools.gamification.domain.ledger import Statement
from tools.gamification.domain.questline.line import (
    MOST_BOSSES,
    MOST_CHAPTERS,
    MOST_OBJECTIVES,
    MOST_QUESTS,
    BossRule,
    Chapter,
    Objective,
    Quest,
    Questline,
    Way,
)
from tools.gamification.domain.questline.ruling import cap_faults, findings
from tools.gamification.domain.soundness import Unsound
from tools.gamification.notices import tell_published
from tools.gamification.service import grading, ledger
from tools.gamification.store import entries as rows
from tools.gamification.store import lines


def new_key() -> Key:
    """A name for something of a questline, used nowhere else."""
    return uuid4().hex[:12]


def first_draft(chapter: str, quest: str, tell: str, be_there: str, together: str) -> Questline:
    """What a builder begins with where no template was chosen: something to tell, to be there for, to win together."""
    objectives = (
        Objective(key=new_key(), title=tell, way=Way.TEXT),
        Objective(key=new_key(), title=be_there, way=Way.CHECK_IN, points=5),
    )
    first = Quest(key=new_key(), title=quest, objectives=objectives)
    goal = BossRule(key=new_key(), title=together, health_each=10, least=5, most=15)
    return Questline(chapters=(Chapter(key=new_key(), title=chapter, quests=(first,)),), bosses=(goal,))


def change(
    db: Session, activity_id: int, change_line: Callable[[Questline], Questline], known: int | None = None
) -> Questline:
    """Change the draft; raises `NotFound` for a part that is gone, a `Refusal` for no room or another draft."""
    row = lines.row_of(db, activity_id, to_change=True)
    before, number = lines.draft_of(db, activity_id)
    if known is not None and known != number:
        raise refusals.draft_changed()
    try:
        after = change_line(before)
    except KeyError as error:
        raise NotFound(f"no such part: {error}") from None
    if (
        len(after.chapters) > MOST_CHAPTERS
        or len(after.bosses) > MOST_BOSSES
        or any(len(chapter.quests) > MOST_QUESTS for chapter in after.chapters)
        or any(len(quest.objectives) > MOST_OBJECTIVES for _, quest in after.quests())
    ):
        raise refusals.full()
    lines.save_draft(db, row.activity_id, after)
    return after


@dataclass(frozen=True)
class Faults:
    """What is wrong with a draft. `blocking`: it cannot be published so."""

    findings: list[Finding]
    caps: list[tuple[Unsound, tuple[int, ...]]]
    empty: list[Quest]
    """Quests without objectives: students see them, and they are never done."""
    unfinished: list[Objective]
    """Quizzes without questions, codes without a code, events of no kind: nobody can reach them yet."""

    @property
    def blocking(self) -> bool:
        return bool(self.caps) or any(one.fault in (Fault.CIRCLE, Fault.UNKNOWN) for one in self.findings)


def faults_of(line: Questline) -> Faults:
    empty = [quest for _, quest in line.quests() if not quest.objectives]
    unfinished = [one for _, one in line.objectives() if _is_unfinished(one)]
    return Faults(findings(line), cap_faults(line), empty, unfinished)


def _is_unfinished(one: Objective) -> bool:
    if one.way is Way.QUIZ:
        return one.quiz is None or not one.quiz.questions
    return (one.way is Way.CODE and not one.codes) or (one.way in (Way.EVENT, Way.OUTSIDE) and not one.action)


@dataclass(frozen=True)
class Effect:
    """What publishing would change: for whom, and which objectives with evidence go."""

    people: list[tuple[int, Statement, Statement]]
    gone: list[tuple[Objective, int]]


def effect(db: Session, activity_id: int, now: datetime) -> Effect:
    """What the draft would change for everybody who has evidence."""
    place = lines.published(db, activity_id)
    draft, _ = lines.draft_of(db, activity_id)
    after = replace(place, line=draft)
    people = ledger.differences(db, place, after, rows.ledgers(db, activity_id).items(), now)
    shown = rows.evidenced(db, activity_id)
    kept = {one.key for _, one in draft.objectives()}
    gone = [(one, shown[one.key]) for _, one in place.line.objectives() if one.key in shown and one.key not in kept]
    return Effect(people, gone)


def publish(db: Session, activity_id: int, now: datetime, known: int | None = None) -> int:
    """Publish the draft and work everybody's points out anew; return the version. Raises a `Refusal`."""
    row = lines.row_of(db, activity_id, to_change=True)
    if known is not None and known != row.draft_number:
        raise refusals.draft_changed()
    draft, _ = lines.draft_of(db, activity_id)
    return put_in_force(db, activity_id, draft, now)


def put_in_force(db: Session, activity_id: int, line: Questline, now: datetime) -> int:
    """Make a questline the one that students play."""
    if not any(True for _ in line.objectives()):
        raise refusals.nothing_to_publish()
    if faults_here(db, activity_id, line).blocking:
        raise refusals.broken_map()
    row = lines.row_of(db, activity_id, to_change=True)
    number = lines.add_version(db, row, line, now)
    place = lines.published(db, activity_id)
    grading.publish_columns(db, activity_id, now)
    ledger.recompute(db, place, now)
    if number == 1:
        tell_published(db, activity_id, place.context_id, now)
    return number


def back_to(db: Session, activity_id: int, since: int, now: datetime) -> None:
    """Take the publishing of version `since` back; the first one cannot be."""
    row = lines.row_of(db, activity_id, to_change=True)
    if row.version != since or since < 2:
        raise refusals.published_since()
    put_in_force(db, activity_id, lines.version_of(db, activity_id, since - 1), now)


def faults_here(db: Session, activity_id: int, line: Questline) -> Faults:
    """As `faults_of`, with the badges of the activity, for which quests can wait."""
    known = {one.key: awarding.condition_of(one) or ALWAYS for one in badges.badges_of(db, activity_id)}
    return replace(faults_of(line), findings=findings(line, known))
