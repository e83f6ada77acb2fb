"""Elections whose outcome is published."""

from fractions import Fraction

import pytest

from tools.co_curriculum.domain.counting.condorcet import minimax, ranked_pairs
from tools.co_curriculum.domain.counting.irv import instant_runoff
from tools.co_curriculum.domain.counting.pairs import condorcet_winner, pair_table
from tools.co_curriculum.domain.counting.profile import approvals, grades, rankings
from tools.co_curriculum.domain.counting.schulze import schulze
from tools.co_curriculum.domain.counting.shares import equal_shares, phragmen
from tools.co_curriculum.domain.counting.star import star
from tools.co_curriculum.domain.counting.stv import UNIT, scottish_stv
from tools.co_curriculum.domain.counting.sums import borda, by_sum
from tools.co_curriculum.domain.counting.wigm import exact_stv

MEMPHIS, NASHVILLE, CHATTANOOGA, KNOXVILLE = range(4)
TENNESSEE = rankings([[0, 1, 2, 3]] * 42 + [[1, 2, 3, 0]] * 26 + [[2, 3, 1, 0]] * 15 + [[3, 2, 1, 0]] * 17, 4)
A, B, C, D, E = range(5)
SCHULZE_2011 = rankings(
    [
        ["ABCDE".index(letter) for letter in order]
        for count, order in (
            (5, "ACBED"),
            (5, "ADECB"),
            (8, "BEDAC"),
            (3, "CABED"),
            (7, "CAEBD"),
            (2, "CBADE"),
            (7, "DCEBA"),
            (8, "EBADC"),
        )
        for _ in range(count)
    ],
    5,
)
ORANGES, PEARS, CHOCOLATE, STRAWBERRIES, SWEETS = range(5)
FOOD = rankings(
    [[ORANGES]] * 4
    + [[PEARS, ORANGES]] * 2
    + [[CHOCOLATE, STRAWBERRIES]] * 8
    + [[CHOCOLATE, SWEETS]] * 4
    + [[STRAWBERRIES]]
    + [[SWEETS]],
    5,
)
FIRST_OF_FOUR, FIRST_OF_FIVE = range(4), range(5)


def test_tennessee_gives_each_method_its_own_capital():
    as_grades = TENNESSEE.as_grades()
    firsts = TENNESSEE.orders[:, 0].repeat(TENNESSEE.weights)
    first_choices = grades(([int(option == first) for option in range(4)] for first in firsts), 4)
    assert by_sum(first_choices, FIRST_OF_FOUR).winners() == (MEMPHIS,)
    assert instant_runoff(TENNESSEE, FIRST_OF_FOUR).winner == KNOXVILLE
    assert condorcet_winner(pair_table(as_grades)) == NASHVILLE
    assert schulze(as_grades, FIRST_OF_FOUR).winner == NASHVILLE
    assert ranked_pairs(as_grades, FIRST_OF_FOUR).winner == NASHVILLE
    assert minimax(as_grades, FIRST_OF_FOUR).winner == NASHVILLE
    outcome = borda(as_grades, FIRST_OF_FOUR)
    assert outcome.winners() == (NASHVILLE,)
    assert [half // 2 for half in outcome.totals] == [126, 194, 173, 107]


def test_tennessees_run_off_goes_through_its_published_rounds():
    rounds = instant_runoff(TENNESSEE, FIRST_OF_FOUR).rounds
    assert [(one.votes, one.out, one.moved) for one in rounds] == [
        ({0: 42, 1: 26, 2: 15, 3: 17}, CHATTANOOGA, {KNOXVILLE: 15}),
        ({0: 42, 1: 26, 3: 32}, NASHVILLE, {KNOXVILLE: 26}),
        ({0: 42, 3: 58}, None, {}),
    ]


def test_schulzes_example_of_45_voters():
    outcome = schulze(SCHULZE_2011.as_grades(), FIRST_OF_FIVE)
    assert outcome.order == (E, A, C, B, D)
    assert outcome.paths == (
        (0, 28, 28, 30, 24), (25, 0, 28, 33, 24), (25, 29, 0, 29, 24), (25, 28, 28, 0, 24), (25, 28, 28, 31, 0)
    )  # fmt: skip
    assert ranked_pairs(SCHULZE_2011.as_grades(), FIRST_OF_FIVE).winner == A


@pytest.mark.parametrize("lot", [(A, B, C, D, E), (A, E, C, D, B)])
def test_in_schulzes_example_the_run_off_elects_c_whoever_of_two_level_ones_goes_out(lot):
    """Libraries that drop both level options at once elect A instead."""
    outcome = instant_runoff(SCHULZE_2011, lot)
    assert (outcome.rounds[1].tie.options, outcome.winner) == ((B, E), C)


@pytest.mark.parametrize("count", [scottish_stv, exact_stv])
def test_twenty_guests_choose_three_foods(count):
    outcome = count(FOOD, 3, FIRST_OF_FIVE)
    assert outcome.elected == (CHOCOLATE, ORANGES, STRAWBERRIES)


def test_the_food_count_passes_its_surplus_on_in_published_parts():
    outcome = scottish_stv(FOOD, 3, FIRST_OF_FIVE)
    assert outcome.quota == 6 * UNIT
    assert [[votes / UNIT for votes in stage.votes] for stage in outcome.stages[:2]] == [
        [4, 2, 12, 1, 1], [4, 2, 6, 5, 3]
    ]  # fmt: skip


def test_star_sends_the_two_with_most_stars_into_the_run_off():
    ballots = grades([[5, 4, 0]] * 3 + [[0, 4, 5]] * 2, 3)
    outcome = star(ballots, range(3))
    assert (outcome.totals, outcome.finalists, outcome.runoff, outcome.winner) == ((15, 20, 10), (1, 0), (2, 3), 0)


def test_equal_shares_gives_a_third_of_the_class_a_third_of_the_weeks():
    ticks = [{0, 1, 2, 3}] * 8 + [{4, 5}] * 4
    outcome = equal_shares(approvals(ticks, 6), [1] * 6, 3, range(6))
    assert outcome.winners == (0, 1, 4)
    most_votes = by_sum(approvals(ticks, 6), range(6)).winners(3)
    assert most_votes == (0, 1, 2)


def test_equal_shares_alone_leaves_weeks_that_the_completion_fills():
    ticks = [{0}, {1}, {2}, {3}]
    outcome = equal_shares(approvals(ticks, 4), [1] * 4, 2, [3, 1, 0, 2])
    assert [(one.option, one.way) for one in outcome.bought] == [(3, "completion"), (1, "completion")]
    assert [one.each for one in outcome.bought] == [Fraction(1, 2), 0]


def test_phragmens_own_example_seats_both_parties():
    ballots = approvals([{0, 1, 2}] * 1034 + [{3, 4, 5}] * 519 + [{0, 1, 6}] * 90 + [{0, 3}] * 47, 7)
    assert set(phragmen(ballots, [1] * 7, 3, range(7)).winners) == {0, 1, 3}
