"""Accuracy pays for telling works apart, not for being close to the class mean, and says where it knows too little."""

import numpy as np
import pytest

from benchmarks.support.review_classes import LEVELS, SCENARIOS, copied, replaced, simulate
from tools.peer_review.domain.reviewing_grade.accuracy import CHANCE, NEUTRAL, Evidence, accuracies, evidence
from tools.peer_review.domain.reviewing_grade.constant import constants
from tools.peer_review.domain.reviewing_grade.scores import Scores, references


def table(rows: list[tuple[int, int, list[float]]], truth: dict[int, list[float]] | None = None) -> Scores:
    who, what, given = zip(*rows, strict=True)
    return Scores(
        np.array(who),
        np.array(what),
        np.array(given, dtype=float),
        max(who) + 1,
        max(what) + 1,
        {work: np.array(marks, dtype=float) for work, marks in (truth or {}).items()},
    )


def test_nobody_is_compared_with_themselves():
    found = references(table([(0, 0, [10.0]), (1, 0, [50.0]), (2, 0, [90.0]), (0, 1, [40.0])]))
    assert found[:3, 0].tolist() == [70, 50, 30]
    assert np.isnan(found[3, 0])


def test_a_teachers_marks_replace_the_others_without_the_classs_mildness():
    rows = [(one, work, [mark + 20.0]) for one in range(3) for work, mark in enumerate((20, 40, 70))]
    found = references(table(rows, {0: [20], 2: [70]}))
    assert found[:3, 0].tolist() == [40, 60, 90]


def test_being_strict_costs_no_accuracy():
    made = simulate("equal", 40, 5, np.random.default_rng(1))
    given = made.scores.given / 2 + 25
    strict = np.where((made.scores.reviewer == 3)[:, None], given - 25, given)
    plain, stricter = evidence(replaced(made.scores, given))[3], evidence(replaced(made.scores, strict))[3]
    assert stricter.agreement == pytest.approx(plain.agreement)
    assert stricter.comparisons == pytest.approx(plain.comparisons)


def test_the_same_marks_as_the_others_agree_fully_and_turned_ones_not_at_all():
    works = [[10.0, 50], [50, 90], [80, 20], [30, 40]]
    turned = [[100 - mark for mark in work] for work in works]
    scores = table(
        [(one, work, works[work]) for one in range(2) for work in range(4)]
        + [(2, work, turned[work]) for work in range(4)]
    )
    alone = table([(one, work, works[work]) for one in range(3) for work in range(4)])
    assert [one.agreement for one in evidence(alone)] == pytest.approx([1, 1, 1])
    assert evidence(scores)[2].agreement == pytest.approx(-1)


def test_criteria_that_say_the_same_count_once():
    works = [10.0, 50, 80, 30, 60]
    one = table([(person, work, [works[work]]) for person in range(3) for work in range(5)])
    three = table([(person, work, [works[work]] * 3) for person in range(3) for work in range(5)])
    assert evidence(one)[0].comparisons == pytest.approx(4)
    assert evidence(three)[0].comparisons == pytest.approx(4)


def test_two_reviews_are_too_thin_and_said_to_be():
    made = simulate("heterogeneous", 30, 2, np.random.default_rng(2))
    assert all(one.neutral and one.points == NEUTRAL for one in accuracies(evidence(made.scores)))


def test_where_nobody_tells_works_apart_nobody_is_blamed():
    rng = np.random.default_rng(3)
    made = simulate("equal", 40, 4, rng)
    noise = replaced(made.scores, rng.choice([0.0, 25, 50, 75, 100], made.scores.given.shape))
    assert all(one.neutral for one in accuracies(evidence(noise)))


def test_evidence_of_several_rounds_adds_up():
    rounds = [evidence(simulate("heterogeneous", 30, 4, np.random.default_rng(seed)).scores) for seed in range(4)]
    alone = np.mean([one.comparisons for one in rounds[0]])
    together = [sum((found[place] for found in rounds), Evidence()) for place in range(30)]
    assert np.mean([one.comparisons for one in together]) > 1.7 * alone
    assert together[5].most == pytest.approx(sum(found[5].most for found in rounds))


def test_nobody_has_100_by_itself_and_an_honest_minority_loses_no_more_than_half():
    for seed in range(8):
        for scenario in SCENARIOS:
            found = accuracies(evidence(simulate(scenario, 30, 4, np.random.default_rng(seed)).scores))
            assert all(CHANCE <= one.points < 100 for one in found)


def test_copying_the_class_pays_less_than_reviewing():
    rng = np.random.default_rng(4)
    honest, jittering = [], []
    for _ in range(12):
        made = simulate("heterogeneous", 40, 4, rng)
        honest.append(accuracies(evidence(made.scores))[0].points)
        scores = copied(made, 0, True, rng)
        jittering.append(accuracies(evidence(scores))[0].points)
        (found,) = constants(copied(made, 0, False, rng), LEVELS, only=[0])
        assert found.chance is not None
        assert found.counts
    assert np.mean(honest) > np.mean(jittering) + 10


def test_constant_marks_on_a_coarse_rubric_are_only_a_hint():
    rng = np.random.default_rng(5)
    rows = [
        (one, (one + step) % 30, [float(rng.choice([0, 100], p=[0.1, 0.9]))]) for one in range(30) for step in (1, 2, 3)
    ]
    found = constants(table(rows), [np.array([0.0, 100.0])])
    assert found
    assert all(one.chance is not None and one.chance > 0.3 and not one.counts for one in found)


def test_in_a_small_class_the_chance_is_not_known_and_nothing_is_taken():
    rows = [(one, work, [50.0]) for one in range(3) for work in range(3)]
    assert [(one.chance, one.counts) for one in constants(table(rows), LEVELS[:1])] == [(None, False)] * 3


def test_the_chance_is_near_the_share_of_honest_reviewers_who_give_constant_marks():
    """Against counting: many honest reviewers of three works of the same worth, on one criterion."""
    rng = np.random.default_rng(6)
    people, works = 400, 6
    given = np.clip(np.round((60 + rng.normal(0, 18, (people, works))) / 25) * 25, 0, 100)
    rows = [(one, work, [given[one, work]]) for one in range(people) for work in range(3)]
    seen = np.mean([len(set(given[one, :3])) == 1 for one in range(people)])
    found = [one.chance for one in constants(table(rows), LEVELS[:1]) if one.chance is not None]
    assert seen <= np.mean(found) < 2 * seen, "it errs on the reviewer's side"


@pytest.mark.parametrize("bad", [-1.0, 101.0])
def test_a_mark_outside_the_scale_is_refused(bad):
    with pytest.raises(ValueError, match="between 0 and 100"):
        table([(0, 0, [bad])])
