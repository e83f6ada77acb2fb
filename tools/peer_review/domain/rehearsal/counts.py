"""How many reviews works end up with when some reviewers do not come and others take a review more, need first."""

from collections.abc import Iterator, Sequence
from math import comb, floor

import numpy as np

from tools.peer_review.domain.aggregation.readings import Vector

POINTS = 25
"""Numbers of absent people, and of helpers, that are looked at: all where there are fewer."""


def received(people: int, works: int, k: int, absent: float, helping: float) -> Vector:
    """The expected share of works with 0, 1, 2 ... reviews, once those who are done were offered one review more.

    `absent` is the chance of a reviewer not to review at all, `helping` that of one who is done to take an offer. The
    numbers of absent people and of helpers vary as if everybody decided alone, and so do the works that are hit.
    """
    due = people * k / works
    total = np.zeros(floor(due) + 2)
    for away, chance in _binomial(people, absent):
        before = _thinned(due, 1 - away / people)
        for helpers, also in _binomial(people - away, helping):
            total += chance * also * _filled(before, helpers / works, due)
    return total


def _binomial(number: int, share: float) -> Iterator[tuple[int, float]]:
    """Outcomes and their chances; of many, evenly spread ones within four standard deviations."""
    middle, spread = number * share, (number * share * (1 - share)) ** 0.5
    low, high = max(floor(middle - 4 * spread), 0), min(floor(middle + 4 * spread) + 1, number)
    step = max((high - low) // POINTS, 1)
    places = range(low, high + 1, step)
    chances = np.array([_chance(number, share, place) for place in places])
    yield from zip(places, (chances / chances.sum()).tolist(), strict=True)


def _chance(number: int, share: float, place: int) -> float:
    """A binomial chance; where it would overflow, the normal curve's height."""
    if number <= 500:
        return float(comb(number, place) * share**place * (1 - share) ** (number - place))
    variance = max(number * share * (1 - share), 1e-9)
    return float(np.exp(-((place - number * share) ** 2) / (2 * variance)))


def _thinned(due: float, stays: float) -> Vector:
    """Shares of works with 0, 1, 2 ... reviews when each of those due is written with the chance `stays`."""
    whole = floor(due)
    shares = np.zeros(whole + 2)
    for number, share in ((whole, 1 - (due - whole)), (whole + 1, due - whole)):
        for place in range(number + 1):
            shares[place] += share * _chance(number, stays, place)
    return shares


def _filled(shares: Vector, extra: float, due: float) -> Vector:
    """The shares after `extra` reviews a work, each for one that has fewest of those short of what is due."""
    filled = shares.copy()
    for place in range(floor(due)):
        moved = min(extra, float(filled[place]))
        filled[place] -= moved
        filled[place + 1] += moved
        extra -= moved
    return filled


def missing(shares: Sequence[float] | Vector, due: float) -> float:
    """Reviews a work that are not written of those due, on average."""
    return float(sum(share * max(due - place, 0) for place, share in enumerate(shares)))
