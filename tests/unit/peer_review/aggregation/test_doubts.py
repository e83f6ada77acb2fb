"""A mark far from all others of a work weighs less; who marks all works alike says little of any."""

import numpy as np

from tools.peer_review.domain.aggregation.doubts import alike_markers, nearness
from tools.peer_review.domain.aggregation.marks import marks
from tools.peer_review.domain.aggregation.readings import Readings
from tools.peer_review.domain.aggregation.reviewers import alike, estimate


def test_a_mark_far_from_three_others_weighs_nearly_nothing_and_says_so():
    near = nearness([60.0, 65, 62, 100], [81.0] * 4)
    assert near[3] < 0.1
    assert min(near[:3]) > 0.7
    who = np.arange(4)
    (mark,) = marks(Readings(who, np.zeros(4, int), np.array([60.0, 65, 62, 100]), 4, 1), _sure(4))
    assert [row.far for row in mark.rows] == [False, False, False, True]
    assert mark.mark is not None
    assert mark.mark < 66


def _sure(people: int):
    found = alike(Readings(np.array([0]), np.array([0]), np.array([50.0]), people, 1))
    return type(found)(found.bias, found.bias_variance, np.full(people, 81.0), True)


def test_of_two_reviews_none_is_the_odd_one():
    assert nearness([10.0, 95], [81.0] * 2) == [1, 1]


def test_who_gives_everybody_the_same_weighs_a_tenth_where_others_do_not():
    rng = np.random.default_rng(1)
    people, steps = 30, (1, 3, 7, 12)
    who = np.repeat(np.arange(people), 4)
    what = np.array([(one + step) % people for one in range(people) for step in steps])
    true = rng.uniform(40, 90, people)
    mark = np.clip(np.round(true[what] + rng.normal(0, 8, len(who))), 0, 100)
    mark[who == 5] = 100
    given = Readings(who, what, mark, people, people)
    assert np.flatnonzero(alike_markers(given)).tolist() == [5]
    found = estimate(given).noise_variance
    assert found[5] > 5 * np.median(found)


def test_where_most_marks_are_the_same_nobody_stands_out():
    who = np.repeat(np.arange(10), 3)
    what = np.array([(one + step) % 10 for one in range(10) for step in (1, 2, 3)])
    mark = np.where(np.arange(30) % 7 == 0, 0.0, 100.0)
    assert not alike_markers(Readings(who, what, mark, 10, 10)).any()
