"""Rings of favours: two people who mark each other, or three of whom each marks the next, all far above the others.

One high mark cannot be told from an honest one; a ring of them can, since few rings close by themselves: about
k^3 / 3 of three people in a drawn allocation of k reviews each, whatever the size of the class. A ring is found where
each of its marks lies above what the others of that work say and all of them together lie so high that honest
reviewers would show such a ring in this class, all its closed rings counted (Bonferroni), with a chance below `RARE`.
Together means the sum of standard normal heights over the root of their number (Stouffer's method); the rest is ours.
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from tools.peer_review.domain.aggregation.doubts import ENOUGH_REVIEWS
from tools.peer_review.domain.aggregation.readings import Index, Readings, Vector, sums
from tools.peer_review.domain.aggregation.reviewers import Reviewers
from tools.peer_review.domain.aggregation.rings import rings

RARE = 0.05
"""The chance, at most, that a class of honest reviewers shows a ring of favours at all."""

Ring = tuple[int, ...]


@dataclass(frozen=True)
class Favours:
    """Rings of favours as places of readings, pairs before threes."""

    rings: tuple[Ring, ...] = ()
    closed: int = 0
    """Rings of two and three in this allocation, whatever their marks."""

    @property
    def rows(self) -> dict[int, int]:
        """Place of a reading -> how many people are in its ring; in the smallest of several."""
        found: dict[int, int] = {}
        for ring in self.rings:
            for place in ring:
                found.setdefault(place, len(ring))
        return found


def favours(readings: Readings, reviewers: Reviewers) -> Favours:
    """The rings of favours; none where nothing is known of the reviewers or of who wrote what."""
    if not (reviewers.estimated and readings.authors):
        return Favours()
    closed = rings(readings)
    number = sum(len(found) for found in closed)
    if not number:
        return Favours()
    height, bound = heights(readings, reviewers), -NormalDist().inv_cdf(RARE / number)
    return Favours(tuple(ring for found in closed for ring in _high(found, height, bound)), number)


def heights(readings: Readings, reviewers: Reviewers) -> Vector:
    """How far each mark lies above the others of its work, in standard deviations of the error that both may have.

    Minus infinity for works with fewer reviews than show which of them is far off.
    """
    who, what = readings.reviewer, readings.work
    plain = readings.mark - reviewers.bias[who]
    variance = (reviewers.noise_variance + reviewers.bias_variance)[who]
    enough = np.bincount(what, minlength=readings.works)[what] >= ENOUGH_REVIEWS
    weight = np.where(enough, sums(1 / variance, what, readings.works)[what] - 1 / variance, 1.0)
    others = (sums(plain / variance, what, readings.works)[what] - plain / variance) / weight
    found: Vector = np.where(enough, (plain - others) / np.sqrt(variance + 1 / weight), -np.inf)
    return found


def _high(closed: Index, height: Vector, bound: float) -> list[Ring]:
    high = height[closed]
    kept = (high > 0).all(axis=1) & (high.sum(axis=1) > bound * closed.shape[1] ** 0.5)
    return sorted(tuple(ring) for ring in closed[kept].tolist())
