"""What reviewers gave criterion by criterion, and what the others gave to the same work."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tools.peer_review.domain.aggregation.readings import Index, Vector

Table = NDArray[np.float64]
"""Reviews x criteria, each in percent of the criterion's scale; NaN where nothing was given."""


@dataclass(frozen=True)
class Scores:
    """Reviews as rows: who (place of the reviewer), what (place of the work), and the criteria's percents."""

    reviewer: Index
    work: Index
    given: Table
    reviewers: int
    works: int
    truth: Mapping[int, Vector] = field(default_factory=dict)
    """Work -> what a teacher gave it, by criterion: of calibration works, and of works a teacher reviewed."""

    def __post_init__(self) -> None:
        if not len(self.reviewer) == len(self.work) == len(self.given):
            raise ValueError("every review has a reviewer, a work and a row of marks")
        seen = self.given[~np.isnan(self.given)]
        if len(seen) and not (seen.min() >= 0 and seen.max() <= 100):
            raise ValueError("a mark is between 0 and 100")


def references(scores: Scores) -> Table:
    """For each review what its marks are compared with: the mean of the other reviews, or what the teacher gave.

    Nobody's own marks are in it. A teacher's marks are moved by what the class usually gives more or less than the
    teacher, so that they can stand beside those of peers. NaN where there is nothing to compare with.
    """
    given = scores.given
    known = ~np.isnan(given)
    filled = np.where(known, given, 0.0)
    total, count = np.zeros((2, scores.works, given.shape[1]))
    np.add.at(total, scores.work, filled)
    np.add.at(count, scores.work, known)
    others = count[scores.work] - known
    found: Table = np.where(others > 0, (total[scores.work] - filled) / np.maximum(others, 1), np.nan)
    if scores.truth:
        _put_truth(scores, found, total / np.where(count > 0, count, np.nan))
    return found


def _put_truth(scores: Scores, found: Table, means: Table) -> None:
    judged = [work for work in scores.truth if not np.isnan(means[work]).all()]
    if not judged:
        return
    gaps = np.array([means[work] - scores.truth[work] for work in judged])
    gap = np.nan_to_num(np.nansum(gaps, axis=0) / np.maximum((~np.isnan(gaps)).sum(axis=0), 1))
    for work in judged:
        here = scores.work == work
        found[here] = np.where(np.isnan(scores.truth[work]), found[here], scores.truth[work] + gap)
