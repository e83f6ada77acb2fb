"""How strong works are, from comparisons of two at a time: a Bradley-Terry model fitted to all of them at once.

The model of R. Bradley and M. Terry (Biometrika, 1952): the difference of two strengths gives the odds that the one is
preferred to the other. Every work has one win and one loss against a middling one beside what was said of it, so that a
work that won or lost everything stays finite. Fitted by Newton's steps, in a fixed order and without random
numbers: the order of the comparisons does not matter, and the same ones always give the same numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from tools.peer_review.domain.aggregation.readings import Index, Vector

ROUNDS, CLOSE = 100, 1e-10
LONGEST_STEP = 2.0
"""Logits that one Newton step may move a strength: it settles from everywhere."""
PRIOR = 2.0
"""Comparisons with a middling work that everybody starts from: a standard deviation of 1.4 where nothing is known."""


@dataclass(frozen=True)
class Placed:
    """What the comparisons say of one work."""

    work: int
    strength: float
    """Logit: 0 is the mean of all; the difference of two works gives the odds that the first is preferred."""
    error: float
    """Standard error of the strength beside the mean of all."""
    comparisons: int
    island: int
    """Works of one number hang together by comparisons; what was never compared is an island of its own."""


def place(works: int, won: Sequence[tuple[int, int]], before: Sequence[float] | None = None) -> list[Placed]:
    """Fit all works, by their places 0 to `works` - 1; `won` are pairs (preferred, other).

    `before` are the strengths that works had before they were revised: each has its win and its loss against what it
    was then, instead of a middling work, and the strengths found lie on the scale of those before.
    Time and memory grow with the square of the works: for classes of up to a few thousand. Raises `ValueError` where a
    work is compared with itself.
    """
    if any(better == worse for better, worse in won):
        raise ValueError("a work is compared with another one")
    better, worse = (np.array([pair[side] for pair in won], dtype=np.int64) for side in (0, 1))
    start = np.zeros(works) if before is None else np.array(before, dtype=np.float64)
    strengths, spread = _fit(start, better, worse)
    errors = np.sqrt(np.diag(spread))
    if before is None:
        strengths, errors = strengths - (strengths.mean() if works else 0.0), _errors(spread)
    counts = np.bincount(better, minlength=works) + np.bincount(worse, minlength=works)
    columns = zip(strengths.tolist(), errors.tolist(), counts.tolist(), islands(works, won), strict=True)
    return [Placed(work, *column) for work, column in enumerate(columns)]


def _fit(start: Vector, better: Index, worse: Index) -> tuple[Vector, NDArray[np.float64]]:
    """Strengths, and their variances and covariances from the curvature at the fit."""
    wins = np.bincount(better, minlength=len(start)) + PRIOR / 2
    strengths = start
    for _ in range(ROUNDS):
        expected, sure = _expected(strengths, start, better, worse)
        step = np.linalg.solve(sure, wins - expected) if len(start) else start
        longest = float(np.abs(step).max(initial=0.0))
        strengths = strengths + step * min(1.0, LONGEST_STEP / longest if longest else 1.0)
        if longest < CLOSE:
            break
    spread = np.linalg.inv(_expected(strengths, start, better, worse)[1])
    return strengths, spread.astype(np.float64)


def _errors(spread: NDArray[np.float64]) -> Vector:
    """Of each strength beside the mean of all: how far all of them lie from the middling work is no error of one."""
    beside = np.diag(spread) - 2 * spread.mean(axis=1) + spread.mean() if len(spread) else np.zeros(0)
    errors: Vector = np.sqrt(np.maximum(beside, 0.0))
    return errors


def _expected(strengths: Vector, start: Vector, better: Index, worse: Index) -> tuple[Vector, NDArray[np.float64]]:
    """How often each work would be preferred, and how much is known of all (the negative second derivative)."""
    works = len(strengths)
    chance = 1 / (1 + np.exp(strengths[worse] - strengths[better]))
    own = 1 / (1 + np.exp(start - strengths))
    expected = np.bincount(better, chance, works) + np.bincount(worse, 1 - chance, works) + PRIOR * own
    known = chance * (1 - chance)
    sure = np.diag(np.bincount(better, known, works) + np.bincount(worse, known, works) + PRIOR * own * (1 - own))
    np.subtract.at(sure, (better, worse), known)
    np.subtract.at(sure, (worse, better), known)
    return expected, sure


def islands(works: int, won: Sequence[tuple[int, int]]) -> list[int]:
    """Of each work the number of those that hang together with it by comparisons."""
    if not works:
        return []
    better, worse = (np.array([pair[side] for pair in won], dtype=np.int64) for side in (0, 1))
    graph = coo_array((np.ones(len(won)), (better, worse)), shape=(works, works))
    found: list[int] = connected_components(graph, directed=False)[1].tolist()
    return found
