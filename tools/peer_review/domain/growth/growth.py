"""One student's way over the rounds and activities of a course, criterion by criterion; compared with nobody else."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import sqrt
from statistics import fmean

ERROR = 15.0
"""Points that one reviewer's mark of one criterion is usually off (standard deviation)."""
SURE = 1.0
"""Standard errors that a change must have to be called one."""
WEAK = 60.0
"""A criterion below this, or the student's lowest, is what reviewers keep pointing at."""
OFTEN = 2


class Direction(StrEnum):
    """What the newest round says beside the one before."""

    FIRST = "first"
    BETTER = "better"
    SAME = "same"
    """No more than what reviewers differ by anyway."""
    LOWER = "lower"


@dataclass(frozen=True)
class Received:
    """What reviewers gave a work on one criterion: `percent` is their mean."""

    at: datetime
    activity: int
    criterion: str
    """As the rubric says it: the same words in two activities are one criterion."""
    percent: float
    reviews: int


@dataclass(frozen=True)
class Line:
    """One criterion over time."""

    criterion: str
    points: tuple[Received, ...]
    """Oldest first."""
    change: float
    """Percent points from the round before to the newest; 0 where there is one round."""
    direction: Direction
    keeps_coming: bool
    """Weak in the newest round and in an earlier one."""


def growth(received: Iterable[Received]) -> list[Line]:
    """The student's lines, criteria of the newest activity first, then by name."""
    by_criterion: dict[str, list[Received]] = defaultdict(list)
    by_activity: dict[int, list[Received]] = defaultdict(list)
    for one in received:
        if one.reviews < 1:
            raise ValueError("a mark on a criterion comes from reviews")
        by_criterion[_key(one.criterion)].append(one)
        by_activity[one.activity].append(one)
    weak = {(one.activity, _key(one.criterion)) for own in by_activity.values() for one in own if _is_weak(one, own)}
    lines = [_line(sorted(points, key=lambda one: one.at), weak) for points in by_criterion.values()]
    return sorted(lines, key=lambda line: (-line.points[-1].at.timestamp(), line.criterion.casefold()))


def same(one: str, other: str) -> bool:
    """Whether two rubrics mean one criterion: the same words, whatever their case and spaces."""
    return _key(one) == _key(other)


def _key(criterion: str) -> str:
    return " ".join(criterion.split()).casefold()


def _is_weak(one: Received, beside: list[Received]) -> bool:
    """Low, or clearly the lowest of what the same reviewers gave."""
    others = [other.percent for other in beside if other is not one]
    return one.percent < WEAK or (bool(others) and one.percent < fmean(others) - ERROR)


def _line(points: list[Received], weak: set[tuple[int, str]]) -> Line:
    newest, key = points[-1], _key(points[-1].criterion)
    seen = [(point.activity, key) in weak for point in points]
    if len(points) < 2:
        return Line(newest.criterion, tuple(points), 0.0, Direction.FIRST, False)
    before = points[-2]
    change = newest.percent - before.percent
    sure = SURE * ERROR * sqrt(1 / newest.reviews + 1 / before.reviews)
    direction = Direction.SAME if abs(change) < sure else Direction.BETTER if change > 0 else Direction.LOWER
    return Line(newest.criterion, tuple(points), change, direction, seen[-1] and sum(seen) >= OFTEN)
