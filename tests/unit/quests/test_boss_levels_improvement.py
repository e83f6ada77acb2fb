"""Bosses, levels and improvement points."""

import random

import pytest

from tools.gamification.domain.boss import Boss, Outcome, Standing, battle
from tools.gamification.domain.improvement import improvement_points, team_points
from tools.gamification.domain.levels import by_hand, flat, linear, relative


def test_the_default_curve_is_the_known_one():
    assert relative().thresholds == (0, 120, 276, 479, 742, 1085, 1531, 2110, 2863, 3842)
    assert flat(4, 100).thresholds == (0, 100, 200, 300)
    assert linear(4, 100, 50).thresholds == (0, 100, 250, 450)


def test_a_level_is_reached_at_its_threshold():
    levels = by_hand([0, 10, 30])
    assert [levels.of(xp) for xp in (0, 9, 10, 29, 30, 999)] == [1, 1, 2, 2, 3, 3]
    assert [levels.next_at(xp) for xp in (0, 10, 30)] == [10, 30, None]


@pytest.mark.parametrize("thresholds", [[], [5], [0, 0], [0, 20, 10]])
def test_levels_that_do_not_rise_from_nothing_are_refused(thresholds):
    with pytest.raises(ValueError, match="levels begin"):
        by_hand(thresholds)


def random_boss(rng: random.Random) -> Boss:
    each = rng.randint(1, 100)
    return Boss(each, rng.randint(1, each), rng.randint(each, 2 * each - 1))


@pytest.mark.parametrize("start", range(0, 1000, 500))
def test_nobody_fells_a_boss_alone_and_nobody_away_blocks_it(start):
    for seed in range(start, start + 500):
        rng = random.Random(seed)
        boss = random_boss(rng)
        members = {one: rng.choice(list(Standing)) for one in range(rng.randint(1, 8))}
        active = [one for one, standing in members.items() if standing is Standing.ACTIVE]
        strong = rng.choice(list(members))
        assert battle(boss, members, {strong: 10**9}).outcome is not Outcome.WON
        everybody_active = battle(boss, members, dict.fromkeys(active, boss.health_each))
        assert everybody_active.outcome is (Outcome.WON if len(active) > 1 else Outcome.TOO_FEW)
        if len(active) > 1:
            lazy = dict.fromkeys(active[1:], 10**9)
            assert battle(boss, members, lazy).waiting_for == {active[0]}


def test_a_solo_challenge_changes_nothing_for_two_and_lets_one_who_is_left_win():
    for seed in range(300):
        rng = random.Random(seed)
        boss = random_boss(rng)
        members = {one: rng.choice(list(Standing)) for one in range(rng.randint(1, 6))}
        shown = {one: rng.randint(0, 2 * boss.most) for one in members}
        learnt = {one: shown[one] + rng.randint(0, 50) for one in members}
        active = sum(standing is Standing.ACTIVE for standing in members.values())
        team, solo = (battle(boss, members, shown, learnt=learnt, solo=flag) for flag in (False, True))
        assert (team == solo) is (active != 1)
        strong = battle(boss, members, {0: 10**9}, learnt=dict.fromkeys(members, 10**9), solo=True)
        assert (strong.outcome is Outcome.WON) is (active == 1 and members[0] is Standing.ACTIVE)


def test_what_was_shown_elsewhere_opens_the_gate_and_does_no_damage():
    found = battle(Boss(10, 5, 15), {1: Standing.ACTIVE, 2: Standing.ACTIVE}, {1: 15}, learnt={1: 15, 2: 30})
    assert (found.outcome, found.damage, found.waiting_for) == (Outcome.OPEN, 15, frozenset())


def test_a_goal_whose_time_is_over_is_missed_and_keeps_what_was_shown():
    found = battle(Boss(10, 5, 15), {1: Standing.ACTIVE, 2: Standing.ACTIVE}, {1: 15, 2: 15}, missed=True)
    assert (found.outcome, found.damage, found.percent) == (Outcome.MISSED, 30, 99)


def test_joining_leaving_and_returning_keep_the_ratio_of_health_to_members():
    for seed in range(300):
        rng = random.Random(seed)
        boss, members = random_boss(rng), {0: Standing.ACTIVE, 1: Standing.ACTIVE}
        for _ in range(20):
            members[rng.randint(0, 6)] = rng.choice(list(Standing))
            active = sum(standing is Standing.ACTIVE for standing in members.values())
            assert battle(boss, members, {}).health == boss.health_each * active


def test_who_is_absent_shares_only_what_they_helped_with():
    members = {1: Standing.ACTIVE, 2: Standing.ACTIVE, 3: Standing.ABSENT, 4: Standing.ABSENT, 5: Standing.EXCUSED}
    found = battle(Boss(10, 5, 15), members, {1: 12, 2: 9, 3: 6})
    assert (found.outcome, found.damage, found.health, found.percent) == (Outcome.WON, 21, 20, 100)
    assert found.sharing == {1, 2, 3, 5}


def test_a_boss_nearly_felled_is_not_shown_as_felled():
    found = battle(Boss(10, 5, 19), {1: Standing.ACTIVE, 2: Standing.ACTIVE}, {1: 19, 2: 4})
    assert (found.outcome, found.percent) == (Outcome.OPEN, 99)


@pytest.mark.parametrize("numbers", [(0, 1, 1), (10, 11, 12), (10, 5, 9), (10, 5, 20), (10, 0, 12)])
def test_numbers_that_would_let_one_carry_all_are_refused(numbers):
    with pytest.raises(ValueError, match="least"):
        Boss(*numbers)


@pytest.mark.parametrize(
    ("base", "result", "points"),
    [(70, 59, 5), (70, 60, 10), (70, 69, 10), (70, 70, 20), (70, 80, 20), (70, 81, 30), (95, 100, 30), (30, 45, 30)],
)
def test_the_table_of_improvement_points(base, result, points):
    assert improvement_points(base, result) == points


def test_a_team_has_the_mean_of_its_members_improvement():
    assert [team_points(points) for points in ([], [30], [30, 20], [30, 20, 20], [5, 10])] == [0, 30, 25, 23, 8]
