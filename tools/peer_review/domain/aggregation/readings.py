"""What reviewers gave: one mark in percent per review, from a rubric's criteria."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Index = NDArray[np.int64]


@dataclass(frozen=True)
class Readings:
    """Reviews as three columns: who (place of the reviewer), what (place of the work), and the mark in 0..100."""

    reviewer: Index
    work: Index
    mark: Vector
    reviewers: int
    works: int
    truth: Mapping[int, float] = field(default_factory=dict)
    """Work -> what a teacher gave it, in percent: of examples, which say how reviewers read and get no mark."""
    authors: Mapping[int, frozenset[int]] = field(default_factory=dict)
    """Work -> places of its authors among the reviewers; none where nobody who reviews wrote it, or it is not known.

    Nobody wrote two works.
    """

    def __post_init__(self) -> None:
        if not len(self.reviewer) == len(self.work) == len(self.mark):
            raise ValueError("every review has a reviewer, a work and a mark")
        if len(self.mark) and not (np.isfinite(self.mark).all() and self.mark.min() >= 0 and self.mark.max() <= 100):
            raise ValueError("a mark is between 0 and 100")


def weighted_mark(percents: Sequence[float], weights: Sequence[float]) -> float:
    """The weighted mean of the criteria, each in percent of its scale; weights are 0 or more, one at least above 0."""
    total = sum(weights)
    if total <= 0 or len(percents) != len(weights):
        raise ValueError("every criterion has a weight, and one counts")
    return sum(percent * weight for percent, weight in zip(percents, weights, strict=True)) / total


def true_marks(readings: Readings) -> dict[int, float]:
    """Example -> its true mark on the class's scale: the teacher's, moved by what the class usually gives more or less.

    So an example tells reviewers apart, and a teacher who is strict with examples moves nobody's mark.
    """
    if not readings.truth:
        return {}
    count = np.bincount(readings.work, minlength=readings.works)
    means = sums(readings.mark, readings.work, readings.works) / np.maximum(count, 1)
    read = {work: truth for work, truth in readings.truth.items() if count[work]}
    gap = float(np.mean([means[work] - truth for work, truth in read.items()])) if read else 0.0
    return {work: truth + gap for work, truth in read.items()}


def sums(values: Vector, places: Index, size: int) -> Vector:
    """The values added up by place."""
    return np.bincount(places, weights=values, minlength=size).astype(np.float64)
