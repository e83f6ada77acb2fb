"""Every query of who did which part, each held to one activity."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from lti_tools.kit.comments.store import authors
from lti_tools.store.tables.activities import Activity
from tools.co_curriculum import store_ballots, store_placing
from tools.co_curriculum.domain.participation import Part
from tools.co_curriculum.domain.proposals import State
from tools.co_curriculum.models import Option
from tools.co_curriculum.models_participation import Excuse
from tools.co_curriculum.models_placing import Placing


def who_did(db: Session, activity_id: int, part: Part) -> set[int]:
    """Everybody, not erased, who did this part."""
    if part is Part.VOTE:
        return set(store_ballots.voters(db, activity_id))
    if part is Part.LIST:
        return set(store_placing.lists_of(db, activity_id))
    if part is Part.DISCUSS:
        return authors(db, activity_id, "option")
    there = (State.PUBLISHED.value, State.MERGED.value)
    query = select(Option.author_id).where(
        Option.activity_id == activity_id, Option.state.in_(there), Option.by_staff.is_(False)
    )
    return {person for person in db.scalars(query) if person is not None}


def excused(db: Session, activity_id: int) -> Mapping[int, Excuse]:
    return {row.person_id: row for row in db.scalars(select(Excuse).where(Excuse.activity_id == activity_id))}


def excuse(db: Session, activity_id: int, person_id: int, reason: str, now: datetime) -> None:
    db.merge(Excuse(activity_id=activity_id, person_id=person_id, reason=reason, excused_at=now))
    db.flush()


def include(db: Session, activity_id: int, person_id: int) -> None:
    db.execute(delete(Excuse).where(Excuse.activity_id == activity_id, Excuse.person_id == person_id))


def lists_to_grade(db: Session, now: datetime, limit: int) -> Sequence[Placing]:
    """Placings that take no more lists and whose lists are not in anybody's points yet, held."""
    over = or_(Placing.closed_at.is_not(None), Placing.closes_at <= now)
    query = select(Placing).where(Placing.opened_at.is_not(None), over, Placing.graded_at.is_(None))
    return db.scalars(query.order_by(Placing.activity_id).limit(limit).with_for_update(skip_locked=True)).all()


def erase_person(db: Session, person_id: int, context_id: int | None) -> None:
    where = [Excuse.person_id == person_id]
    if context_id is not None:
        where.append(Excuse.activity_id.in_(select(Activity.id).where(Activity.context_id == context_id)))
    db.execute(delete(Excuse).where(*where).execution_options(synchronize_session=False))


def excused_in(db: Session, person_id: int, context_id: int | None) -> Sequence[int]:
    """The activities that a person is excused from."""
    query = select(Excuse.activity_id).where(Excuse.person_id == person_id).order_by(Excuse.activity_id)
    if context_id is not None:
        query = query.join(Activity, Activity.id == Excuse.activity_id).where(Activity.context_id == context_id)
    return db.scalars(query).all()
