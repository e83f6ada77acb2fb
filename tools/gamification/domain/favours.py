"""Thanks for help and endorsements of work: what counts of them, so that two friends cannot farm points.

Both are walked in the order of their instants, and whether one counts depends on earlier ones alone: a later one never
takes back what counted.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Favour:
    """Somebody speaks for somebody: `giver` thanks or endorses `receiver`."""

    id: str
    at: datetime
    giver: int
    receiver: int


class Uncounted(StrEnum):
    """Why one gives no points; said to nobody but the teacher."""

    SELF = "self"
    AGAIN = "again"
    """The same two, too soon or for the same work."""
    MUTUAL = "mutual"
    """The other one has just spoken for the giver."""
    GIVER_FULL = "giver-full"
    RECEIVER_FULL = "receiver-full"


@dataclass(frozen=True, slots=True)
class Caps:
    """Of thanks, within any window of `window`."""

    window: timedelta = timedelta(days=7)
    receiver: int = 5
    """Thanks that count for one helper."""
    giver: int = 5
    """Thanks of one person that count."""


def thanks(favours: Iterable[Favour], caps: Caps | None = None) -> dict[str, Uncounted | None]:
    """Id -> why it does not count, None where it does. One thank a window from one person to another counts, and none
    back within it: helping in circles is welcome and gives points once."""
    caps = caps or Caps()
    found: dict[str, Uncounted | None] = {}
    counted: list[Favour] = []
    for favour in _in_order(favours):
        recent = [one for one in counted if favour.at - one.at < caps.window]
        found[favour.id] = _why_not(favour, recent, caps.giver, caps.receiver)
        if found[favour.id] is None:
            counted.append(favour)
    return found


def endorsements(favours: Iterable[Favour], most_given: int = 3) -> dict[str, Uncounted | None]:
    """Id -> why it does not count, None where it does, for one objective.

    Of two who endorse each other the earlier one counts, and one person's first `most_given`. So three friends who all
    endorse each other have three that count between them, not six.
    """
    found: dict[str, Uncounted | None] = {}
    counted: list[Favour] = []
    for favour in _in_order(favours):
        found[favour.id] = _why_not(favour, counted, most_given, None)
        if found[favour.id] is None:
            counted.append(favour)
    return found


def endorsed(favours: Sequence[Favour], needed: int, most_given: int = 3) -> dict[int, datetime]:
    """Person -> when the last of the `needed` endorsements that count came, for everybody who has them."""
    counts = endorsements(favours, most_given)
    seen: Counter[int] = Counter()
    done: dict[int, datetime] = {}
    for favour in _in_order(favours):
        if counts[favour.id] is None:
            seen[favour.receiver] += 1
            if seen[favour.receiver] >= needed:
                done.setdefault(favour.receiver, favour.at)
    return done


def _why_not(favour: Favour, counted: list[Favour], most_given: int, most_received: int | None) -> Uncounted | None:
    if favour.giver == favour.receiver:
        return Uncounted.SELF
    pairs = {(one.giver, one.receiver) for one in counted}
    if (favour.giver, favour.receiver) in pairs:
        return Uncounted.AGAIN
    if (favour.receiver, favour.giver) in pairs:
        return Uncounted.MUTUAL
    if sum(one.giver == favour.giver for one in counted) >= most_given:
        return Uncounted.GIVER_FULL
    if most_received is not None and sum(one.receiver == favour.receiver for one in counted) >= most_received:
        return Uncounted.RECEIVER_FULL
    return None


def _in_order(favours: Iterable[Favour]) -> list[Favour]:
    """Each id once, in the order of instants."""
    known: dict[str, Favour] = {}
    for favour in favours:
        known.setdefault(favour.id, favour)
    return sorted(known.values(), key=lambda one: (one.at, one.id))
