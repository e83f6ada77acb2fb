"""How much each member gave to a group's work, by what all members say: shares of 100 %, or ratings of behaviour.

Shares follow what TEAMMATES does: what people say of themselves is left out, each member's word about the others is
brought to the same mean, and the means over members are brought back to 100. The factor from ratings follows CATME: own
mean over the group's, at most 1.05, and from 0.95 on shown as 1 (M. Ohland et al., AMLE 11, 2012).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

MOST, FULL = 1.05, 0.95
APART = 0.5
"""Steps of a rating from which what people say differs."""
LOW = 2.5
"""Of five: below it a member is said to have done little."""

Ratings = Mapping[int, Mapping[int, float]]
"""Member who says it -> member it is about -> a number; of themselves too."""


class Sign(StrEnum):
    """What stands out about a member; hints for a teacher, which decide nothing."""

    LITTLE = "little"
    OVERCONFIDENT = "overconfident"
    UNDERCONFIDENT = "underconfident"
    MANIPULATOR = "manipulator"
    """Puts themselves high and everybody else low, where the others see it the other way round."""
    CONFLICT = "conflict"
    """Low from one member alone, while the others see nothing of it."""
    CLIQUE = "clique"
    """High from some and low from others, who see each other the same way."""


@dataclass(frozen=True)
class Contribution:
    """One member."""

    member: int
    share: float | None
    """Percent of an even share: 100 is as much as usual. None where nobody else said anything."""
    own: float | None
    """What they say of themselves, in the same measure."""


def shares(said: Ratings) -> list[Contribution]:
    """Percent of an even share by member; raises `ValueError` for a number below 0."""
    members = sorted({*said, *(about for row in said.values() for about in row)})
    if any(number < 0 for row in said.values() for number in row.values()):
        raise ValueError("a share is 0 or more")
    evened = {who: _evened(who, row) for who, row in said.items()}
    received = {one: [row[one] for row in evened.values() if one in row] for one in members}
    means = {one: fmean(numbers) for one, numbers in received.items() if numbers}
    usual = fmean(means.values()) if means else 0.0
    told = {one: 100 * mean / usual if usual > 0 else 100.0 for one, mean in means.items()}
    return [Contribution(one, told.get(one), _own(one, said)) for one in members]


def factor(ratings: Ratings, member: int) -> float:
    """By how much the group's mark counts for a member, from ratings by the other members; 1 without any."""
    received = {one: _from_others(ratings, one) for one in {about for row in ratings.values() for about in row}}
    means = {one: fmean(numbers) for one, numbers in received.items() if numbers}
    if member not in means or not fmean(means.values()):
        return 1.0
    raw = min(means[member] / fmean(means.values()), MOST)
    return 1.0 if FULL <= raw <= 1 else raw


def signs(ratings: Ratings, member: int) -> list[Sign]:
    """What stands out about a member in ratings of 1 to 5."""
    others = _from_others(ratings, member)
    if not others:
        return []
    mean, own = fmean(others), ratings.get(member, {}).get(member)
    gives = [number for about, number in ratings.get(member, {}).items() if about != member]
    found = {
        Sign.LITTLE: mean < LOW,
        Sign.OVERCONFIDENT: own is not None and mean < 3 and own - mean > 2 * APART,
        Sign.UNDERCONFIDENT: own is not None and mean > 3 and mean - own > 2 * APART,
        Sign.MANIPULATOR: own is not None and bool(gives) and own - fmean(gives) > 2 and own - mean > 2 * APART,
        Sign.CONFLICT: len(others) > 2 and sum(number <= 2 for number in others) == 1 and sorted(others)[1] >= 3.5,
        Sign.CLIQUE: len(others) > 2 and sum(number <= 2 for number in others) > 1 and max(others) >= 4.5,
    }
    return [sign for sign, holds in found.items() if holds]


def _evened(who: int, row: Mapping[int, float]) -> dict[int, float]:
    """A member's word about the others, brought to a mean of 1; nothing where they give everybody nothing."""
    others = {about: number for about, number in row.items() if about != who}
    mean = fmean(others.values()) if others else 0.0
    return {about: number / mean for about, number in others.items()} if mean > 0 else {}


def _own(member: int, said: Ratings) -> float | None:
    row = said.get(member, {})
    mean = fmean(row.values()) if row else 0.0
    return 100 * row[member] / mean if member in row and mean > 0 else None


def _from_others(ratings: Ratings, member: int) -> list[float]:
    return [row[member] for who, row in ratings.items() if who != member and member in row]
