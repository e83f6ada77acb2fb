"""Whether a vote is being prepared, open or closed: by what is stored and the clock, never by whether a worker ran."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Phase(StrEnum):
    """Where a vote stands."""

    PREPARING = "preparing"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """The instants of a vote, aware UTC."""

    opened_at: datetime | None = None
    closes_at: datetime | None = None
    closed_at: datetime | None = None
    """Somebody closed it by hand then."""
    settled_at: datetime | None = None
    """What follows from the close was worked out then; from there on no ballot is taken, whatever a clock says."""


def phase(schedule: Schedule, now: datetime) -> Phase:
    """The phase at `now`. The closing instant itself is outside: a vote until 12:00 takes nothing at 12:00:00."""
    if schedule.opened_at is None:
        return Phase.PREPARING
    due = schedule.closes_at is not None and now >= schedule.closes_at
    if due or schedule.closed_at is not None or schedule.settled_at is not None:
        return Phase.CLOSED
    return Phase.OPEN


def ended_at(schedule: Schedule) -> datetime | None:
    """When a closed vote closed: by hand or by its date, whichever came first."""
    instants = [at for at in (schedule.closed_at, schedule.closes_at) if at is not None]
    return min(instants, default=schedule.settled_at)
