"""Marks from comparisons of two works at a time: a Bradley-Terry model fitted to all of them at once.

Fitted by the minorise-maximise steps of D. Hunter, "MM algorithms for generalized Bradley-Terry models" (2004), with
half a win and half a loss of every work against a middling one, so that a work that won or lost everything, and works
that were never compared with the rest, have a place too. The order of the comparisons does not matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tools.peer_review.domain.aggregation.readings import Vector

ROUNDS, CLOSE = 2_000, 1e-10
USUAL, SPREAD = 65.0, 12.0
"""Mean and standard deviation of the marks that are made of the places, as peer marks usually have them."""
PRIOR = 1.0
"""Comparisons with a middling work that everybody starts from."""


@dataclass(frozen=True)
class Placed:
    """What the comparisons say of one work."""

    work: int
    strength: float
    """Logit: 0 is a middling work; the difference of two works gives the odds that the first is preferred."""
    error: float
    """Standard error of the strength."""
    comparisons: int


def place(works: int, won: Sequence[tuple[int, int]]) -> list[Placed]:
    """Fit all works, by their places 0 to `works` - 1; `won` are pairs (preferred, other).

    Raises `ValueError` where a work is compared with itself.
    """
    if any(better == worse for better, worse in won):
        raise ValueError("a work is compared with another one")
    wins = np.full(works, PRIOR / 2)
    met = np.zeros((works, works))
    for better, worse in won:
        wins[better] += 1
        met[better, worse] += 1
        met[worse, better] += 1
    skill = _fit(wins, met)
    sure = _information(skill, met)
    counts = met.sum(axis=1).astype(int).tolist()
    strengths, errors = np.log(skill).tolist(), (1 / np.sqrt(sure)).tolist()
    return [Placed(work, strengths[work], errors[work], counts[work]) for work in range(works)]


def percents(placed: Sequence[Placed]) -> list[float]:
    """The strengths as marks: their order and distances, around a usual mean, within 0..100."""
    strengths = np.array([one.strength for one in placed])
    spread = float(strengths.std()) if len(strengths) else 0.0
    if spread < 1e-9:
        return [USUAL] * len(placed)
    found: list[float] = np.clip(USUAL + SPREAD * (strengths - strengths.mean()) / spread, 0, 100).tolist()
    return found


def _fit(wins: Vector, met: np.ndarray) -> Vector:
    skill = np.ones(len(wins))
    for _ in range(ROUNDS):
        weighed = (met / (skill[:, None] + skill[None, :])).sum(axis=1) + PRIOR / (skill + 1)
        fresh = wins / weighed
        moved = float(np.abs(np.log(fresh / skill)).max()) if len(skill) else 0.0
        skill = fresh
        if moved < CLOSE:
            break
    return skill


def _information(skill: Vector, met: np.ndarray) -> Vector:
    """How much the comparisons say of each work, the others taken as known."""
    chance = skill[:, None] / (skill[:, None] + skill[None, :])
    own = skill / (skill + 1)
    found: Vector = (met * chance * (1 - chance)).sum(axis=1) + PRIOR * own * (1 - own)
    return found
