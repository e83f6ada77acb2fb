"""A work's mark with an honest interval, and the table from which anybody can work it out by hand.

mark = sum of weight x counted / sum of weights, where counted is the reviewer's mark minus their bias, held within a
limit around the mark, and a mark far from all others of the work weighs less (`doubts`): taking any one row out of the
table moves the mark by no more than a set bound. (A bound on the mark that all reviews would give anew without one of
them cannot exist: four reviews lead from 0 to 100 in four steps.)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from statistics import median

from tools.peer_review.domain.aggregation.doubts import nearness
from tools.peer_review.domain.aggregation.favours import Favours, favours
from tools.peer_review.domain.aggregation.limits import limited, tenth
from tools.peer_review.domain.aggregation.readings import Readings
from tools.peer_review.domain.aggregation.reviewers import Reviewers

BOUNDED_FROM = 4
"""Reviews from which the bound holds."""
ENOUGH = 3
"""Below so many reviews a mark is provisional."""
FAR_OFF = 0.5
"""Nearness below which a row is said to be far from the others."""
Z90 = 1.645
"""Half the width of a 90 % interval in standard deviations."""


class Method(StrEnum):
    """How marks are joined."""

    WEIGHTED = "weighted"
    """By reliability, without biases; the default."""
    MEAN = "mean"
    MEDIAN = "median"


@dataclass(frozen=True)
class Row:
    """One review as it counts, all in points of 100 and rounded as shown."""

    reviewer: int
    mark: Decimal
    bias: Decimal
    weight: Decimal
    """1 is the mean of the table's rows."""
    counted: Decimal
    """mark - bias, or what the limit leaves of it."""
    limited: bool
    far: bool = False
    """So far from the other reviews of the work that it weighs less than half of what its reviewer's reviews do."""
    favour: int = 0
    """People in the ring of favours that it belongs to and for which it weighs least; 0 for none (`favours`)."""


@dataclass(frozen=True)
class Mark:
    """A work's mark and all that is needed to explain it."""

    work: int
    mark: Decimal | None
    """To a tenth; None without reviews."""
    low: Decimal | None
    high: Decimal | None
    """The 90 % interval, within 0..100; None where one review says nothing of its own error."""
    rows: tuple[Row, ...]
    provisional: bool
    """Fewer than `ENOUGH` reviews: for a teacher to look at, never posted."""
    teacher: Decimal | None = None
    """What a teacher's own review gave, to a tenth (`teachers`)."""
    teacher_weight: int = 0
    """As how many reviews that counts; 0: it is the mark."""
    compared: Decimal | None = None
    """What comparisons of two works at a time gave, to a tenth (`domain/comparison`)."""
    compared_share: Decimal = Decimal(0)
    """How much of the mark that is, 0..1."""


def marks(
    readings: Readings, reviewers: Reviewers, method: Method = Method.WEIGHTED, known: Favours | None = None
) -> list[Mark]:
    """The mark of every work, in order of their places; `known` are rings of favours found already."""
    listed: list[list[int]] = [[] for _ in range(readings.works)]
    for place, work in enumerate(readings.work):
        listed[int(work)].append(place)
    found = _in_rings(readings, reviewers, known) if method is Method.WEIGHTED else {}
    return [_mark(work, places, readings, reviewers, method, found) for work, places in enumerate(listed)]


def _in_rings(readings: Readings, reviewers: Reviewers, known: Favours | None) -> Mapping[int, int]:
    return (favours(readings, reviewers) if known is None else known).rows


def by_hand(rows: Sequence[Row]) -> Decimal:
    """The mark that the shown table gives, to a tenth: what a person with a calculator finds."""
    total = sum((row.weight for row in rows), Decimal(0))
    return tenth(sum((row.weight * row.counted for row in rows), Decimal(0)) / total)


def _mark(
    work: int,
    places: list[int],
    readings: Readings,
    reviewers: Reviewers,
    method: Method,
    found: Mapping[int, int],
) -> Mark:
    if not places:
        return Mark(work, None, None, None, (), True)
    who = [int(readings.reviewer[place]) for place in places]
    given = [tenth(Decimal(float(readings.mark[place]))) for place in places]
    weighted = method is Method.WEIGHTED
    bias = [tenth(Decimal(float(reviewers.bias[one]))) if weighted else Decimal(0) for one in who]
    errors = [float(reviewers.noise_variance[one] + reviewers.bias_variance[one]) for one in who]
    plain = [mark - own for mark, own in zip(given, bias, strict=True)]
    rings = [found.get(place, 0) for place in places]
    favoured = {at for at, ring in enumerate(rings) if ring}
    near = nearness([float(one) for one in plain], errors, favoured) if weighted else [1.0] * len(who)
    weight = _weights(errors, near) if weighted else [Decimal(1)] * len(who)
    counted = limited(plain, weight) if len(who) >= BOUNDED_FROM and weighted else plain
    columns = zip(who, given, bias, weight, counted, plain, near, rings, strict=True)
    rows = tuple(Row(one, m, b, w, c, c != p, n < FAR_OFF, ring) for one, m, b, w, c, p, n, ring in columns)
    mark = tenth(Decimal(median(given))) if method is Method.MEDIAN else by_hand(rows)
    mark = min(max(mark, Decimal(0)), Decimal(100))
    low, high = _interval(mark, [float(one) for one in weight], errors)
    return Mark(work, mark, low, high, rows, len(rows) < ENOUGH)


def _weights(errors: list[float], near: list[float]) -> list[Decimal]:
    """Nearness over the variance of each reviewer's error, so that the mean of the table is 1; to hundredths."""
    inverse = [one / error for one, error in zip(near, errors, strict=True)]
    mean = sum(inverse) / len(inverse)
    return [max(Decimal(one / mean).quantize(Decimal("0.01")), Decimal("0.01")) for one in inverse]


def _interval(mark: Decimal, weights: list[float], errors: list[float]) -> tuple[Decimal | None, Decimal | None]:
    if len(weights) < 2:
        return None, None
    variance = sum(weight**2 * error for weight, error in zip(weights, errors, strict=True)) / sum(weights) ** 2
    half = tenth(Decimal(Z90 * variance**0.5))
    return max(mark - half, Decimal(0)), min(mark + half, Decimal(100))
