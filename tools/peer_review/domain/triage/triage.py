"""What a teacher should look at first: marks by how far off they may be, then appeals, then what was flagged.

The error to expect of a mark is that of its weighted mean, where the variance of one review is what the model says of
its reviewers and what the work's reviews show themselves, as if the model had been seen in `PRIOR` reviews more (the
conjugate scaled-inverse-chi-squared rule): reviewers may be reliable and yet disagree about this work.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, inf, pi, sqrt

from tools.peer_review.domain.aggregation.marks import ENOUGH, Z90, Mark

PRIOR = 4.0
BUDGET = 0.2
"""Share of the works whose marks a teacher is asked to look at."""
ONE_REVIEW = 15.0
"""Standard deviation, in points, of a mark from one review that nothing can be compared with."""
DISAGREEING = 1.5
"""Reviews that differ by so many times what their reviewers usually do."""
MINUTES = 4.0
"""A teacher's minutes for one item."""


class Reason(StrEnum):
    """Why something is in the queue."""

    NO_REVIEW = "no_review"
    FEW_REVIEWS = "few_reviews"
    NOT_COMPARED = "not_compared"
    FEW_COMPARISONS = "few_comparisons"
    DISAGREEMENT = "disagreement"
    FAR = "far"
    """One review is far from all others."""
    UNSURE = "unsure"
    """The interval is wide, since its reviewers are hard to tell."""
    APPEAL = "appeal"
    FLAG = "flag"


@dataclass(frozen=True)
class Task:
    """One work to look at."""

    work: int
    expected_error: float
    """Points that the mark may be off, on average; infinite without a review or a comparison."""
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Queue:
    """What is left to do, in order, and how long it may take."""

    tasks: tuple[Task, ...]
    done: int
    """Works that a teacher has looked at."""

    @property
    def minutes(self) -> float:
        return MINUTES * len(self.tasks)


def expected_error(mark: Mark) -> float:
    """Points that the mark may be off, on average."""
    if mark.mark is None:
        return inf
    return sqrt(2 / pi * _variance(mark))


def queue(
    marks: Sequence[Mark],
    *,
    looked_at: Iterable[int] = (),
    appeals: Iterable[int] = (),
    flags: Mapping[int, int] | None = None,
    budget: float = BUDGET,
) -> Queue:
    """The works that need a teacher: too few reviews or among the `budget` most doubtful, then appealed, then flagged.

    A work is in it once, with all its reasons. `flags` is the number of open flags by work. What a teacher has looked
    at comes back only with an appeal or a flag.
    """
    done, appealed, flagged = set(looked_at), set(appeals), flags or {}
    errors = {mark.work: expected_error(mark) for mark in marks}
    ranked = sorted(marks, key=lambda mark: (-errors[mark.work], mark.work))
    doubtful = {mark.work for mark in ranked[: ceil(budget * len(ranked))]}
    first = [mark for mark in ranked if mark.work not in done and (mark.provisional or mark.work in doubtful)]
    listed = {mark.work for mark in first}
    rest = [mark for mark in ranked if mark.work not in listed and (mark.work in appealed or flagged.get(mark.work))]
    rest.sort(key=lambda mark: mark.work not in appealed)
    tasks = [
        Task(mark.work, errors[mark.work], _reasons(mark, mark.work in listed, mark.work in appealed, flagged))
        for mark in first + rest
    ]
    return Queue(tuple(tasks), len(done))


def _reasons(mark: Mark, doubtful: bool, appealed: bool, flagged: Mapping[int, int]) -> tuple[Reason, ...]:
    found: list[Reason] = []
    found += _too_few(mark)
    if doubtful and len(mark.rows) > 1:
        if any(row.far for row in mark.rows):
            found.append(Reason.FAR)
        if _spread(mark) > DISAGREEING**2 * _expected_spread(mark):
            found.append(Reason.DISAGREEMENT)
        found = found or [Reason.UNSURE]
    elif doubtful and mark.compared is not None:
        found = found or [Reason.UNSURE]
    if appealed:
        found.append(Reason.APPEAL)
    if flagged.get(mark.work):
        found.append(Reason.FLAG)
    return tuple(found)


def _too_few(mark: Mark) -> list[Reason]:
    is_reviewed, is_compared = mark.compared_share < 1, mark.compared_share > 0
    if is_reviewed and not mark.rows and mark.compared is None:
        return [Reason.NO_REVIEW]
    if is_reviewed and len(mark.rows) < ENOUGH:
        return [Reason.FEW_REVIEWS]
    if is_compared and mark.compared is None:
        return [Reason.NOT_COMPARED]
    return [Reason.FEW_COMPARISONS] if mark.provisional else []


def _variance(mark: Mark) -> float:
    if mark.compared is not None:
        return _half(mark) ** 2
    if len(mark.rows) < 2:
        return ONE_REVIEW**2
    freedom = len(mark.rows) - 1
    seen = (PRIOR * _expected_spread(mark) + freedom * _spread(mark)) / (PRIOR + freedom)
    return seen / _effective(mark)


def _spread(mark: Mark) -> float:
    """The variance among the work's reviews, each without its reviewer's bias."""
    values = [float(row.mark - row.bias) for row in mark.rows]
    middle = sum(values) / len(values)
    return sum((value - middle) ** 2 for value in values) / (len(values) - 1)


def _expected_spread(mark: Mark) -> float:
    """The variance of one review that the interval was made with."""
    if mark.mark is None or mark.low is None or mark.high is None:
        return ONE_REVIEW**2
    return _half(mark) ** 2 * _effective(mark)


def _half(mark: Mark) -> float:
    """The standard error that the interval was made with."""
    if mark.mark is None or mark.low is None or mark.high is None:
        return ONE_REVIEW
    return max(float(max(mark.high - mark.mark, mark.mark - mark.low)) / Z90, 0.5)


def _effective(mark: Mark) -> float:
    """As how many equally weighted reviews the table counts."""
    weights = [float(row.weight) for row in mark.rows]
    return float(sum(weights) ** 2 / sum(weight**2 for weight in weights))
