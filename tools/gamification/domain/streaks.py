"""Streaks of school weeks, kind ones: holidays are no weeks, two missed weeks are forgiven by themselves, a teacher can
excuse one, a repair quest mends one, and the week that runs now never breaks anything. Worth no grade.

A streak is the longest run up to now with at most two missed weeks in it. So a third one never takes it all: the streak
then begins after the first. More activity never makes it shorter. Weeks are counted, never days: a broken streak
demotivates more than it has motivated (Silverman and Barasch, "On or Off Track: How (Broken) Streaks Affect Consumer
Decisions", 2023).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from lti_tools.pure.school_weeks import SchoolWeek, week_of

FREEZES = 2
"""Missed weeks of a streak that are forgiven without anybody asking."""
TO_REPAIR = 2
"""School weeks after a missed one in which a repair quest can mend it."""


class Kept(StrEnum):
    """What a week was."""

    KEPT = "kept"
    FROZEN = "frozen"
    """Missed and forgiven."""
    EXCUSED = "excused"
    """By the teacher."""
    REPAIRED = "repaired"
    MISSED = "missed"
    RUNNING = "running"
    """The week that is not over."""


@dataclass(frozen=True)
class Streak:
    """How somebody, or a team, stands."""

    length: int
    """Kept weeks in it."""
    best: int
    """The longest that there has been."""
    freezes: int
    """Missed weeks that would still be forgiven."""
    weeks: tuple[tuple[date, Kept], ...]
    """(Monday, what it was), in order."""
    mendable: date | None = None
    """The missed week that a repair quest would mend now."""


def active_weeks(instants: Iterable[datetime], zone: ZoneInfo) -> frozenset[date]:
    """The Mondays of the weeks, in the course's zone, in which something was shown; of a team: by anybody in it."""
    return frozenset(week_of(at, zone) for at in instants)


def streak(
    weeks: Sequence[SchoolWeek],
    active: Collection[date],
    today: date,
    *,
    excused: Collection[date] = (),
    repairs: Collection[date] = (),
) -> Streak:
    """Walk the school weeks up to the one of `today`.

    `active` and `excused` hold Mondays, `repairs` the days on which repair quests were done: each mends the oldest
    missed week that it still can. Weeks before the first active one are nobody's.
    """
    begun = [week for week in weeks if week.monday <= today and any(monday <= week.monday for monday in active)]
    mondays = [week.monday for week in begun]
    states = _states(mondays, active, today, excused, sorted(repairs))
    start = _start(states)
    frozen = [Kept.FROZEN if kept is Kept.MISSED else kept for kept in states[start:]]
    best = max((states[_start(states[:end]) : end].count(Kept.KEPT) for end in range(len(states) + 1)), default=0)
    return Streak(
        length=frozen.count(Kept.KEPT),
        best=best,
        freezes=FREEZES - frozen.count(Kept.FROZEN),
        weeks=tuple(zip(mondays, [*states[:start], *frozen], strict=True)),
        mendable=next(
            (mondays[place] for place, kept in enumerate(states) if _open(mondays, place, kept, today)), None
        ),
    )


def _states(
    mondays: Sequence[date], active: Collection[date], today: date, excused: Collection[date], repairs: list[date]
) -> list[Kept]:
    states: list[Kept] = []
    for place, monday in enumerate(mondays):
        if monday in active:
            states.append(Kept.KEPT)
        elif (today - monday).days < 7:
            states.append(Kept.RUNNING)
        elif monday in excused:
            states.append(Kept.EXCUSED)
        else:
            states.append(_repaired(mondays, place, repairs))
    return states


def _repaired(mondays: Sequence[date], place: int, repairs: list[date]) -> Kept:
    """Repaired by a quest of the weeks after it, which is used up; else missed."""
    for day in repairs:
        if any(0 <= (day - monday).days < 7 for monday in mondays[place + 1 : place + 1 + TO_REPAIR]):
            repairs.remove(day)
            return Kept.REPAIRED
    return Kept.MISSED


def _start(states: Sequence[Kept]) -> int:
    """Where the longest run up to the end with no more than `FREEZES` missed weeks begins: with a kept one."""
    start, missed = len(states), 0
    for place in range(len(states) - 1, -1, -1):
        missed += states[place] is Kept.MISSED
        if missed > FREEZES:
            break
        if states[place] is Kept.KEPT:
            start = place
    return start


def _open(mondays: Sequence[date], place: int, kept: Kept, today: date) -> bool:
    """Whether a missed week can still be mended: its weeks for that are not over."""
    later = mondays[place + 1 : place + 1 + TO_REPAIR]
    return kept is Kept.MISSED and (len(later) < TO_REPAIR or (today - later[-1]).days < 7)
