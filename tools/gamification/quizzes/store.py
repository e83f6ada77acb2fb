"""Every query of quizzes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lti_tools.store.inserting import insert_or_ignore
from lti_tools.store.tables.activities import Activity
from tools.gamification.quizzes.tables import TryRow


def tries_of(db: Session, activity_id: int, person_id: int, objective: str) -> Sequence[TryRow]:
    """Somebody's tries of a quiz, oldest first."""
    query = select(TryRow).filter_by(activity_id=activity_id, person_id=person_id, objective=objective)
    return db.scalars(query.order_by(TryRow.number).execution_options(populate_existing=True)).all()


def add_try(db: Session, values: dict[str, Any]) -> None:
    """Begin a try, unless one of that number is there: of two tabs both go on with the first one's."""
    insert_or_ignore(db, TryRow, {"kept": 0, "score": 0, **values}, ["activity_id", "person_id", "objective", "number"])


def finish(db: Session, try_id: int, answers: list[Any], score: int, now: datetime) -> bool:
    """Finish a try; False where it was finished already."""
    query = update(TryRow).where(TryRow.id == try_id, TryRow.finished_at.is_(None))
    done = query.values(answers=answers, score=score, finished_at=now).returning(TryRow.id)
    return db.execute(done).first() is not None


def erase_person(db: Session, person_id: int, context_id: int | None) -> None:
    query = delete(TryRow).where(TryRow.person_id == person_id)
    if context_id is not None:
        inside = select(Activity.id).where(Activity.context_id == context_id)
        query = query.where(TryRow.activity_id.in_(inside))
    db.execute(query.execution_options(synchronize_session=False))


def tries_by_person(db: Session, person_id: int, context_id: int | None) -> Sequence[TryRow]:
    query = select(TryRow).where(TryRow.person_id == person_id).order_by(TryRow.id)
    if context_id is not None:
        query = query.join(Activity, Activity.id == TryRow.activity_id).where(Activity.context_id == context_id)
    return db.scalars(query).all()
