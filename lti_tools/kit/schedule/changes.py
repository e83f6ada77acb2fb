"""What is kept of every change of a schedule: who, when, which phase, from what to what."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from lti_tools.kit.schedule.tables import ScheduleChange


class What(StrEnum):
    """What was changed."""

    OPENING = "opening"
    """The planned beginning; no date means by hand."""
    CLOSING = "closing"
    """The planned end; no date means by hand."""
    OPENED = "opened"
    CLOSED = "closed"
    REOPENED = "reopened"
    LEFT_OUT = "left-out"
    EXTENDED = "extended"
    EXTENSION_UNDONE = "extension-undone"


def note(
    db: Session,
    activity_id: int,
    phase: str,
    what: What,
    *,
    by: int | None,
    now: datetime,
    before: datetime | None = None,
    after: datetime | None = None,
    people: int = 0,
) -> None:
    """Append one row in the transaction of the deed. `by` is a person's id; None for the suite itself."""
    db.add(
        ScheduleChange(
            activity_id=activity_id,
            actor_id=by,
            at=now,
            phase=phase,
            what=what.value,
            before=before,
            after=after,
            people=people,
        )
    )
