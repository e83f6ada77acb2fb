"""Reviews that say less than others: marks far from all others of a work, and reviewers who mark all works alike."""

from collections.abc import Collection, Sequence
from math import fsum

import numpy as np
from numpy.typing import NDArray

from tools.peer_review.domain.aggregation.readings import Readings, Vector, sums

FAR = 3.0
"""Standard deviations from the other reviews at which a review counts nearly nothing (Tukey's biweight)."""
LEAST = 0.02
ROUNDS = 8
ENOUGH_REVIEWS = 3
"""Fewer reviews of a work do not show which of them is far off; of fewer works no reviewer seems to mark all alike."""
UNLIKELY = 0.01
ALIKE_COUNTS = 0.1


def nearness(marks: Sequence[float], variances: Sequence[float], favours: Collection[int] = ()) -> list[float]:
    """For the reviews of one work, 1 where a mark is among the others, falling to `LEAST` where it is `FAR` from them.

    Each mark is compared with the weighted mean of the others, by the error that both may have. `favours` are places
    of marks in a ring of favours, which are `LEAST` from the start.
    """
    near = [LEAST if place in favours else 1.0 for place in range(len(marks))]
    if len(marks) < ENOUGH_REVIEWS:
        return near
    for _ in range(ROUNDS):
        held = [one / variance for one, variance in zip(near, variances, strict=True)]
        total, pull = fsum(held), fsum(weight * mark for weight, mark in zip(held, marks, strict=True))
        fresh = []
        for place, (weight, mark, variance) in enumerate(zip(held, marks, variances, strict=True)):
            rest = total - weight
            distance = (mark - (pull - weight * mark) / rest) ** 2 / (variance + 1 / rest)
            fresh.append(LEAST if place in favours else max(max(1 - distance / FAR**2, 0.0) ** 2, LEAST))
        near = fresh
    return near


def alike_markers(readings: Readings) -> NDArray[np.bool_]:
    """Reviewers who gave all their works the same mark, where others do so with a chance below `UNLIKELY`.

    The chance is that of two marks of one reviewer being the same, as often as works follow the first.
    """
    who, mark = readings.reviewer, readings.mark
    count = np.bincount(who, minlength=readings.reviewers)
    mean = sums(mark, who, readings.reviewers) / np.maximum(count, 1)
    differing = sums(np.abs(mark - mean[who]), who, readings.reviewers) > 1e-6
    same = (count >= ENOUGH_REVIEWS) & ~differing
    pairs = float((count * (count - 1) / 2)[~same].sum())
    if not pairs:
        return np.zeros(readings.reviewers, dtype=bool)
    equal = _equal_pairs(who, mark, ~same)
    found: NDArray[np.bool_] = same & ((equal / pairs) ** (count - 1.0).clip(1) < UNLIKELY)
    return found


def _equal_pairs(who: NDArray[np.int64], mark: Vector, counted: NDArray[np.bool_]) -> float:
    rows = np.stack([who[counted[who]].astype(np.float64), np.round(mark[counted[who]], 6)], axis=1)
    times = np.unique(rows, axis=0, return_counts=True)[1]
    return float((times * (times - 1) / 2).sum())
