"""What holds for every election: agreement with a second count, and the properties that each method is known for."""

import random

import pytest

from tests.unit.vote.counting import second_count
from tools.co_curriculum.domain.counting.condorcet import minimax, ranked_pairs
from tools.co_curriculum.domain.counting.irv import instant_runoff
from tools.co_curriculum.domain.counting.pairs import condorcet_winner, pair_table
from tools.co_curriculum.domain.counting.profile import approvals, grades, rankings
from tools.co_curriculum.domain.counting.schulze import schulze, schulze_on_stars
from tools.co_curriculum.domain.counting.shares import equal_shares, phragmen
from tools.co_curriculum.domain.counting.star import star
from tools.co_curriculum.domain.counting.stv import scottish_stv
from tools.co_curriculum.domain.counting.sums import borda, by_sum
from tools.co_curriculum.domain.counting.wigm import exact_stv

FEW, MANY = 150, 10_000


class Election:
    """A small random class whose votes are often level."""

    def __init__(self, seed: int) -> None:
        rng = random.Random(seed)
        self.options = rng.randint(1, 6)
        everything = list(range(self.options))
        self.lot = rng.sample(everything, self.options)
        voters = rng.choice([0, 1, 2, 3, 5, 8, 13])
        self.rankings = [rng.sample(everything, rng.randint(0, self.options)) for _ in range(voters)]
        self.stars = [[rng.choice([0, 0, 2, 4, 5]) for _ in everything] for _ in range(voters)]
        self.ticks = [{one for one in everything if rng.random() < 0.4} for _ in range(voters)]
        self.costs = [rng.randint(1, 3) for _ in everything]
        self.seats = rng.randint(1, 4)
        self.rng = rng


def check_against_second_count(seed: int) -> None:
    e = Election(seed)
    ranked, stars, ticks = rankings(e.rankings, e.options), grades(e.stars, e.options), approvals(e.ticks, e.options)
    assert pair_table(stars).tolist() == second_count.pairs(e.stars, e.options)
    assert schulze(stars, e.lot).winner in second_count.schulze_unbeaten(e.stars, e.options)
    assert [total / 2 for total in borda(stars, e.lot).totals] == second_count.borda(e.stars, e.options)
    assert instant_runoff(ranked, e.lot).winner == second_count.irv(e.rankings, e.options, e.lot)
    for count, places in ((scottish_stv, 5), (exact_stv, None)):
        wanted = second_count.stv(e.rankings, e.options, e.seats, e.lot, places)
        assert list(count(ranked, e.seats, e.lot).elected) == wanted, (seed, count)
    wanted = second_count.equal_shares(e.ticks, e.costs, e.seats, e.lot)
    assert list(equal_shares(ticks, e.costs, e.seats, e.lot).winners) == wanted


@pytest.mark.parametrize("start", range(0, FEW, 50))
def test_two_counts_agree(start):
    for seed in range(start, start + 50):
        check_against_second_count(seed)


@pytest.mark.deep
def test_two_counts_agree_on_ten_thousand_elections():
    for seed in range(MANY):
        check_against_second_count(seed)


def winners(e: Election, order: list[int]) -> dict[str, list[int]]:
    """Every method's outcome with option i of the election named order[i]."""
    lot = [order[one] for one in e.lot]

    def numbers(rows):
        return [[row[order.index(one)] for one in range(e.options)] for row in rows]

    ranked = rankings([[order[one] for one in row] for row in e.rankings], e.options)
    stars = grades(numbers(e.stars), e.options)
    ticks = approvals([{order[one] for one in row} for row in e.ticks], e.options)
    costs = [e.costs[order.index(one)] for one in range(e.options)]
    return {
        "approval": list(by_sum(ticks, lot).order),
        "borda": list(borda(stars, lot).order),
        "star": [star(stars, lot).winner],
        "schulze": list(schulze_on_stars(stars, lot).order),
        "ranked-pairs": list(ranked_pairs(stars, lot).order),
        "minimax": list(minimax(stars, lot).order),
        "irv": [instant_runoff(ranked, lot).winner],
        "scottish": list(scottish_stv(ranked, e.seats, lot).elected),
        "exact": list(exact_stv(ranked, e.seats, lot).elected),
        "shares": list(equal_shares(ticks, costs, e.seats, lot).winners),
        "phragmen": list(phragmen(ticks, costs, e.seats, lot).winners),
    }


def test_no_method_knows_the_names_of_options_or_the_order_of_ballots():
    for seed in range(FEW):
        e = Election(seed)
        plain = winners(e, list(range(e.options)))
        order = e.rng.sample(range(e.options), e.options)
        for rows in (e.rankings, e.stars, e.ticks):
            e.rng.shuffle(rows)
        renamed = winners(e, order)
        assert renamed == {method: [order[one] for one in found] for method, found in plain.items()}, seed


def test_the_one_that_beats_everybody_head_to_head_wins():
    met = 0
    for seed in range(FEW):
        e = Election(seed)
        stars = grades(e.stars, e.options)
        best = condorcet_winner(pair_table(stars))
        if best is not None:
            met += 1
            assert {count(stars, e.lot).winner for count in (schulze, ranked_pairs, minimax)} == {best}
    assert met > FEW / 4


def test_more_stars_for_the_winner_never_make_it_lose():
    for seed in range(FEW):
        e = Election(seed)
        if not e.stars:
            continue
        for count in (schulze_on_stars, ranked_pairs, minimax, borda, by_sum):
            before = count(grades(e.stars, e.options), e.lot).order[0]
            raised = [list(row) for row in e.stars]
            raised[e.rng.randrange(len(raised))][before] = 5
            assert count(grades(raised, e.options), e.lot).order[0] == before, (seed, count)


def test_exact_stv_gives_every_solid_group_its_seats():
    for seed in range(FEW):
        e = Election(seed)
        full = [row + [one for one in e.lot if one not in row] for row in e.rankings]
        if not full:
            continue
        seats = min(e.seats, e.options)
        elected = set(exact_stv(rankings(full, e.options), seats, e.lot).elected)
        quota = len(full) // (seats + 1) + 1
        for size in range(1, e.options + 1):
            for group in {frozenset(row[:size]) for row in full}:
                people = sum(frozenset(row[:size]) == group for row in full)
                assert len(elected & group) >= min(people // quota, size, seats), (seed, group)


def test_a_choice_of_weeks_never_costs_more_than_there_are():
    for seed in range(FEW):
        e = Election(seed)
        outcome = equal_shares(approvals(e.ticks, e.options), e.costs, e.seats, e.lot)
        spent = sum(e.costs[one] for one in outcome.winners)
        assert spent <= e.seats
        liked = set().union(*e.ticks) if e.ticks else set()
        unliked = [one for one in range(e.options) if one not in outcome.winners and one in liked]
        assert all(e.costs[one] > e.seats - spent for one in unliked), "something liked would still fit"
