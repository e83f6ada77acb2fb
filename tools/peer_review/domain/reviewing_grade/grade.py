"""The reviewing grade: completion, accuracy and helpfulness, each shown with what it gives of 100.

What is not done counts 0: all three parts are paid only for the share of reviews that are done.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tools.peer_review.domain.reviewing_grade.accuracy import Accuracy

NEUTRAL = 75.0
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Shares:
    """What each part counts; they sum to 100."""

    completion: int = 40
    accuracy: int = 40
    helpfulness: int = 20

    def __post_init__(self) -> None:
        parts = (self.completion, self.accuracy, self.helpfulness)
        if min(parts) < 0 or sum(parts) != 100:
            raise ValueError("the parts of a reviewing grade sum to 100")


@dataclass(frozen=True)
class Part:
    """One part as it is shown."""

    points: Decimal
    """Of 100, to a tenth: how well."""
    gives: Decimal
    """Points of the grade, to a tenth."""
    neutral: bool = False
    """Nothing was known, so that it neither helps nor hurts."""


@dataclass(frozen=True)
class ReviewingGrade:
    """`grade` is the sum of what the parts give."""

    grade: Decimal
    done: int
    due: int
    completion: Part
    accuracy: Part
    helpfulness: Part
    constant: float | None
    """The chance of an honest reviewer giving constant marks, where that took the accuracy away."""


def reviewing_grade(
    done: int,
    due: int,
    accuracy: Accuracy,
    helpfulness: float | None,
    *,
    constant: float | None = None,
    shares: Shares | None = None,
    graded: Sequence[int] = (),
) -> ReviewingGrade:
    """The grade of somebody who was to give `due` reviews and gave `done` (extra ones too, they make up for others).

    `helpfulness` is None below three ratings; `constant` is the chance where constant marks take the accuracy away.
    `graded` are a teacher's points of 100 for some of the reviews: in accuracy and helpfulness these count as graded,
    the others as worked out.
    """
    if done < 0 or due < 1:
        raise ValueError("a reviewing grade is for somebody who was to review")
    weights = shares or Shares()
    share = Decimal(min(done, due)) / due
    told = _with_graded(0.0 if constant is not None else accuracy.points, graded, done)
    helped = _with_graded(NEUTRAL if helpfulness is None else helpfulness, graded, done)
    parts = (
        _part(100.0 * float(share), weights.completion, Decimal(1), False),
        _part(told, weights.accuracy, share, accuracy.neutral and constant is None and not graded),
        _part(helped, weights.helpfulness, share, helpfulness is None and not graded),
    )
    return ReviewingGrade(sum((one.gives for one in parts), Decimal(0)), done, due, *parts, constant)


def _with_graded(points: float, graded: Sequence[int], done: int) -> float:
    """The mean over all reviews that are done, of which some are graded."""
    if not graded:
        return points
    rest = max(done - len(graded), 0)
    return (sum(graded) + rest * points) / (len(graded) + rest)


def joined(mark: Decimal, reviewing: ReviewingGrade | None, share: int) -> Decimal:
    """One grade of 100 from a mark and the reviewing, which counts `share` percent; the mark alone without it."""
    if reviewing is None:
        return mark
    return (mark * (100 - share) + reviewing.grade * share) / 100


def _part(points: float, weight: int, share: Decimal, neutral: bool) -> Part:
    shown = _tenth(Decimal(points))
    return Part(shown, _tenth(shown * weight / 100 * share), neutral)


def _tenth(value: Decimal) -> Decimal:
    return value.quantize(TENTH, ROUND_HALF_UP)
