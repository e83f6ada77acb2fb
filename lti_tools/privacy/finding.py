"""Finding whom an export or erasure is about: by platform and the LMS's own id."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.store.tables.people import Context, Person


def person_of(db: Session, platform_id: int, sub: str) -> int | None:
    """Our id of somebody of a platform who is not erased."""
    return db.scalar(
        select(Person.id).where(Person.platform_id == platform_id, Person.sub == sub, Person.erased_at.is_(None))
    )


def course_of(db: Session, platform_id: int, lms_id: str) -> int:
    """Our id of a platform's course; raises `NotFound`."""
    found = db.scalar(
        select(Context.id).where(Context.platform_id == platform_id, Context.kind == "course", Context.lms_id == lms_id)
    )
    if found is None:
        raise NotFound(f"this platform has no course {lms_id!r} here")
    return found
