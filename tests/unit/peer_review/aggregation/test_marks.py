"""Marks that can be worked out by hand, that nobody moves alone, and that say how sure they are."""

import random
from decimal import Decimal

import numpy as np
import pytest

from tools.peer_review.domain.aggregation.limits import BOUND
from tools.peer_review.domain.aggregation.marks import Method, by_hand, marks
from tools.peer_review.domain.aggregation.readings import Readings, weighted_mark
from tools.peer_review.domain.aggregation.reviewers import Reviewers, alike, estimate


def readings(rows: list[tuple[int, int, float]]) -> Readings:
    who, what, mark = zip(*rows, strict=True) if rows else ((), (), ())
    return Readings(
        np.array(who, dtype=np.int64),
        np.array(what, dtype=np.int64),
        np.array(mark, dtype=float),
        max(who, default=-1) + 1,
        max(what, default=-1) + 1,
    )


def random_class(seed: int) -> tuple[Readings, Reviewers]:
    rng = random.Random(seed)
    people, k = rng.randint(3, 30), rng.randint(1, 6)
    rows = [
        (one, (one + step) % people, float(rng.choice([0, 20, 50, 55, 60, 90, 100])))
        for one in range(people)
        for step in range(1, min(k, people - 1) + 1)
    ]
    rng.shuffle(rows)
    given = readings(rows)
    return given, estimate(given)


@pytest.mark.parametrize("start", range(0, 200, 100))
def test_every_mark_is_what_its_shown_table_gives_and_no_row_moves_it_far(start):
    for seed in range(start, start + 100):
        for mark in marks(*random_class(seed)):
            assert mark.mark is not None
            shown = min(max(by_hand(mark.rows), Decimal(0)), Decimal(100))
            assert mark.mark == shown
            if len(mark.rows) < 4:
                continue
            for left_out in range(len(mark.rows)):
                others = mark.rows[:left_out] + mark.rows[left_out + 1 :]
                assert abs(by_hand(others) - by_hand(mark.rows)) <= Decimal(BOUND) + Decimal("0.3"), (seed, mark)


def test_the_same_reviews_in_another_order_give_the_same_marks():
    rows = [(one, (one + step) % 12, float((one * 37 + step * 11) % 101)) for one in range(12) for step in (1, 2, 5)]
    plain = marks(readings(rows), estimate(readings(rows)))
    rows.reverse()
    turned = marks(readings(rows), estimate(readings(rows)))
    assert [one.mark for one in plain] == [one.mark for one in turned]


def test_a_strict_reviewer_is_found_and_taken_into_account():
    rng = np.random.default_rng(3)
    true = rng.uniform(40, 90, 40)
    rows = [
        (one, (one + step) % 40, float(np.clip(true[(one + step) % 40] + rng.normal(0, 3) - 15 * (one == 0), 0, 100)))
        for one in range(40)
        for step in (1, 3, 7, 12, 18)
    ]
    found = estimate(readings(rows))
    assert found.bias[0] < -9
    assert np.abs(found.bias[1:]).max() < 6


def test_thin_evidence_counts_everybody_alike():
    given = readings([(0, 0, 40), (1, 0, 60), (2, 1, 80), (0, 1, 70)])
    found = estimate(given)
    assert not found.estimated
    assert [mark.mark for mark in marks(given, found)] == [50, 75]
    assert all(row.weight == 1 and row.bias == 0 for mark in marks(given, found) for row in mark.rows)


def test_below_three_reviews_a_mark_is_provisional_and_one_alone_has_no_interval():
    given = readings([(0, 0, 40), (1, 1, 60), (2, 1, 80), (0, 2, 1), (1, 2, 2), (2, 2, 3)])
    found = marks(given, alike(given))
    assert [mark.provisional for mark in found] == [True, True, False]
    assert found[0].low is None
    assert found[1].low is not None


def test_a_work_without_reviews_has_no_mark():
    given = Readings(np.array([0]), np.array([1]), np.array([50.0]), 1, 2)
    found = marks(given, alike(given))
    assert (found[0].mark, found[0].provisional, found[0].rows) == (None, True, ())


def test_median_and_mean_can_be_chosen():
    given = readings([(0, 0, 10), (1, 0, 60), (2, 0, 80)])
    assert marks(given, alike(given), Method.MEDIAN)[0].mark == 60
    assert marks(given, alike(given), Method.MEAN)[0].mark == 50


@pytest.mark.parametrize("bad", [-0.1, 100.1, float("nan"), float("inf")])
def test_a_mark_outside_the_scale_is_refused(bad):
    with pytest.raises(ValueError, match="between 0 and 100"):
        readings([(0, 0, bad)])


def test_criteria_count_by_their_weights():
    assert weighted_mark([100, 50], [1, 3]) == 62.5
    with pytest.raises(ValueError, match="weight"):
        weighted_mark([50], [0])
