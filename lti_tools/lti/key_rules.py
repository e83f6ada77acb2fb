"""Which of the suite's keys signs and which are published at an instant (Security Framework 6.3). Pure.

A key is next from its making, current from `signs_from` until a later key's, retired for 14 days after that. Nothing
happens at those instants: every process reads the same few times and comes to the same answer. Keys of documents that
last (`for_ever`) are never gone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

ANNOUNCED = timedelta(hours=24)
"""A key is published at least so long before it signs: platforms hold our key set for hours."""
REMEMBERED = timedelta(days=14)
"""A retired key is published so much longer: what it signed may still be under way."""


class State(StrEnum):
    NEXT = "next"
    CURRENT = "current"
    RETIRED = "retired"
    GONE = "gone"


@dataclass(frozen=True)
class KeyTimes:
    """One key's life. `signs_from` is None while nobody has asked for the rotation that it waits for."""

    kid: str
    published_at: datetime
    signs_from: datetime | None


def state_of(key: KeyTimes, keys: Iterable[KeyTimes], now: datetime, *, for_ever: bool = False) -> State:
    """What `key` is at `now` among `keys`."""
    if key.signs_from is None or now < key.signs_from:
        return State.NEXT
    later = [
        other.signs_from
        for other in keys
        if other.kid != key.kid and other.signs_from and key.signs_from < other.signs_from <= now
    ]
    if not later:
        return State.CURRENT
    return State.RETIRED if for_ever or now < min(later) + REMEMBERED else State.GONE


def signing(keys: Sequence[KeyTimes], now: datetime) -> KeyTimes | None:
    """The key that signs at `now`."""
    return next((key for key in keys if state_of(key, keys, now) is State.CURRENT), None)


def published(keys: Sequence[KeyTimes], now: datetime, *, for_ever: bool = False) -> list[KeyTimes]:
    """The keys that our key set shows at `now`."""
    return [key for key in keys if state_of(key, keys, now, for_ever=for_ever) is not State.GONE]


def rotation(keys: Sequence[KeyTimes], now: datetime, *, for_ever: bool = False) -> list[KeyTimes]:
    """Give every waiting key its time to sign; the caller adds a new key that waits for the rotation after this one.

    Keys that are gone by now drop out.
    """
    return [
        replace(key, signs_from=max(now, key.published_at + ANNOUNCED)) if key.signs_from is None else key
        for key in published(keys, now, for_ever=for_ever)
    ]


def under_way(keys: Sequence[KeyTimes], now: datetime) -> KeyTimes | None:
    """The key of a rotation that was asked for and has not come yet."""
    return next((key for key in keys if key.signs_from and now < key.signs_from), None)
