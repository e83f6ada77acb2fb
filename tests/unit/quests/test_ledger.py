"""Points follow from the ledger and the rules alone, and never fall by more learning."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.unit.quests.histories import OBJECTIVES, START, random_entry, random_history, random_rules
from tools.gamification.domain.conditions.condition import Done, Xp
from tools.gamification.domain.evidence import Entry, Kind
from tools.gamification.domain.facts import ALL_SKILLS
from tools.gamification.domain.grading import ByLevel, Mastery, Points, Thresholds, TopN, Weighted, score
from tools.gamification.domain.ledger import replay
from tools.gamification.domain.rules import BadgeRule, Cap, Pay, Rules, Window
from tools.gamification.domain.soundness import Unsound, faults

NOW = datetime(2026, 6, 1, tzinfo=UTC)
FEW, MANY = 300, 10_000
GRADES = (
    Points(60),
    ByLevel((0, 20, 50, 80, 100)),
    Mastery(OBJECTIVES, 60, 5),
    TopN(OBJECTIVES, 3),
    Thresholds(((Done("o1"), 50), (Xp(30), 80))),
    Weighted(((Points(60), 2), (Mastery(OBJECTIVES, 60, 5), 1))),
)


def accepted(number: int, objective: str, hours: float = 0, percent: int = 100) -> Entry:
    return Entry(f"e{number}", START + timedelta(hours=hours), Kind.ACCEPTED, objective, percent)


def check_growth(seed: int) -> None:
    """One more piece of evidence, wherever it falls in time, takes nothing away."""
    rng = random.Random(seed)
    rules, history = random_rules(rng), random_history(rng, rng.randint(0, 25))
    before = replay(rules, history, NOW).facts
    after = replay(rules, [*history, random_entry(rng, 9999)], NOW).facts
    assert after.xp.get(ALL_SKILLS, 0) >= before.xp.get(ALL_SKILLS, 0), seed
    assert after.level >= before.level
    assert after.badges >= before.badges
    assert after.quests_done.keys() >= before.quests_done.keys()
    for grade in GRADES:
        assert score(grade, after, 100) >= score(grade, before, 100), (seed, grade)
    if not faults(rules, [Xp(1, "maths")]):
        by_skill = Points(20, "maths")
        assert score(by_skill, after, 100) >= score(by_skill, before, 100), seed


def check_delivery(seed: int) -> None:
    """Order and repeated deliveries change nothing; a retraction undoes exactly."""
    rng = random.Random(seed)
    rules, history = random_rules(rng), random_history(rng, rng.randint(0, 25))
    plain = replay(rules, history, NOW)
    muddled = [*history, *rng.choices(history, k=5)] if history else []
    rng.shuffle(muddled)
    assert replay(rules, muddled, NOW) == plain
    more = random_entry(rng, 9999)
    back = Entry("back", NOW, Kind.RETRACTION, retracts=more.id)
    assert replay(rules, [back, *history, more], NOW) == plain
    assert sum(line.points for line in plain.lines) == plain.facts.xp.get(ALL_SKILLS, 0)


@pytest.mark.parametrize("check", [check_growth, check_delivery])
def test_random_histories(check):
    for seed in range(FEW):
        check(seed)


@pytest.mark.deep
@pytest.mark.parametrize("check", [check_growth, check_delivery])
def test_ten_thousand_random_histories(check):
    for seed in range(MANY):
        check(seed)


def test_caps_that_cross_would_take_points_away_and_are_refused():
    pay = {key: Pay(10, once_per=Window.DAY) for key in ("a", "b", "c")}
    rules = Rules(1, pay, (Cap(10, objectives=frozenset("ab")), Cap(10, objectives=frozenset("bc"))))
    history = [accepted(1, "a", 1), accepted(2, "c", 2)]
    without, more = replay(rules, history, NOW), replay(rules, [accepted(3, "b"), *history], NOW)
    assert more.facts.xp[ALL_SKILLS] < without.facts.xp[ALL_SKILLS]
    assert faults(rules) == [(Unsound.CROSSING, (0, 1))]


def test_a_daily_cap_over_a_best_score_is_refused():
    rules = Rules(1, {"a": Pay(10), "b": Pay(10, once_per=Window.DAY)}, (Cap(10, Window.DAY),))
    assert faults(rules) == [(Unsound.WINDOW_OVER_LIMIT, (0,))]


def test_a_cap_over_two_skills_is_refused_where_a_badge_asks_for_one():
    pay = {"a": Pay(10, "maths"), "b": Pay(10, "words")}
    rules = Rules(1, pay, (Cap(15),))
    assert faults(rules) == []
    asking = replace(rules, badges=(BadgeRule("x", Xp(10, "maths")),))
    assert faults(asking) == [(Unsound.MIXED_SKILLS, (0,))]


def test_a_better_try_pays_the_difference_and_a_worse_one_nothing():
    rules = Rules(1, {"a": Pay(20)})
    found = replay(rules, [accepted(1, "a", 0, 50), accepted(2, "a", 1, 90), accepted(3, "a", 2, 70)], NOW)
    assert [(line.points, line.reason) for line in found.lines] == [(10, "accepted"), (8, "improved"), (0, "no-better")]


def test_what_can_be_repeated_pays_once_a_day_by_the_courses_clock():
    rules = Rules(1, {"a": Pay(5, once_per=Window.DAY, times=2)}, zone="Europe/Madrid")
    evening = [accepted(1, "a", 0), accepted(2, "a", 2), accepted(3, "a", 4), accepted(4, "a", 30)]
    found = replay(rules, evening, NOW)
    assert [(line.points, line.reason) for line in found.lines] == [
        (5, "accepted"), (0, "window"), (5, "accepted"), (0, "times")
    ]  # fmt: skip


def test_a_cap_keeps_back_and_says_so():
    rules = Rules(1, {"a": Pay(20), "b": Pay(20)}, (Cap(25),))
    found = replay(rules, [accepted(1, "a"), accepted(2, "b", 1)], NOW)
    assert [(line.points, line.withheld, line.reason) for line in found.lines] == [(20, 0, "accepted"), (5, 15, "cap")]


def test_a_teachers_award_is_above_all_caps():
    rules = Rules(1, {}, (Cap(0),))
    award = Entry("x", START, Kind.AWARD, points=7, skill="maths")
    assert replay(rules, [award], NOW).facts.xp == {ALL_SKILLS: 7, "maths": 7}


def test_an_empty_ledger_is_level_one_without_points():
    facts = replay(Rules(1), [], NOW).facts
    assert (facts.level, facts.badges, facts.xp.get(ALL_SKILLS, 0)) == (1, frozenset(), 0)
