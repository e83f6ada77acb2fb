"""Helpfulness comes from what authors say, without what they say because of the mark."""

import numpy as np
import pytest

from benchmarks.support.review_classes import rated, simulate
from tools.peer_review.domain.helpfulness.helpfulness import (
    Ratings,
    helpfulness,
    milder_than_others,
    rating_percent,
)


def given(rows: list[tuple[int, int, float]]) -> Ratings:
    who, author, rating = zip(*rows, strict=True)
    return Ratings(
        np.array(who),
        np.array(author),
        np.array(rating, dtype=float),
        np.zeros(len(rows)),
        max(who) + 1,
        max(author) + 1,
    )


def test_below_three_ratings_nothing_is_said():
    found = helpfulness(given([(0, 0, 75), (0, 1, 50), (1, 0, 50), (1, 1, 25), (1, 2, 75)]))
    assert [(one.ratings, one.points is None) for one in found] == [(2, True), (3, False)]


def test_without_ratings_nobody_has_any():
    empty = np.array([], dtype=np.int64)
    found = helpfulness(Ratings(empty, empty, empty.astype(float), empty.astype(float), 2, 3))
    assert [(one.ratings, one.points) for one in found] == [(0, None)] * 2


def test_authors_who_are_hard_to_please_cost_a_reviewer_little():
    rows = [(who, author, 90.0 - 60 * (author < 4)) for who in range(4) for author in range(8) if (author + who) % 2]
    rows += [(4, author, 30.0) for author in range(4)] + [(5, author, 90.0) for author in range(4, 8)]
    found = helpfulness(given(rows))
    plain = 60.0
    assert abs((found[5].points or 0) - (found[4].points or 0)) < plain / 3


def test_resentment_for_strict_marks_does_not_reach_the_score():
    rng = np.random.default_rng(7)
    plain, ours = [], []
    for _ in range(12):
        made = simulate("heterogeneous", 50, 4, rng)
        ratings, _ = rated(made, rng)
        found = helpfulness(ratings)
        told = [place for place, one in enumerate(found) if one.points is not None]
        ours.append(np.corrcoef([found[one].points for one in told], made.bias[told])[0, 1])
        means = [ratings.rating[ratings.reviewer == one].mean() for one in told]
        plain.append(np.corrcoef(means, made.bias[told])[0, 1])
    assert np.mean(plain) > 0.25
    assert abs(np.mean(ours)) < 0.1


def test_how_much_milder_a_review_was_leaves_itself_out():
    work = np.array([0, 0, 0, 1])
    assert milder_than_others(work, np.array([90.0, 60, 60, 10]), 2).tolist() == [30, -15, -15, 0]


def test_ratings_are_on_the_scale():
    assert rating_percent([1, 5]) == 50
    for bad in ([], [0], [6]):
        with pytest.raises(ValueError, match="scale"):
            rating_percent(bad)
