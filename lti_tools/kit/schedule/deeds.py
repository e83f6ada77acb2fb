"""What the record keeps of dates: opened and closed by hand, more time given and taken back, the calendar."""

from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.kit.audit.actions import Action, Entry
from lti_tools.kit.schedule import extensions, schedule
from lti_tools.web.locale import lazy

OPENED, CLOSED, REOPENED = "schedule.opened", "schedule.closed", "schedule.reopened"
EXTENDED, TAKEN_BACK = "schedule.extended", "schedule.extension-taken-back"
HOLIDAY_ADDED, HOLIDAY_REMOVED, ZONE = "schedule.holiday-added", "schedule.holiday-removed", "schedule.zone"

_LABELS = {
    "since": lazy("From"),
    "until": lazy("Until"),
    "gained": lazy("How many have more time"),
    "step": lazy("Step"),
}
_HOLIDAY = {"holiday": lazy("Name"), "first_day": lazy("First day"), "last_day": lazy("Last day")}
_CALENDAR = lazy("Change the calendar on its page instead.")


def not_closed(db: Session, entry: Entry, now: datetime) -> None:
    """Open again what was closed by hand; where its date has passed since, it stays closed."""
    schedule.reopen(db, entry.activity_id, entry.subject["step"], now)


def not_extended(db: Session, entry: Entry, now: datetime) -> None:
    """Take the later ends of one deed back."""
    extensions.undo(db, entry.activity_id, entry.subject["extension"], now, by=None)


_CANNOT_BE_TAKEN_BACK = {
    OPENED: (lazy("Step opened by hand"), lazy("People may have begun. Close it by hand instead.")),
    REOPENED: (lazy("Step opened again"), lazy("People may have gone on. Close it by hand instead.")),
    TAKEN_BACK: (lazy("More time taken back"), lazy("Give the time again on the page of dates.")),
}
"""Action -> its title, and why there is no undo."""

ACTIONS = (
    Action(code=CLOSED, title=lazy("Step closed by hand"), undo=not_closed, labels=_LABELS),
    Action(code=EXTENDED, title=lazy("More time given"), undo=not_extended, labels=_LABELS),
    *(
        Action(code=code, title=title, why_not=why_not, labels=_LABELS)
        for code, (title, why_not) in _CANNOT_BE_TAKEN_BACK.items()
    ),
    Action(code=HOLIDAY_ADDED, title=lazy("Holidays added to the calendar"), why_not=_CALENDAR, labels=_HOLIDAY),
    Action(code=HOLIDAY_REMOVED, title=lazy("Holidays removed from the calendar"), why_not=_CALENDAR, labels=_HOLIDAY),
    Action(
        code=ZONE,
        title=lazy("Time zone of the course changed"),
        why_not=_CALENDAR,
        labels={"zone": lazy("Time zone of this course")},
    ),
)
