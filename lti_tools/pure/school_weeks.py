"""Weeks in which there is school: what weekly goals and streaks count, so that holidays break nothing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

MONDAY_TO_FRIDAY = frozenset(range(5))
"""Numbers of `date.weekday()`."""


@dataclass(frozen=True)
class Holiday:
    """Days without school, both ends included."""

    name: str
    first_day: date
    last_day: date

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class SchoolWeek:
    """A week (Monday first) with the days on which there is school, at least one."""

    monday: date
    days: tuple[date, ...]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_of(at: datetime, zone: ZoneInfo) -> date:
    """The Monday of the week in which the instant lies in `zone`."""
    return monday_of(at.astimezone(zone).date())


def school_weeks(
    first: date, last: date, holidays: Iterable[Holiday] = (), weekdays: Collection[int] = MONDAY_TO_FRIDAY
) -> tuple[SchoolWeek, ...]:
    """The weeks from `first` to `last` (both included) in which there is school, in order.

    A week that holidays swallow whole is not among them; one with a single school day is.
    """
    free = tuple(holidays)
    weeks: dict[date, list[date]] = {}
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day.weekday() in weekdays and not any(day in holiday for holiday in free):
            weeks.setdefault(monday_of(day), []).append(day)
    return tuple(SchoolWeek(monday, tuple(days)) for monday, days in weeks.items())
