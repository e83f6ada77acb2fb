"""Every query of decisions, each held to one activity."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lti_tools.store.database import Runner
from lti_tools.store.tables.activities import Activity
from tools.co_curriculum.domain.decisions import TAKEN
from tools.co_curriculum.models import Option
from tools.co_curriculum.models_decisions import Decision, FormerDecision, Voice

_KEPT = ("outcome", "reason", "veto", "decided_at", "decided_by", "track", "note", "tracked_at")


def decisions_of(db: Session, activity_id: int) -> Mapping[int, Decision]:
    """Option id -> the decision on it, in one query."""
    query = select(Decision).join(Option, Option.id == Decision.option_id).where(Option.activity_id == activity_id)
    return {row.option_id: row for row in db.scalars(query)}


def decided_in(db: Runner, activity_id: int) -> set[int]:
    """The proposals of a vote that have a decision."""
    query = select(Decision.option_id).join(Option, Option.id == Decision.option_id)
    return set(db.scalars(query.where(Option.activity_id == activity_id)))


def taken_in(db: Session, activity_id: int) -> set[int]:
    """The proposals of a vote that were accepted, with changes or without."""
    return {option for option, found in decisions_of(db, activity_id).items() if found.outcome in TAKEN}


def decision_on(db: Session, option_id: int) -> Decision | None:
    """The decision on a proposal that the caller has found in its activity, held for changing."""
    return db.get(Decision, option_id, with_for_update=True)


def keep_former(db: Session, found: Decision) -> int:
    """Keep a decision as it reads before it changes; the number under which it is found again."""
    former = FormerDecision(option_id=found.option_id, **{name: getattr(found, name) for name in _KEPT})
    db.add(former)
    found.version += 1
    db.flush()
    return former.id


def bring_back(db: Session, found: Decision, former_id: int) -> bool:
    """Whether the decision reads again as it did under that number."""
    former = db.get(FormerDecision, former_id)
    if former is None or former.option_id != found.option_id:
        return False
    for name in _KEPT:
        setattr(found, name, getattr(former, name))
    found.version -= 1
    db.flush()
    return True


def voices_on(db: Session, option_id: int) -> Sequence[Voice]:
    """What single teachers say on a proposal, the first first."""
    query = select(Voice).where(Voice.option_id == option_id).order_by(Voice.said_at, Voice.person_id)
    return db.scalars(query).all()


def voices_of(db: Session, activity_id: int) -> Mapping[int, int]:
    """Option id -> how many teachers have said something on it and wait for others."""
    query = select(Voice.option_id).join(Option, Option.id == Voice.option_id).where(Option.activity_id == activity_id)
    found: dict[int, int] = {}
    for option_id in db.scalars(query):
        found[option_id] = found.get(option_id, 0) + 1
    return found


def drop_voices(db: Session, option_id: int) -> None:
    db.execute(delete(Voice).where(Voice.option_id == option_id))


@dataclass(frozen=True)
class Reported:
    """One decision of a course, with the vote that it belongs to."""

    activity_id: int
    settings: Mapping[str, Any]
    proposal: str
    decision: Decision


def decisions_in(db: Session, context_id: int) -> Sequence[Reported]:
    """Every decision in the votes of a course, the newest first, in one query."""
    query = (
        select(Activity.id, Activity.settings, Option.text, Decision)
        .join(Option, Option.id == Decision.option_id)
        .join(Activity, Activity.id == Option.activity_id)
        .where(Activity.context_id == context_id)
        .order_by(Decision.decided_at.desc(), Decision.option_id)
    )
    return [Reported(*row) for row in db.execute(query)]


def voices_by(db: Session, person_id: int, context_id: int | None) -> Sequence[tuple[int, Voice]]:
    """(activity id, voice) of what a teacher says on proposals and waits for others with."""
    query = select(Option.activity_id, Voice).join(Option, Option.id == Voice.option_id)
    if context_id is not None:
        query = query.join(Activity, Activity.id == Option.activity_id).where(Activity.context_id == context_id)
    rows = db.execute(query.where(Voice.person_id == person_id).order_by(Voice.option_id))
    return [(activity_id, voice) for activity_id, voice in rows]


def forget_person(db: Session, person_id: int, context_id: int | None) -> None:
    """Nobody is named beside the decisions that stay; what the person alone said goes."""
    here = select(Option.id)
    if context_id is not None:
        here = here.join(Activity, Activity.id == Option.activity_id).where(Activity.context_id == context_id)
    for table in (Decision, FormerDecision):
        db.execute(
            update(table)
            .where(table.decided_by == person_id, table.option_id.in_(here))
            .values(decided_by=None)
            .execution_options(synchronize_session=False)
        )
    db.execute(
        delete(Voice)
        .where(Voice.person_id == person_id, Voice.option_id.in_(here))
        .execution_options(synchronize_session=False)
    )
