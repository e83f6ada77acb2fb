"""The reviewing grade is the sum of what is shown, and what is not done counts nothing."""

from decimal import Decimal
from itertools import product

import pytest

from tools.peer_review.domain.reviewing_grade.accuracy import Accuracy
from tools.peer_review.domain.reviewing_grade.grade import Shares, reviewing_grade

GOOD = Accuracy(90.0, False, 0.8, 12.0)
UNKNOWN = Accuracy(75.0, True, 0.0, 0.0)


def test_the_grade_is_the_sum_of_its_shown_parts():
    for done, due, accuracy, helpful in product((0, 1, 3, 4), (4, 5), (GOOD, UNKNOWN), (None, 0.0, 66.66, 100.0)):
        found = reviewing_grade(done, due, accuracy, helpful)
        parts = (found.completion, found.accuracy, found.helpfulness)
        assert found.grade == sum(one.gives for one in parts)
        assert 0 <= found.grade <= 100


def test_reviews_not_done_count_nothing():
    assert reviewing_grade(0, 4, GOOD, 100.0).grade == 0
    assert reviewing_grade(1, 4, GOOD, 100.0).grade == Decimal("24.0")
    assert reviewing_grade(4, 4, GOOD, 100.0).grade == Decimal("96.0")


def test_extra_reviews_make_up_for_others_and_pay_no_more_than_all():
    assert reviewing_grade(6, 4, GOOD, 100.0).grade == reviewing_grade(4, 4, GOOD, 100.0).grade


def test_what_is_not_known_is_neutral_and_says_so():
    found = reviewing_grade(4, 4, UNKNOWN, None)
    assert (found.accuracy.neutral, found.helpfulness.neutral, found.grade) == (True, True, 85)


def test_constant_marks_take_the_accuracy_and_show_the_chance():
    found = reviewing_grade(4, 4, UNKNOWN, None, constant=0.002)
    assert (found.accuracy.points, found.accuracy.neutral, found.constant) == (0, False, 0.002)


@pytest.mark.parametrize("shares", [(50, 50, 50), (-10, 60, 50)])
def test_shares_sum_to_100(shares):
    with pytest.raises(ValueError, match="100"):
        Shares(*shares)


def test_who_was_to_review_nothing_has_no_reviewing_grade():
    with pytest.raises(ValueError, match="was to review"):
        reviewing_grade(0, 0, GOOD, None)
