"""When to try, how long to wait, and which timestamp a try carries; pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from random import Random


@dataclass(frozen=True)
class Pace:
    """How patiently failed tries are repeated."""

    first: timedelta = timedelta(seconds=2)
    longest: timedelta = timedelta(hours=1)
    platform_longest: timedelta = timedelta(minutes=5)
    """Longest pause of a whole platform that asked for none itself."""


FUTURE = timedelta(seconds=30)
"""How far ahead of our clock a timestamp may lie when it leaves us; Canvas allows a minute."""
CLOCK_WRONG = timedelta(days=1)


def next_timestamp(previous: datetime | None, now: datetime, step: timedelta) -> datetime:
    """The timestamp of the next try: `now`, and always later than `previous`, by the platform's own `step`.

    Moodle compares whole seconds and answers 409 for an equal one; others milliseconds. The result lies ahead of `now`
    after a burst or when our clock was set back: `earliest_send` says how long to hold it. A previous timestamp more
    than a day ahead is a clock that was wrong and counts for nothing.
    """
    current = _floor(now, step)
    if previous is None or current > previous or previous - now > CLOCK_WRONG:
        return current
    return _floor(previous, step) + step


def earliest_send(timestamp: datetime) -> datetime:
    """From when on a try with that timestamp may leave us: platforms refuse instants in the future."""
    return timestamp - FUTURE


def _floor(instant: datetime, step: timedelta) -> datetime:
    if step >= timedelta(seconds=1):
        return instant.replace(microsecond=0)
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def backoff(tries: int, rng: Random, pace: Pace, longest: timedelta | None = None) -> timedelta:
    """Exponential in the failed tries so far, between a half and the whole of it, never above the longest pause."""
    whole = min(pace.first * 2 ** min(tries, 30), longest or pace.longest)
    return timedelta(seconds=whole.total_seconds() * rng.uniform(0.5, 1.0))


def retry_after(header: str, now: datetime, pace: Pace) -> timedelta | None:
    """`Retry-After` as a pause (RFC 9110, 10.2.3: seconds or a date), at most the longest pause; None if unusable."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=min(int(text[:9]), 10**8)), pace.longest)
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    at = date.replace(tzinfo=UTC) if date.tzinfo is None else date
    return min(max(at - now, timedelta(0)), pace.longest)
