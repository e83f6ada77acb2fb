"""What is foretold of a round is near what happens when rounds are played, and warnings name what is wrong."""

import numpy as np
import pytest

from benchmarks.peer.waiting import open_ended
from benchmarks.support.rounds import play
from tools.peer_review.domain.aggregation.reviewers import Reviewers
from tools.peer_review.domain.rehearsal.counts import missing, received
from tools.peer_review.domain.rehearsal.rehearsal import Rehearsal, Warning, rehearse, usual_error


def plan(**changes: object) -> Rehearsal:
    usual: dict[str, object] = {"people": 40, "works": 40, "k": 4, "least_choices": 39}
    return Rehearsal(**{**usual, **changes})  # type: ignore[arg-type]


def test_where_everybody_comes_nothing_is_missing():
    shares = received(12, 12, 3, 0.0, 0.5)
    assert shares.tolist() == pytest.approx([0, 0, 0, 1, 0])
    assert missing(shares, 3) == 0


@pytest.mark.parametrize(("people", "works"), [(30, 30), (31, 8), (900, 900)])
def test_shares_of_works_sum_to_one(people, works):
    assert received(people, works, 3, 0.2, 0.4).sum() == pytest.approx(1)


def test_missing_reviews_are_near_those_of_rounds_played_through():
    rng = np.random.default_rng(3)
    for absent, helping in ((0.15, 0.6), (0.3, 0.0)):
        seen = np.mean([len_missing(play(40, 3, absent, helping, rng)) for _ in range(25)])
        told = rehearse(plan(k=3, absent=absent, helping=helping)).missing
        assert told == pytest.approx(seen, rel=0.35, abs=1.5)


def len_missing(played) -> int:
    return played.due - len(played.pairs)


def test_every_work_of_a_round_ends_with_a_grade_or_a_teachers_task():
    rng = np.random.default_rng(4)
    for absent in (0.15, 0.5, 0.9):
        played = play(24, 3, absent, 0.3, rng)
        assert open_ended(played.pairs, 24, rng) == 0


def test_more_absent_people_leave_more_to_the_teacher_and_worse_marks():
    good, bad = rehearse(plan(absent=0.05)), rehearse(plan(absent=0.4))
    assert good.missing < bad.missing
    assert good.hours < bad.hours
    assert good.error is not None
    assert bad.error is not None
    assert good.error < bad.error


def test_where_nobody_comes_there_is_no_mark_and_everything_is_the_teachers():
    found = rehearse(plan(absent=1.0))
    assert (found.error, found.minutes, found.short) == (None, 0, pytest.approx(40))


@pytest.mark.parametrize(
    ("changes", "warning"),
    [
        ({"people": 4, "works": 4, "least_choices": 3, "k": 4}, Warning.TOO_FEW_WORKS),
        ({"circles": 5}, Warning.CLOSED_CIRCLES),
        ({"hours": 40.0}, Warning.TIGHT),
        ({"k": 3}, Warning.FEW_REVIEWS),
        ({"review_minutes": 60.0}, Warning.MUCH_WORK),
    ],
)
def test_what_is_wrong_is_named(changes, warning):
    assert warning in rehearse(plan(**changes)).warnings
    assert warning not in rehearse(plan(hours=168.0)).warnings


def test_a_class_where_nobody_may_review_anything_is_foretold_too():
    found = rehearse(plan(least_choices=0, people=1, works=1))
    assert found.error is None
    assert Warning.TOO_FEW_WORKS in found.warnings


def test_a_round_without_people_is_refused():
    with pytest.raises(ValueError, match="people"):
        rehearse(plan(people=0))


def test_the_usual_error_is_that_of_a_weighted_mark():
    found = Reviewers(np.zeros(2), np.array([9.0, 9]), np.array([91.0, 91]), True)
    assert usual_error(found) == pytest.approx(10)
