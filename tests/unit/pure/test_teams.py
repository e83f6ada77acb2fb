import random
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lti_tools.pure.teams.making import Plan, Why, make_teams
from lti_tools.pure.teams.problem import state_problem
from lti_tools.pure.teams.scoring import keeps, named, objective, rate
from lti_tools.pure.teams.state import State
from lti_tools.pure.teams.wishes import (
    Apart,
    AtLeast,
    Balance,
    NewMates,
    NotAlone,
    Person,
    Sizes,
    Spread,
    Together,
)
from tests.unit.pure.brute import best, best_of_draws
from tests.unit.pure.classes import invent, rules_for, wish_for

SMALL = [(seed, number, size) for seed, (number, size) in enumerate([(7, 3), (8, 4), (9, 3), (6, 2)])]
TWO = Sizes(count=2)
CLOSE = 0.98
"""Of the optimum."""


def plan(number: int, seed: int, size: int = 4) -> Plan:
    people, sizes = invent(number, seed), Sizes(least=size, most=size + 1)
    return make_teams(people, sizes=sizes, seed="s", wishes=wish_for(people, seed), rules=rules_for(people, 1))


def compare_with_optimum(seed: int, number: int, size: int, *, rules: bool = True) -> None:
    people = invent(number, seed)
    sizes = Sizes(least=size, most=size + 1)
    wishes, bound = wish_for(people, seed, size), rules_for(people, seed) if rules else []
    optimum = best(people, sizes.of(number), wishes, bound)
    made = make_teams(people, sizes=sizes, seed="s", wishes=wishes, rules=bound)
    if optimum is None:
        assert made.broken
    else:
        assert made.broken == ()
        assert made.objective >= CLOSE * optimum


@pytest.mark.parametrize(("seed", "number", "size"), SMALL)
def test_small_classes_come_within_two_percent_of_the_optimum(seed: int, number: int, size: int):
    compare_with_optimum(seed, number, size)


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(60))
def test_classes_up_to_twelve_come_within_two_percent_of_the_optimum(seed: int):
    rng = random.Random(seed)
    compare_with_optimum(seed, rng.randint(4, 12), rng.choice([2, 3, 4]), rules=seed % 2 == 0)


def compare_with_draws(number: int, draws: int) -> None:
    people = invent(number, number)
    wishes, rules, sizes = wish_for(people, number), rules_for(people, number), Sizes(least=4, most=5)
    made = make_teams(people, sizes=sizes, seed="s", wishes=wishes, rules=rules)
    assert made.broken == ()
    assert made.objective > best_of_draws(people, sizes.of(number), wishes, rules, draws)


def test_thirty_people_are_better_off_than_with_the_best_of_many_draws():
    compare_with_draws(30, 200)


@pytest.mark.deep
@pytest.mark.parametrize("number", [30, 120, 500])
def test_classes_are_better_off_than_with_the_best_of_a_thousand_draws(number: int):
    compare_with_draws(number, 1000)


@settings(max_examples=12)
@given(st.integers(0, 10**6), st.integers(2, 14))
def test_everybody_is_in_one_team_of_the_right_size(seed: int, number: int):
    made = plan(number, seed)
    assert sorted(key for team in made.teams for key in team) == list(range(number))
    assert sorted(map(len, made.teams)) == sorted(Sizes(least=4, most=5).of(number))
    teams = named(made.teams, {person.key: person for person in invent(number, seed)})
    broken = [one.rule for one in made.broken]
    assert all(keeps(rule, teams) != (rule in broken) for rule in rules_for(invent(number, seed), 1))
    assert all(0 <= one.score <= 1 and 0 <= one.met <= one.of for one in made.met)


def test_the_same_seed_makes_the_same_teams_in_whatever_order_people_come():
    people = invent(23, 5)
    wishes = wish_for(people, 5)[3:4]
    teams = [
        make_teams(order, sizes=Sizes(count=5), seed=seed, wishes=wishes).teams
        for order, seed in ((people, "a"), (people[::-1], "a"), (people, "b"))
    ]
    sets = [[set(team) for team in one] for one in teams]
    assert sets[0] == sets[1]
    assert sets[0] != sets[2]


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.integers(4, 16))
def test_the_search_adds_up_what_the_report_says(seed: int, number: int):
    people = invent(number, seed)
    wishes, rules = wish_for(people, seed), rules_for(people, seed)
    sizes = Sizes(count=3).of(number)
    problem = state_problem(people, wishes, rules, sizes)
    rng = random.Random(seed)
    team = [place for place, size in enumerate(sizes) for _ in range(size)]
    rng.shuffle(team)
    state = State(problem, team)
    for _ in range(5):
        one, other = rng.sample(range(number), 2)
        if state.team[one] == state.team[other]:
            continue
        before, change = problem.cost(state.team), state.changes(one)[other]
        assert state.change(one, other) == pytest.approx(change, abs=1e-9)
        state.exchange(one, other)
        assert state.cost == pytest.approx(problem.cost(state.team), abs=1e-9)
        assert problem.cost(state.team) == pytest.approx(before + change, abs=1e-9)
    teams = [[people[person] for person in state.members(one)] for one in range(len(sizes))]
    pairs_broken = sum(
        (state.team[one] == state.team[other]) != isinstance(rule, Together)
        for rule in rules
        for one, other in combinations(sorted(rule.keys), 2)
    )
    soft = 1 - objective(rate(wish, teams) for wish in wishes)
    assert problem.cost(state.team) == pytest.approx(soft + 1000 * pairs_broken, abs=1e-6)


def test_taking_back_leaves_the_plan_as_it_was():
    people = invent(12, 3)
    state = State(state_problem(people, wish_for(people, 3), [], (4, 4, 4)), [0, 1, 2] * 4)
    before = state.team.copy()
    for one, other in ((0, 1), (1, 2), (5, 3)):
        state.exchange(one, other)
    state.take_back()
    assert np.array_equal(state.team, before)
    assert state.changes(0)[1] == pytest.approx(State(state.problem, before.tolist()).changes(0)[1])


def by_role(*roles: str) -> list[Person]:
    return [Person(f"p{place}", {}, {"role": role}) for place, role in enumerate(roles)]


def test_each_wish_is_met_where_it_can_be():
    people = by_role("codes", "codes", "draws", "draws", "draws", "draws")
    (spread,) = make_teams(people, sizes=Sizes(count=2), seed="s", wishes=[Spread("role")]).met
    assert (spread.score, spread.met, spread.of) == (1, 2, 2)
    (least,) = make_teams(people, sizes=Sizes(count=3), seed="s", wishes=[AtLeast("role", "codes")]).met
    assert (round(least.score, 3), least.met, least.of) == (0.667, 2, 3)
    (alone,) = make_teams(people, sizes=Sizes(count=3), seed="s", wishes=[NotAlone("role", "codes")]).met
    assert (alone.score, alone.met, alone.of) == (1, 2, 2)


def test_a_wish_for_a_value_that_nobody_has_is_not_met_and_breaks_nothing():
    people = by_role("codes", "draws")
    met = make_teams(people, sizes=Sizes(count=1), seed="s", wishes=[AtLeast("role", "sings"), NotAlone("x", "y")]).met
    assert [(one.score, one.met, one.of) for one in met] == [(0, 0, 1), (1, 0, 0)]


def test_skills_are_balanced():
    people = [Person(level, {"maths": level}) for level in range(12)]
    made = make_teams(people, sizes=Sizes(count=3), seed="s", wishes=[Balance("maths")])
    assert [sum(int(key) for key in team) for team in made.teams] == [22, 22, 22]
    assert (made.met[0].score, made.met[0].met) == (1, 3)


def test_earlier_mates_do_not_meet_again():
    earlier = tuple(frozenset(range(start, start + 3)) for start in (0, 3, 6))
    made = make_teams([Person(key) for key in range(9)], sizes=Sizes(count=3), seed="s", wishes=[NewMates(earlier)])
    assert (made.objective, made.met[0].met, made.met[0].of) == (1, 9, 9)


@pytest.mark.parametrize(
    ("rules", "sizes", "why"),
    [
        ([Together(frozenset("abc")), Apart(frozenset("ac"))], TWO, {Why.CONTRADICTION}),
        ([Together(frozenset("ab")), Together(frozenset("bc")), Apart(frozenset("ac"))], TWO, {Why.CONTRADICTION}),
        ([Together(frozenset("abcd"))], TWO, {Why.TOO_LARGE}),
        ([Apart(frozenset("abc"))], TWO, {Why.TOO_FEW_TEAMS}),
        ([Apart(frozenset(pair)) for pair in ("ab", "bc", "ac")], TWO, {Why.IMPOSSIBLE}),
    ],
)
def test_a_rule_that_cannot_be_kept_is_named_with_the_reason(
    rules: list[Together | Apart], sizes: Sizes, why: set[Why]
):
    made = make_teams([Person(key) for key in "abcdef"], sizes=sizes, seed="s", rules=rules)
    assert {one.why for one in made.broken} == why
    assert len(made.broken) == 1
    assert sorted(key for team in made.teams for key in team) == list("abcdef")


def test_rules_about_people_who_are_not_here_ask_nothing():
    rules = [Together(frozenset("az")), Apart(frozenset("bz"))]
    made = make_teams([Person("a"), Person("b")], sizes=TWO, seed="s", rules=rules)
    assert made.broken == ()


@pytest.mark.parametrize(
    ("number", "sizes", "expected", "kept"),
    [
        (10, Sizes(least=3, most=4), (4, 3, 3), True),
        (12, Sizes(least=3, most=4), (4, 4, 4), True),
        (5, Sizes(least=3, most=4), (5,), False),
        (2, Sizes(least=3, most=4), (2,), False),
        (7, Sizes(count=3), (3, 2, 2), True),
        (2, Sizes(count=3), (1, 1), False),
        (0, Sizes(count=3), (), True),
    ],
)
def test_sizes_are_as_even_as_can_be(number: int, sizes: Sizes, expected: tuple[int, ...], kept: bool):
    assert sizes.of(number) == expected
    made = make_teams([Person(key) for key in range(number)], sizes=sizes, seed="s")
    assert tuple(len(team) for team in made.teams) == expected
    assert made.sizes_kept == kept


def test_a_task_that_makes_no_sense_is_refused():
    for sizes in (Sizes(count=0), Sizes(least=0, most=3), Sizes(least=2, most=0)):
        with pytest.raises(ValueError):
            make_teams([Person("a")], sizes=sizes, seed="s")
    with pytest.raises(ValueError):
        make_teams([Person("a"), Person("a")], sizes=Sizes(count=1), seed="s")
    with pytest.raises(ValueError):
        make_teams([Person("a")], sizes=Sizes(count=1), seed="s", wishes=[Spread("x", -1)])
    with pytest.raises(ValueError):
        make_teams([Person("a")], sizes=Sizes(count=1), seed="s", wishes=[AtLeast("x", "y", 0)])
