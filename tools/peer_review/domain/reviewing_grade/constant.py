"""Reviewers who give the same marks to every work, and how likely an honest reviewer is to do so.

The chance is worked out for this rubric, for the works this reviewer read and for so many of them: an honest reviewer
gives what the others gave (as far as that foretells marks), moved by a strictness as it occurs in the class and by
errors as they occur there (whole reviews at a time, so that a halo over the criteria stays), rounded to the rubric's
levels. No random numbers. It errs on the reviewer's side.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.peer_review.domain.aggregation.readings import Index, Vector
from tools.peer_review.domain.reviewing_grade.scores import Scores, Table, references

UNLIKELY = 0.01
"""Below this chance constant marks earn no accuracy; from it on they are a hint to the teacher."""
LEAST_WORKS = 3
LEAST_REVIEWS = 20
"""Complete reviews in the class from which the chance is worked out at all."""
STRICTNESSES = 15
MOST_ERRORS = 2_000


@dataclass(frozen=True)
class Constant:
    """A reviewer who gave every work the same marks."""

    reviewer: int
    works: int
    chance: float | None
    """That an honest reviewer does so here; None where the class is too small to tell."""

    @property
    def counts(self) -> bool:
        """Whether it takes the accuracy away."""
        return self.chance is not None and self.chance < UNLIKELY


def constants(scores: Scores, levels: Sequence[Vector], only: Sequence[int] | None = None) -> list[Constant]:
    """Who gave the same marks throughout, with the chance, all reviewers or `only` some.

    `levels` are each criterion's possible percents, rising.
    """
    against = _foretold(scores.given, references(scores))
    found = []
    for reviewer in np.unique(scores.reviewer).tolist() if only is None else only:
        own = np.flatnonzero(scores.reviewer == reviewer)
        rows = scores.given[own]
        if len(own) >= LEAST_WORKS and not np.isnan(rows).all() and _all_same(rows):
            found.append(Constant(reviewer, len(own), _chance(scores, against, own, levels)))
    return found


def _foretold(given: Table, against: Table) -> Table:
    """The mark to expect from what others gave: by criterion, as far as others' marks foretell one's own at all."""
    foretold = against.copy()
    for place in range(given.shape[1]):
        both = ~np.isnan(given[:, place] + against[:, place])
        if not both.any():
            continue
        own, others = given[both, place], against[both, place]
        away = others - others.mean()
        slope = float((away * own).sum() / (away**2).sum()) if away.any() else 0.0
        foretold[:, place] = own.mean() + min(max(slope, 0.0), 1.0) * (against[:, place] - others.mean())
    return foretold


def _all_same(rows: Table) -> bool:
    return bool(np.array_equal(rows, np.broadcast_to(rows[0], rows.shape), equal_nan=True))


def _chance(scores: Scores, against: Table, own: Index, levels: Sequence[Vector]) -> float | None:
    expected = against[own]
    others = scores.reviewer != scores.reviewer[own[0]]
    full = others & ~np.isnan(scores.given + against).any(axis=1)
    if full.sum() < LEAST_REVIEWS or np.isnan(expected).any():
        return None
    errors = (scores.given - against)[full]
    who = scores.reviewer[full]
    strictness = _by_reviewer(errors, who)
    rest = (errors - strictness[who])[:MOST_ERRORS]
    present = np.unique(who)
    usual = np.quantile(strictness[present], np.linspace(0, 1, STRICTNESSES), axis=0, method="nearest")
    return float(np.mean([_same_everywhere(expected + one, rest, levels) for one in usual]))


def _by_reviewer(errors: Table, who: Index) -> Table:
    total = np.zeros((int(who.max()) + 1, errors.shape[1]))
    np.add.at(total, who, errors)
    count = np.bincount(who, minlength=len(total))
    means: Table = total / np.maximum(count, 1)[:, None]
    return means


def _same_everywhere(expected: Table, errors: Table, levels: Sequence[Vector]) -> float:
    """The chance that independent errors give all works the same levels: the sum over profiles of the product."""
    shares: dict[bytes, float] | None = None
    for work in expected:
        profiles = Counter(row.tobytes() for row in _levels(work + errors, levels))
        now = {profile: number / len(errors) for profile, number in profiles.items()}
        shares = now if shares is None else {one: shares[one] * now[one] for one in shares.keys() & now.keys()}
    return sum((shares or {}).values())


def _levels(values: Table, levels: Sequence[Vector]) -> NDArray[np.int16]:
    columns = [
        np.searchsorted((steps[1:] + steps[:-1]) / 2, values[:, place]).astype(np.int16)
        for place, steps in enumerate(levels)
    ]
    return np.ascontiguousarray(np.stack(columns, axis=1))
