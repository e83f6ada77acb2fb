"""Queries of the used keys."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from lti_tools.kit.once.tables import OnceKey
from lti_tools.store.inserting import insert_into
from lti_tools.store.tables.activities import Activity

KEPT = timedelta(days=14)
"""Longer than any browser keeps a form to send again (`once.js`)."""


def use(db: Session, activity_id: int, person_id: int, key: str, content: str, now: datetime) -> bool:
    """Write down that this form has come; False where the last one under its key had the same content."""
    values = {"activity_id": activity_id, "person_id": person_id, "key": key, "content": content, "used_at": now}
    statement = (
        insert_into(db, OnceKey)
        .values(**values)
        .on_conflict_do_update(
            index_elements=["activity_id", "person_id", "key"],
            set_={"content": content, "used_at": now},
            where=OnceKey.content != content,
        )
        .returning(OnceKey.key)
    )
    return db.connection().execute(statement).first() is not None


def forget_old(db: Session, now: datetime) -> None:
    db.execute(delete(OnceKey).where(OnceKey.used_at < now - KEPT))


def erase(db: Session, person_id: int, context_id: int | None) -> None:
    db.execute(delete(OnceKey).where(_of(person_id, context_id)).execution_options(synchronize_session=False))


def export(db: Session, person_id: int, context_id: int | None) -> dict[str, Any]:
    """When forms of theirs came; what stood in them is kept as a hash."""
    rows = db.execute(select(OnceKey.activity_id, OnceKey.used_at).where(_of(person_id, context_id)))
    return {"forms_sent": [{"activity": row.activity_id, "at": row.used_at.isoformat()} for row in rows]}


def _of(person_id: int, context_id: int | None) -> ColumnElement[bool]:
    own = OnceKey.person_id == person_id
    if context_id is None:
        return own
    return own & OnceKey.activity_id.in_(select(Activity.id).where(Activity.context_id == context_id))
