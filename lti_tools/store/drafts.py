"""Drafts of long texts: kept per activity, person and field until the text is sent."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lti_tools.store.inserting import insert_or_ignore
from lti_tools.store.tables.activities import Draft

LONGEST = 200_000
"""Characters of one draft."""
MOST = 300
"""Drafts of one person in one activity; a further one takes the place of the oldest."""


def keep(db: Session, activity_id: int, person_id: int, field: str, text: str, now: datetime) -> None:
    """Replace the draft of `field`; an empty text removes it."""
    if not text:
        forget(db, activity_id, person_id, field)
        return
    key = {"activity_id": activity_id, "person_id": person_id, "field": field}
    if not insert_or_ignore(db, Draft, key | {"text": text, "updated_at": now}, list(key)):
        db.execute(update(Draft).filter_by(**key).values(text=text, updated_at=now))
        return
    own = select(Draft.id).filter_by(activity_id=activity_id, person_id=person_id)
    beyond = db.scalars(own.order_by(Draft.updated_at.desc(), Draft.id.desc()).offset(MOST)).all()
    if beyond:
        db.execute(delete(Draft).where(Draft.id.in_(beyond)))


def forget(db: Session, activity_id: int, person_id: int, field: str) -> None:
    """Remove a draft, in the transaction that stores the text it became."""
    db.execute(delete(Draft).filter_by(activity_id=activity_id, person_id=person_id, field=field))


def drafts(db: Session, activity_id: int, person_id: int) -> dict[str, str]:
    """A person's drafts in an activity by field."""
    rows = db.scalars(select(Draft).filter_by(activity_id=activity_id, person_id=person_id))
    return {row.field: row.text for row in rows}
