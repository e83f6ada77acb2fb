"""What a later end would mean for each person: who gains time, who may come back, whom it does not change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from lti_tools.pure.local_time import days_later


class Effect(StrEnum):
    """What an extension does for somebody."""

    LONGER = "longer"
    REOPENS = "reopens"
    """It had ended for them and opens again."""
    EARLIER = "earlier"
    """It opens for them before it opens for the class."""
    NOTHING = "nothing"
    """They have at least as long already, the new end has passed, or it is open by then anyhow."""


@dataclass(frozen=True)
class Line:
    """One person or group: their end (or beginning) as it stands, and the new one."""

    id: int
    own: datetime | None
    """Their own date so far; None without one."""
    before: datetime | None
    """When it ends (or begins) for them as things stand."""
    after: datetime
    effect: Effect


def lines(
    ids: Iterable[int],
    own: Mapping[int, datetime],
    ends: datetime | None,
    *,
    days: int = 0,
    until: datetime | None = None,
    zone: ZoneInfo,
    now: datetime,
) -> list[Line]:
    """What a new end means for `ids`: a given instant, or `days` later than each one's own end, on the wall clock.

    `ends` is when the phase ends for the class. Days need one; raises `ValueError` where there is neither.
    """
    found = []
    for one in ids:
        before = max(filter(None, (own.get(one), ends)), default=None) if ends else None
        after = until or (days_later(before, days, zone) if before else None)
        if after is None:
            raise ValueError("days are counted from an end")
        found.append(Line(one, own.get(one), before, after, _effect(before, after, now)))
    return found


def _effect(before: datetime | None, after: datetime, now: datetime) -> Effect:
    if after <= now or (before is not None and after <= before):
        return Effect.NOTHING
    return Effect.REOPENS if before is not None and before <= now else Effect.LONGER


def early_lines(ids: Iterable[int], own: Mapping[int, datetime], starts: datetime | None, at: datetime) -> list[Line]:
    """What it means for `ids` to be let in at `at`; `starts` is when the phase opens for the class, None: by hand."""
    found = []
    for one in ids:
        before = min(filter(None, (own.get(one), starts)), default=None)
        effect = Effect.EARLIER if before is None or at < before else Effect.NOTHING
        found.append(Line(one, own.get(one), before, at, effect))
    return found


def taken_back(
    current: datetime | None, given: datetime, earlier: datetime | None, ends: datetime | None, now: datetime
) -> datetime | None:
    """Somebody's own date once an extension is undone; None: they have none any more.

    `current` is their date now, `given` what the extension gave, `earlier` what they had before it. A date that was
    changed since stays. Whoever is at it because of the extension ends now and not in the past, so that what they did
    meanwhile is taken along when the end is worked out.
    """
    if current != given:
        return current
    at_it_by_this_alone = ends is not None and ends <= now < given and (earlier is None or earlier <= now)
    return now if at_it_by_this_alone else earlier
