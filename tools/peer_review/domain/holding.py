"""Leases: how long a review is held for its reviewer before others may do it too. A pure rule of instants."""

from datetime import datetime, timedelta

OWN = timedelta(hours=72)
"""A review given out is held so long where the phase has no end ..."""
BEFORE_END = timedelta(hours=24)
"""... else until so long before the end ..."""
SHORT = 0.6
"""... or, in a phase too short for that, for this share of it."""
EXTRA = timedelta(hours=24)
"""A review that somebody took on top is held so long."""
WRITING = timedelta(hours=24)
"""Whoever saves something keeps the review so long from then on."""

LONG = timedelta(days=7)
"""Where reviewing has no end, works with too few reviews are put before the teacher so long after the giving out."""


def escalates_at(given_out: datetime | None, ends: datetime | None, hours: int) -> datetime | None:
    """When to put works with too few reviews before the teacher: `hours` before the end, and never before works were
    given out. None before that, and for 0 hours."""
    if given_out is None or hours <= 0:
        return None
    return max(given_out, ends - timedelta(hours=hours)) if ends is not None else given_out + LONG


def held_at_first(now: datetime, ends: datetime | None) -> datetime:
    """Until when a review that was given out at `now` is held, untouched."""
    if ends is None:
        return now + OWN
    whole = ends - now
    return max(now, ends - BEFORE_END) if whole * (1 - SHORT) > BEFORE_END else now + whole * SHORT


def held_when_taken(now: datetime, ends: datetime | None) -> datetime:
    """Until when a review taken on top is held, untouched."""
    return min(now + EXTRA, ends) if ends is not None else now + EXTRA


def held_when_saved(now: datetime, ends: datetime | None, before: datetime) -> datetime:
    """Until when a review is held after something of it was saved; never less than before."""
    until = now + WRITING
    return max(before, min(until, ends) if ends is not None else until)
