"""When somebody may get e-mail: pace, quiet hours, days without school. Pure: the clock and the zone are passed in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo


class Pace(StrEnum):
    """How often somebody gets an e-mail at most."""

    NEVER = "never"
    DAILY = "daily"
    HOURLY = "hourly"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody wants; the defaults until they say otherwise."""

    pace: Pace = Pace.DAILY
    quiet_from: int = 20
    quiet_until: int = 7
    """Hours of the day; from 20 until 7 goes over midnight, equal hours mean no quiet hours."""


def is_quiet(wish: Wish, local: datetime) -> bool:
    """Whether the quiet hours cover this local time."""
    if wish.quiet_from == wish.quiet_until:
        return False
    if wish.quiet_from < wish.quiet_until:
        return wish.quiet_from <= local.hour < wish.quiet_until
    return local.hour >= wish.quiet_from or local.hour < wish.quiet_until


def slot(wish: Wish, now: datetime, zone: ZoneInfo, is_holiday: Callable[[date], bool]) -> str:
    """The day or hour whose one e-mail may go out at `now`; empty where none may."""
    local = now.astimezone(zone)
    if wish.pace is Pace.NEVER or is_quiet(wish, local) or is_holiday(local.date()):
        return ""
    return local.strftime("%Y-%m-%d" if wish.pace is Pace.DAILY else "%Y-%m-%dT%H")
