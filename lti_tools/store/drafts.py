"""Drafts of long texts: kept per activity, person and field until the text is sent.

Of the form that adds an activity they are kept per course, person and field.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lti_tools.store.inserting import insert_or_ignore
from lti_tools.store.tables.activities import Draft, LinkDraft

LONGEST = 200_000
"""Characters of one draft."""
MOST = 300
"""Drafts of one person in one activity or course; a further one takes the place of the oldest."""


def keep(db: Session, activity_id: int, person_id: int, field: str, text: str, now: datetime) -> None:
    """Replace the draft of `field`; an empty text removes it."""
    if not text:
        forget(db, activity_id, person_id, field)
        return
    _put(db, Draft, {"activity_id": activity_id, "person_id": person_id}, field, text, now)


def forget(db: Session, activity_id: int, person_id: int, field: str) -> None:
    """Remove a draft, in the transaction that stores the text it became."""
    db.execute(delete(Draft).filter_by(activity_id=activity_id, person_id=person_id, field=field))


def drafts(db: Session, activity_id: int, person_id: int) -> dict[str, str]:
    """A person's drafts in an activity by field."""
    rows = db.scalars(select(Draft).filter_by(activity_id=activity_id, person_id=person_id))
    return {row.field: row.text for row in rows}


def keep_for_link(db: Session, context_id: int, person_id: int, field: str, text: str, now: datetime) -> None:
    """As `keep`, while the activity is not there yet."""
    if not text:
        forget_for_link(db, context_id, person_id, [field])
        return
    _put(db, LinkDraft, {"context_id": context_id, "person_id": person_id}, field, text, now)


def forget_for_link(db: Session, context_id: int, person_id: int, fields: Collection[str]) -> None:
    own = delete(LinkDraft).filter_by(context_id=context_id, person_id=person_id)
    db.execute(own.where(LinkDraft.field.in_(fields)))


def link_drafts(db: Session, context_id: int, person_id: int) -> dict[str, str]:
    """A person's drafts of activities to be added to a course, by field."""
    rows = db.scalars(select(LinkDraft).filter_by(context_id=context_id, person_id=person_id))
    return {row.field: row.text for row in rows}


def _put(
    db: Session, table: type[Draft | LinkDraft], owner: dict[str, int], field: str, text: str, now: datetime
) -> None:
    key = {**owner, "field": field}
    if not insert_or_ignore(db, table, key | {"text": text, "updated_at": now}, list(key)):
        db.execute(update(table).filter_by(**key).values(text=text, updated_at=now))
        return
    own = select(table.id).filter_by(**owner)
    beyond = db.scalars(own.order_by(table.updated_at.desc(), table.id.desc()).offset(MOST)).all()
    if beyond:
        db.execute(delete(table).where(table.id.in_(beyond)))
