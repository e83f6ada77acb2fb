"""Hints that people favour each other: pairs and rings of three whose marks for each other lie high.

A review is high where it lies far above what the others of its work say, by the error that both may have. Rings of high
reviews happen by luck too; how many of a class's rings would, is told with them. Hints never decide anything.
"""

from dataclasses import dataclass

import numpy as np

from tools.peer_review.domain.aggregation.readings import Readings, Vector, sums
from tools.peer_review.domain.aggregation.reviewers import Reviewers

HIGH = 1.3
"""Standard deviations above the others from which a review is high: one in ten by luck."""
LUCK = 0.1
"""The chance of that."""

Ring = tuple[int, ...]


@dataclass(frozen=True)
class Favours:
    """Rings of people of whom each marked the next one's work high; each ring once, its smallest place first."""

    rings: tuple[Ring, ...]
    by_luck: float
    """Rings that honest reviews would show in this allocation, on average."""


def favours(readings: Readings, reviewers: Reviewers, authors: dict[int, frozenset[int]]) -> Favours:
    """Rings of two and three. `authors` gives the places of a work's authors among the reviewers."""
    high = distances(readings, reviewers) >= HIGH
    every, raised = _edges(readings, authors, None), _edges(readings, authors, high)
    possible = _rings(every)
    found = _rings(raised)
    by_luck = sum(LUCK ** len(ring) for ring in possible)
    return Favours(tuple(sorted(found, key=lambda ring: (len(ring), ring))), by_luck)


def distances(readings: Readings, reviewers: Reviewers) -> Vector:
    """How far each review lies above the others of its work, in standard deviations; 0 where it is the only one."""
    who, what = readings.reviewer, readings.work
    plain = readings.mark - reviewers.bias[who]
    variance = (reviewers.noise_variance + reviewers.bias_variance)[who]
    weight = sums(1 / variance, what, readings.works)[what] - 1 / variance
    total = sums(plain / variance, what, readings.works)[what] - plain / variance
    alone = weight <= 1e-12
    others = np.where(alone, plain, total / np.where(alone, 1, weight))
    found: Vector = (plain - others) / np.sqrt(variance + np.where(alone, 0, 1 / np.where(alone, 1, weight)))
    return found


def _edges(readings: Readings, authors: dict[int, frozenset[int]], kept: np.ndarray | None) -> dict[int, set[int]]:
    """Reviewer -> the people whose work they reviewed (highly)."""
    found: dict[int, set[int]] = {}
    for place, (who, what) in enumerate(zip(readings.reviewer.tolist(), readings.work.tolist(), strict=True)):
        if kept is None or kept[place]:
            found.setdefault(who, set()).update(authors.get(what, frozenset()) - {who})
    return found


def _rings(edges: dict[int, set[int]]) -> set[Ring]:
    found: set[Ring] = set()
    for first, reached in edges.items():
        for second in reached:
            if second > first and first in edges.get(second, ()):
                found.add((first, second))
            found |= {
                (first, second, third)
                for third in edges.get(second, ())
                if first < min(second, third) and third != second and first in edges.get(third, ())
            }
    return found
