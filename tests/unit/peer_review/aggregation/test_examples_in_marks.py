"""What reviewers gave to examples, whose true mark is known, says how strict and reliable they are."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.support.peer_classes import simulate
from tools.peer_review.domain.aggregation.marks import marks
from tools.peer_review.domain.aggregation.readings import Readings, true_marks
from tools.peer_review.domain.aggregation.reviewers import estimate

PEOPLE = 40


def errors(readings: Readings, true: np.ndarray) -> list[float]:
    found = marks(readings, estimate(readings))[:PEOPLE]
    return [float(one.mark) - true[one.work] for one in found]


def without_examples(readings: Readings) -> Readings:
    kept = readings.work < PEOPLE
    return Readings(readings.reviewer[kept], readings.work[kept], readings.mark[kept], PEOPLE, PEOPLE)


def test_two_examples_make_marks_better_where_reviewers_differ():
    with_them, without = [], []
    for seed in range(10):
        made = simulate("heterogeneous", PEOPLE, 3, np.random.default_rng([71, seed]), examples=2)
        with_them += errors(made.readings, made.true)
        without += errors(without_examples(made.readings), made.true)
    assert np.sqrt(np.mean(np.square(with_them))) < 0.97 * np.sqrt(np.mean(np.square(without)))


def test_a_teacher_who_is_strict_with_examples_moves_nobodys_mark():
    made = simulate("heterogeneous", PEOPLE, 4, np.random.default_rng(5), examples=3)
    lower = {work: truth - 20 for work, truth in made.readings.truth.items()}
    strict = replace(made.readings, truth=lower)
    assert true_marks(strict) == pytest.approx(true_marks(made.readings))
    assert [one.mark for one in marks(strict, estimate(strict))] == [
        one.mark for one in marks(made.readings, estimate(made.readings))
    ]


def test_who_is_strict_on_examples_counts_as_strict_on_works():
    made = simulate("heterogeneous", PEOPLE, 3, np.random.default_rng(8), examples=3)
    mark = made.readings.mark.copy()
    strict = (made.readings.reviewer == 7) & (made.readings.work >= PEOPLE)
    mark[strict] = np.maximum(mark[strict] - 20, 0)
    before, after = estimate(made.readings), estimate(replace(made.readings, mark=mark))
    assert after.bias[7] < before.bias[7] - 3


def test_an_example_that_nobody_reviewed_says_nothing():
    made = simulate("equal", PEOPLE, 3, np.random.default_rng(8))
    more = replace(made.readings, works=PEOPLE + 1, truth={PEOPLE: 50.0})
    assert estimate(more).bias.tolist() == estimate(made.readings).bias.tolist()
