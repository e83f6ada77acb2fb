"""How well reviewers tell works apart: their agreement with others beyond chance, their own strictness taken out.

For each reviewer and criterion the reviewer's marks and the references (`scores.references`) are centred over the works
they read, so that being strict or mild, and repeating what the class usually gives, count for nothing. Agreement is
Lin's concordance of what is left (L. Lin, Biometrics 45, 1989), which is Cohen's "beyond chance" for marks: 1 where
both are the same, 0 where they have nothing to do with each other. How much it says is its variance under chance, the
marks dealt out anew among the works (W. Hoeffding, "A combinatorial central limit theorem", 1951): criteria that say
the same thing count once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tools.peer_review.domain.reviewing_grade.scores import Scores, Table, references

LEAST_COMPARED = 3
"""Works that a reviewer read, and others too, from which agreement is worked out."""
ENOUGH = 2.0
"""Independent comparisons below which evidence is thin."""
PRIOR = 4.0
"""As how many comparisons the usual agreement of the class counts."""
USUAL = 0.5
"""Agreement of the class at which the usual reviewer has 75; below it agreement is measured by the class's own."""
TELLING = 0.15
"""Below this agreement of the whole class nobody's says anything: works too alike, or reviews by lot."""
CHANCE, PERFECT, NEUTRAL = 50.0, 100.0, 75.0
"""Points for agreement as by chance (the most that an honest minority loses), for the same marks, and for no answer."""


@dataclass(frozen=True)
class Evidence:
    """What one reviewer's marks say; evidence of several rounds, works and activities is added up."""

    agreeing: float = 0.0
    """Sum of the products of the reviewer's and the others' centred marks."""
    most: float = 0.0
    """What `agreeing` would be if both were the same."""
    chance: float = 0.0
    """Variance of `agreeing` if the marks were dealt out among the works by lot."""

    def __add__(self, other: "Evidence") -> "Evidence":
        return Evidence(self.agreeing + other.agreeing, self.most + other.most, self.chance + other.chance)

    @property
    def agreement(self) -> float:
        """-1 to 1."""
        return self.agreeing / self.most if self.most > 0 else 0.0

    @property
    def comparisons(self) -> float:
        """As how many independent comparisons it counts; 0 for the same marks throughout (`constant` judges those)."""
        return self.most**2 / self.chance if self.chance > 0 else 0.0


@dataclass(frozen=True)
class Accuracy:
    """A reviewer's accuracy and where it comes from."""

    points: float
    """0..100; never 100 by itself, since evidence is never endless."""
    neutral: bool
    """Too little to go by: `points` says nothing about the reviewer."""
    agreement: float
    comparisons: float


def evidence(scores: Scores) -> list[Evidence]:
    """Each reviewer's evidence of one round, in order of their places."""
    against = references(scores)
    order = np.argsort(scores.reviewer, kind="stable")
    ends = np.searchsorted(scores.reviewer[order], np.arange(scores.reviewers + 1))
    return [
        _of_one(scores.given[order[start:end]], against[order[start:end]]) for start, end in pairwise(ends.tolist())
    ]


def accuracies(found: Sequence[Evidence]) -> list[Accuracy]:
    """Points of accuracy of a class, each reviewer's evidence drawn towards what is usual the less the more it says."""
    told = [one for one in found if one.comparisons >= ENOUGH]
    usual = reduce(Evidence.__add__, told, Evidence()).agreement
    return [_accuracy(one, usual) for one in found]


def _of_one(given: Table, against: Table) -> Evidence:
    both = ~np.isnan(given) & ~np.isnan(against)
    works = int(both.any(axis=1).sum())
    if works < LEAST_COMPARED:
        return Evidence()
    own, others = _centred(given, both), _centred(against, both)
    products = own @ others.T
    return Evidence(
        agreeing=float(np.trace(products)),
        most=float(((own**2).sum() + (others**2).sum()) / 2),
        chance=float((products**2).sum() / (works - 1)),
    )


def _centred(values: Table, known: NDArray[np.bool_]) -> Table:
    count = np.maximum(known.sum(axis=0), 1)
    filled = np.where(known, values, 0.0)
    centred: Table = np.where(known, filled - filled.sum(axis=0) / count, 0.0)
    return centred


def _accuracy(found: Evidence, usual: float) -> Accuracy:
    agreement, comparisons = found.agreement, found.comparisons
    if usual < TELLING or comparisons < ENOUGH:
        return Accuracy(NEUTRAL, True, agreement, comparisons)
    drawn = (comparisons * agreement + PRIOR * usual) / (comparisons + PRIOR)
    return Accuracy(CHANCE + (PERFECT - CHANCE) * _share(max(drawn, 0.0), usual), False, agreement, comparisons)


def _share(agreement: float, usual: float) -> float:
    """The agreement itself, or where the whole class agrees less than `USUAL`, with the usual put there."""
    if usual >= USUAL:
        return agreement
    if agreement <= usual:
        return USUAL * agreement / usual
    return USUAL + (1 - USUAL) * (agreement - usual) / (1 - usual)
