"""How helpful a reviewer's feedback is by what authors say, without paying for mild marks.

An author rates before seeing the mark, yet feels how strict a review is. What an author usually gives is taken out, and
so is what goes with the mark: how much milder or stricter the review was than the others of the same work, below and
above separately, since authors resent more than they reward. Ratings are compared within authors, so that a reviewer
whose authors are hard to please loses nothing. At last what still goes with the reviewer's strictness over all their
reviews is taken out, so that no score depends on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tools.peer_review.domain.aggregation.readings import Index, Vector, sums

ENOUGH = 3
"""Ratings from which they count."""
PRIOR = 1.0
"""As how many ratings the usual one counts, besides."""
LEAST_FOR_MARKS = 20
"""Ratings in all from which what goes with the mark can be told."""
ROUNDS = 30


@dataclass(frozen=True)
class Ratings:
    """Ratings as columns: of whose review, by which author (places), 0..100, and how much milder the review was.

    `milder` is the review's mark minus the mean of the work's other reviews, in points; 0 where there is no other.
    """

    reviewer: Index
    author: Index
    rating: Vector
    milder: Vector
    reviewers: int
    authors: int

    def __post_init__(self) -> None:
        if not len(self.reviewer) == len(self.author) == len(self.rating) == len(self.milder):
            raise ValueError("every rating has a reviewer, an author and a mark")


@dataclass(frozen=True)
class Helpfulness:
    """What is shown of one reviewer."""

    ratings: int
    points: float | None
    """0..100; None below `ENOUGH` ratings."""


def helpfulness(ratings: Ratings) -> list[Helpfulness]:
    """Every reviewer's helpfulness, in order of their places."""
    count = np.bincount(ratings.reviewer, minlength=ratings.reviewers)
    if not len(ratings.rating):
        return [Helpfulness(0, None)] * ratings.reviewers
    usual = float(ratings.rating.mean())
    score = _score(ratings, count, usual)
    held = np.clip(usual + score, 0, 100)
    return [
        Helpfulness(int(number), float(points) if number >= ENOUGH else None)
        for number, points in zip(count, held, strict=True)
    ]


def _score(ratings: Ratings, count: Index, usual: float) -> Vector:
    """Each reviewer's distance from the usual rating, authors' ways and marks taken out (backfitting)."""
    who, author = ratings.reviewer, ratings.author
    rated = np.bincount(author, minlength=ratings.authors)
    rating = ratings.rating - usual
    columns = [np.minimum(ratings.milder, 0), np.maximum(ratings.milder, 0)]
    marks = np.stack(columns, axis=1) if len(rating) >= LEAST_FOR_MARKS else np.zeros((len(rating), 0))
    marks = marks - marks.mean(axis=0) if marks.size else marks
    generous, score, by_mark = np.zeros(ratings.authors), np.zeros(ratings.reviewers), np.zeros(len(rating))
    for _ in range(ROUNDS):
        generous = sums(rating - by_mark - score[who], author, ratings.authors) / (rated + PRIOR)
        score = sums(rating - by_mark - generous[author], who, ratings.reviewers) / (count + PRIOR)
        if marks.size:
            by_mark = marks @ np.linalg.lstsq(marks, rating - generous[author] - score[who], rcond=None)[0]
    return _without_strictness(score, ratings, count)


def _without_strictness(score: Vector, ratings: Ratings, count: Index) -> Vector:
    told = np.flatnonzero(count >= ENOUGH)
    if len(told) < LEAST_FOR_MARKS:
        return score
    milder = sums(ratings.milder, ratings.reviewer, ratings.reviewers) / np.maximum(count, 1)
    own = milder - milder[told].mean()
    spread = float((own[told] ** 2).sum())
    slope = float((own[told] * (score[told] - score[told].mean())).sum()) / spread if spread > 0 else 0.0
    cleaned: Vector = score - slope * np.where(count > 0, own, 0.0)
    return cleaned


def milder_than_others(work: Index, mark: Vector, works: int) -> Vector:
    """Each review's mark minus the mean of the other reviews of its work; 0 where there is no other."""
    others = np.bincount(work, minlength=works)[work] - 1
    total = sums(mark, work, works)[work] - mark
    found: Vector = np.where(others > 0, mark - total / np.maximum(others, 1), 0.0)
    return found


def rating_percent(given: Sequence[int], most: int = 5) -> float:
    """The mean of ratings of 1 to `most` in percent; `ValueError` without any or outside the scale."""
    if not given or min(given) < 1 or max(given) > most:
        raise ValueError("ratings are whole numbers on the scale")
    return 100 * (sum(given) / len(given) - 1) / (most - 1)
