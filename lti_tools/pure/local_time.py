"""Wall time in a zone: hours that the clocks skip, hours that come twice, the same time some days later."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Kind(StrEnum):
    """What a wall time means in a zone."""

    PLAIN = "plain"
    SKIPPED = "skipped"
    """The clocks jump over it."""
    TWICE = "twice"
    """It comes twice, an hour apart."""


@dataclass(frozen=True)
class Reading:
    """The instant (aware UTC) that a wall time stands for.

    Of a time that comes twice it is the first. For one that is skipped it is the instant at which the old clock would
    have shown it, so as many minutes after the jump as were asked for.
    """

    instant: datetime
    kind: Kind


def read_local(local: datetime, zone: ZoneInfo) -> Reading:
    """What the naive wall time `local` means in `zone`."""
    first = local.replace(tzinfo=zone, fold=0)
    second = local.replace(tzinfo=zone, fold=1)
    instant = first.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != local:
        return Reading(instant, Kind.SKIPPED)
    return Reading(instant, Kind.TWICE if first.utcoffset() != second.utcoffset() else Kind.PLAIN)


def days_later(at: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The same wall time `days` days later, in UTC, whatever the clocks did meanwhile; a skipped one moves on."""
    local = at.astimezone(zone).replace(tzinfo=None, fold=0)
    return read_local(local + timedelta(days=days), zone).instant


def starts_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which `day` begins in `zone`."""
    return read_local(datetime.combine(day, time()), zone).instant
