"""Marks from comparisons: a scale that the teacher sets, an honest interval, and how they join those of a rubric.

Comparisons tell which of two works is better, never how good the class is: what a middling work gets, and how much a
difference counts, are the teacher's words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from tools.peer_review.domain.aggregation.limits import TENTH
from tools.peer_review.domain.aggregation.marks import ENOUGH, Z90, Mark
from tools.peer_review.domain.comparison.comparison import Placed, place

ENOUGH_COMPARISONS = 6
"""Of one work on one question; below so many, or from fewer reviewers than a mark needs, its mark is provisional."""


@dataclass(frozen=True)
class Scale:
    """The teacher's scale."""

    middle: int = 70
    """Percent that a work in the middle of the class gets."""
    step: int = 10
    """Percent for one step of strength: a work one step stronger is preferred nearly three times of four."""


@dataclass(frozen=True)
class Said:
    """One comparison: ids of the works, and of who compared them (0: somebody erased)."""

    better: int
    worse: int
    reviewer: int
    again: bool = False
    """In the second round, of the works as they were revised."""


@dataclass(frozen=True)
class Standing:
    """A work's place by one question, or by all together."""

    mark: Decimal
    """0..100, to a tenth; so are the ends of its 90 % interval."""
    low: Decimal
    high: Decimal
    comparisons: int
    """Of the question with the fewest."""
    reviewers: int
    rank: int
    """1 is the strongest; equal marks share a place."""
    island: int = 0
    strength: float = 0.0
    error: float = 0.0
    again: bool = False
    """By comparisons of the revised work."""

    @property
    def provisional(self) -> bool:
        return self.comparisons < ENOUGH_COMPARISONS or self.reviewers < ENOUGH


def standings(said: Sequence[Said], scale: Scale, before: Mapping[int, Standing] | None = None) -> dict[int, Standing]:
    """Work -> where it stands by one question; works that nobody compared are not in it.

    `before` is where works stood before they were revised, if anywhere: `said` is of the revised ones then.
    """
    works = sorted({work for one in said for work in (one.better, one.worse)})
    at = {work: number for number, work in enumerate(works)}
    won = [(at[one.better], at[one.worse]) for one in said]
    start = [before[work].strength if work in before else 0.0 for work in works] if before else None
    found = place(len(works), won, start)
    by: dict[int, set[int]] = {}
    for one in said:
        by.setdefault(one.better, set()).add(one.reviewer)
        by.setdefault(one.worse, set()).add(one.reviewer)
    return ranked({work: _standing(one, len(by[work]), scale) for work, one in zip(works, found, strict=True)})


def together(questions: Sequence[tuple[Mapping[int, Standing], int]]) -> dict[int, Standing]:
    """Work -> its weighted mean over questions, of works that each question has compared; weights above 0.

    Reviewers who like a work like it by every question, so errors are taken to go together: the interval of the mean is
    the mean of the intervals.
    """
    if not questions:
        return {}
    total = sum(weight for _, weight in questions)
    works = set.intersection(*(set(one) for one, _ in questions))
    return ranked({work: _mean([(one[work], weight) for one, weight in questions], total) for work in works})


def with_compared(mark: Mark, compared: Standing, share: Decimal) -> Mark:
    """A rubric's mark, or none, with a comparison's, which counts `share` (0..1, 1: alone).

    The interval is the weighted mean of both, as in `together`.
    """
    told = replace(mark, compared=compared.mark, compared_share=share)
    if share == 1 or mark.mark is None:
        provisional = compared.provisional or share < 1
        return replace(told, mark=compared.mark, low=compared.low, high=compared.high, provisional=provisional)
    rest = 1 - share
    whole = _tenth(mark.mark * rest + compared.mark * share)
    low = None if mark.low is None else _tenth(mark.low * rest + compared.low * share)
    high = None if mark.high is None else _tenth(mark.high * rest + compared.high * share)
    return replace(told, mark=whole, low=low, high=high, provisional=mark.provisional or compared.provisional)


def _standing(one: Placed, reviewers: int, scale: Scale) -> Standing:
    middle, half = scale.middle + scale.step * one.strength, Z90 * scale.step * one.error
    mark, low, high = (_tenth(min(max(Decimal(end), Decimal(0)), Decimal(100))) for end in _ends(middle, half))
    return Standing(mark, low, high, one.comparisons, reviewers, 0, one.island, one.strength, one.error)


def _ends(middle: float, half: float) -> tuple[float, float, float]:
    return middle, middle - half, middle + half


def _mean(parts: Sequence[tuple[Standing, int]], total: int) -> Standing:
    mark, low, high = (
        _tenth(sum((getattr(one, end) * weight for one, weight in parts), Decimal(0)) / total)
        for end in ("mark", "low", "high")
    )
    fewest = min((one for one, _ in parts), key=lambda one: one.comparisons)
    reviewers, again = min(one.reviewers for one, _ in parts), all(one.again for one, _ in parts)
    return Standing(mark, low, high, fewest.comparisons, reviewers, 0, fewest.island, again=again)


def ranked(found: Mapping[int, Standing]) -> dict[int, Standing]:
    """The same with each work's place by its mark."""
    marks = sorted((one.mark for one in found.values()), reverse=True)
    return {work: replace(one, rank=marks.index(one.mark) + 1) for work, one in sorted(found.items())}


def _tenth(value: Decimal) -> Decimal:
    return value.quantize(TENTH, ROUND_HALF_UP)
