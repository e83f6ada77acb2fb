"""A teacher sees first what may be most wrong, once, and with the reasons."""

from math import inf

import numpy as np

from benchmarks.support.peer_classes import simulate
from tools.peer_review.domain.aggregation.marks import Mark, marks
from tools.peer_review.domain.aggregation.readings import Readings
from tools.peer_review.domain.aggregation.reviewers import Reviewers, estimate
from tools.peer_review.domain.triage.triage import BUDGET, MINUTES, Reason, expected_error, queue


def some_marks(*works: list[float]) -> list[Mark]:
    """Marks of works from reviews by reviewers who are all alike, with errors of 8 points."""
    who = np.array([place for work in works for place in range(len(work))], dtype=np.int64)
    what = np.array([number for number, work in enumerate(works) for _ in work], dtype=np.int64)
    given = np.array([mark for work in works for mark in work], dtype=float)
    people = max(map(len, works))
    alike = Reviewers(np.zeros(people), np.zeros(people), np.full(people, 64.0), True)
    return marks(Readings(who, what, given, people, len(works)), alike)


def test_disagreement_comes_before_agreement_and_fewer_before_more_reviews():
    agreed, split, two, none = some_marks([60, 62, 64, 61], [40, 55, 80, 90], [60, 62], [])
    assert expected_error(agreed) < expected_error(two)
    assert expected_error(agreed) < expected_error(split)
    assert expected_error(none) == inf


def test_a_work_without_enough_reviews_is_always_in_the_queue():
    found = queue(some_marks(*([[60.0, 61, 62, 63]] * 20), [60, 61], []), budget=0)
    assert [(task.work, task.reasons) for task in found.tasks] == [
        (21, (Reason.NO_REVIEW,)),
        (20, (Reason.FEW_REVIEWS,)),
    ]


def test_doubtful_marks_come_first_then_appeals_then_flags_each_once():
    works = [[60.0, 61, 62, 63]] * 8 + [[40, 55, 72, 85], [60, 61, 62, 63]]
    found = queue(some_marks(*works), appeals={2, 8}, flags={3: 2, 2: 1}, budget=0.1)
    assert [task.work for task in found.tasks] == [8, 2, 3]
    assert found.tasks[0].reasons == (Reason.FAR, Reason.DISAGREEMENT, Reason.APPEAL)
    assert found.tasks[1].reasons == (Reason.APPEAL, Reason.FLAG)
    assert found.minutes == 3 * MINUTES


def test_what_was_looked_at_comes_back_only_with_an_appeal():
    works = some_marks([30, 50, 70, 90], [30, 50, 70, 91], [60, 60, 61, 62])
    assert [task.work for task in queue(works, looked_at={1}, budget=1).tasks] == [0, 2]
    assert 1 in {task.work for task in queue(works, looked_at={1}, appeals={1}, budget=1).tasks}


def test_a_review_far_from_the_others_is_named_as_the_reason():
    (task,) = queue(some_marks([60, 61, 62, 100]), budget=1).tasks
    assert Reason.FAR in task.reasons


def test_a_fifth_of_the_works_holds_far_more_errors_than_a_fifth_by_lot():
    rng = np.random.default_rng(8)
    caught = by_lot = 0.0
    for scenario in ("heterogeneous", "careless", "collusion") * 4:
        made = simulate(scenario, 80, 3, rng)
        found = marks(made.readings, estimate(made.readings))
        off = {one.work for one in found if abs(float(one.mark or 0) - made.true[one.work]) > 10}
        caught += len(off & {task.work for task in queue(found).tasks[:16]})
        by_lot += BUDGET * len(off)
    assert caught > 1.4 * by_lot
