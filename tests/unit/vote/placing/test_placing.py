"""Plans are the best there are, keep every rule, and what cannot be is named."""

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

from tools.co_curriculum.domain.placing import chain, faces, flowing
from tools.co_curriculum.domain.placing.checking import Demand, Trouble, broken, impossible
from tools.co_curriculum.domain.placing.placing import compare, place
from tools.co_curriculum.domain.placing.problem import Aim, NoPlan, Topic, Wanted, profile, unplaced
from tools.co_curriculum.domain.placing.reasons import Cost, Reason, difference, why_not

A, B, C, D = range(4)


def value(wanted: Wanted, aim: Aim, places: dict[int, int]) -> tuple[object, ...]:
    """What a plan is compared by, smaller is better: written as the aims are defined."""
    got = profile(wanted, places)
    placed = sum(1 for person in places if wanted.lists[person])
    others = len(places) - placed
    if aim is Aim.GENEROUS:
        judged: tuple[int, ...] = tuple(reversed(got[1:]))
    elif aim is Aim.RANK_MAXIMAL:
        judged = tuple(-count for count in got[:-1])
    else:
        judged = (sum(rank * count for rank, count in enumerate(got, 1)),)
    moved = -sum(places.get(person) == topic for person, topic in wanted.kept.items())
    return (-placed, -others, moved, *judged)


def every_plan(wanted: Wanted) -> Iterator[dict[int, int]]:
    ways = [
        list(wanted.ranks[person]) if person in wanted.fixed else [None, *wanted.ranks[person]]
        for person in wanted.people
    ]
    for choice in product(*ways):
        places = {person: topic for person, topic in zip(wanted.people, choice, strict=True) if topic is not None}
        if not broken(wanted, places):
            yield places


def random_wish(seed: int) -> Wanted:
    rng = random.Random(seed)
    people, topics = rng.randint(1, 5), rng.randint(1, 4)
    lists = {one: tuple(rng.sample(range(topics), rng.randint(0, topics))) for one in range(people)}
    extras = rng.random() < 0.6
    return Wanted(
        topics={
            key: Topic(
                most=rng.randint(1, 3),
                least=rng.choice([0, 0, 1, 2]) if extras else 0,
                may_close=rng.random() < 0.8,
                supervisor=rng.choice(["", "kim"]),
                needs={"x": 1} if extras and rng.random() < 0.3 else {},
            )
            for key in range(topics)
        },
        lists=lists,
        cannot={0: frozenset({rng.randrange(topics)})} if rng.random() < 0.3 else {},
        skills={one: frozenset({"x"}) for one in range(people) if rng.random() < 0.5},
        supervisors={"kim": rng.randint(1, 3)} if rng.random() < 0.4 else {},
        together=(frozenset(rng.sample(range(people), 2)),) if extras and people > 2 and rng.random() < 0.3 else (),
        apart=(frozenset(rng.sample(range(people), 2)),) if extras and people > 2 and rng.random() < 0.3 else (),
        fill=rng.random() < 0.5,
        alike={"x": 1} if extras and rng.random() < 0.2 else {},
        fixed={0: rng.randrange(topics)} if rng.random() < 0.2 else {},
        kept={one: rng.randrange(topics) for one in range(people)} if rng.random() < 0.2 else {},
    )


@pytest.mark.parametrize("start", range(0, 80, 20))
def test_no_plan_is_better_than_ours(start):
    for seed in range(start, start + 20):
        wanted = random_wish(seed)
        plans = list(every_plan(wanted))
        for aim in Aim:
            if not plans:
                with pytest.raises(NoPlan):
                    place(wanted, aim, "x")
                continue
            found = place(wanted, aim, "x")
            assert broken(wanted, found.places) == [], seed
            assert found.optimal
            best = min(value(wanted, aim, other) for other in plans)
            assert value(wanted, aim, dict(found.places)) == best, (seed, aim)


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_no_plan_is_better_than_ours_where_people_rate(start):
    for seed in range(start, start + 20):
        rng = random.Random(seed)
        wish = random_wish(seed)
        stars = {one: {topic: rng.randint(1, 5) for topic in listed} for one, listed in wish.lists.items() if listed}
        wanted = replace(wish, levels=stars, depth=5)
        plans = list(every_plan(wanted))
        for aim in Aim if plans else ():
            found = place(wanted, aim, "x")
            assert broken(wanted, found.places) == [], seed
            best = min(value(wanted, aim, other) for other in plans)
            assert value(wanted, aim, dict(found.places)) == best, (seed, aim)


def test_topics_rated_alike_are_the_same_to_a_plan():
    level = {1: {A: 1, B: 1}, 2: {A: 1, B: 3}}
    wanted = Wanted(topics={A: Topic(most=1), B: Topic(most=1)}, lists={1: (A, B), 2: (A, B)}, levels=level, depth=5)
    found = place(wanted, Aim.RANK_MAXIMAL, "x")
    assert found.places == {1: B, 2: A}
    assert profile(wanted, found.places) == (2, 0, 0, 0, 0, 0)


def test_no_more_people_alike_meet_in_a_topic_than_may():
    section = {one: frozenset({"section=A" if one < 4 else "section=B"}) for one in range(6)}
    wanted = Wanted(
        topics={A: Topic(most=3), B: Topic(most=3)},
        lists={one: (A, B) if one < 4 else (B, A) for one in range(6)},
        skills=section,
        alike={"section=A": 2, "section=B": 2},
    )
    found = place(wanted, Aim.GENEROUS, "x")
    assert len(found.places) == 6
    crowded = dict.fromkeys(range(3), A)
    assert broken(wanted, crowded) == [Trouble(Demand.ALIKE, A, "section=A", 2, 3)]
    assert broken(wanted, found.places) == []


@pytest.mark.parametrize("aim", Aim)
def test_our_flow_the_linear_programs_and_the_chain_of_solves_agree(aim):
    for seed in range(8):
        rng = random.Random(seed)
        wanted = Wanted(
            topics={key: Topic(most=3, supervisor="kim" if key < 3 else "") for key in range(8)},
            lists={one: tuple(rng.sample(range(8), rng.choice([0, 4, 4, 4]))) for one in range(20)},
            supervisors={"kim": 6},
            fill=seed % 2 == 0,
        )
        ours, programs, chained = (way.plan(wanted, aim, "s") for way in (flowing, faces, chain))
        assert ours.places == programs.places == chained.places, "the tie order leaves one plan"


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_linear_programs_find_what_trying_every_plan_finds(start):
    for seed in range(start, start + 20):
        wanted = random_wish(seed)
        bare = {key: replace(topic, least=0, needs={}) for key, topic in wanted.topics.items()}
        plain = replace(wanted, topics=bare, together=(), apart=(), alike={})
        plans = list(every_plan(plain))
        for aim in Aim:
            if not plans:
                with pytest.raises(NoPlan):
                    faces.plan(plain, aim, "x")
                with pytest.raises(NoPlan):
                    flowing.plan(plain, aim, "x")
                continue
            found = faces.plan(plain, aim, "x")
            assert flowing.plan(plain, aim, "x").places == found.places
            best = min(value(plain, aim, other) for other in plans)
            assert broken(plain, found.places) == [], seed
            assert value(plain, aim, dict(found.places)) == best, (seed, aim)


@pytest.mark.parametrize("aim", Aim)
def test_topics_off_the_lists_taken_together_give_as_good_a_plan(monkeypatch, aim):
    for seed in range(20):
        rng = random.Random(seed)
        wanted = Wanted(
            topics={key: Topic(most=3, supervisor="kim" if key < 3 else "") for key in range(8)},
            lists={one: tuple(rng.sample(range(4), rng.choice([0, 3, 3, 3]))) for one in range(22)},
            cannot={1: frozenset({rng.randrange(4, 8)})},
            supervisors={"kim": 6},
            fixed={2: 7} if seed % 3 == 0 else {},
            kept={3: 5} if seed % 4 == 0 else {},
            fill=seed % 5 != 0,
        )
        single = faces.plan(wanted, aim, "s")
        monkeypatch.setattr(faces, "MOST_SINGLE", 0)
        together = faces.plan(wanted, aim, "s")
        monkeypatch.undo()
        assert broken(wanted, together.places) == [], seed
        assert value(wanted, aim, dict(together.places)) == value(wanted, aim, dict(single.places)), seed
        assert together.optimal


def test_linear_programs_that_run_out_of_time_keep_their_last_plan():
    wanted = Wanted(topics={A: Topic(most=1)}, lists={1: (A,)})
    found = faces.plan(wanted, Aim.GENEROUS, "x", seconds=0)
    assert (found.places, found.optimal) == ({}, False)


def test_generous_and_rank_maximal_differ_as_they_should():
    wanted = Wanted(topics={A: Topic(most=1), B: Topic(most=1), C: Topic(most=1)}, lists={
        1: (A, B), 2: (A, B, C), 3: (B, A, C)
    })  # fmt: skip
    profiles = {aim: found for aim, (_, found) in compare(wanted, "x").items()}
    assert profiles[Aim.RANK_MAXIMAL][:3] == (2, 0, 1)
    four = replace(wanted, topics={key: Topic(most=1) for key in (A, B, C, D)}, lists={
        1: (A, B, C), 2: (A, C, B), 3: (B, D, A), 4: (C, D, B)
    })  # fmt: skip
    generous = place(four, Aim.GENEROUS, "x")
    assert profile(four, generous.places)[2:] == (0, 0)


def test_who_gave_no_list_comes_after_those_who_did():
    wanted = Wanted(topics={A: Topic(most=1), B: Topic(most=1)}, lists={1: (), 2: (A,), 3: (A, B)})
    found = place(wanted, Aim.GENEROUS, "x")
    assert unplaced(wanted, found.places) == (1,)
    assert found.places == {2: A, 3: B}


def test_a_topic_that_does_not_fill_is_closed():
    lists = {1: (A, B), 2: (A, B), 3: (B, A)}
    wanted = Wanted(topics={A: Topic(most=4, least=3), B: Topic(most=4)}, lists=lists, apart=(frozenset({1, 3}),))
    found = place(wanted, Aim.BEST_ON_AVERAGE, "x")
    assert A not in found.places.values()


def test_the_same_seed_gives_the_same_plan():
    lists = dict.fromkeys(range(6), (A, B))
    wanted = Wanted(topics={A: Topic(most=3), B: Topic(most=3)}, lists=lists)
    plans = {seed: place(wanted, Aim.GENEROUS, seed).places for seed in "abcdefgh"}
    assert plans["a"] == place(wanted, Aim.GENEROUS, "a").places
    assert len({tuple(sorted(places.items())) for places in plans.values()}) > 1


@pytest.mark.parametrize("start", range(0, 40, 10))
def test_each_why_not_is_true_for_every_plan_that_there_is(start):
    """Counted from all plans: whether any gives the topic, and what the best of them costs the others."""
    for seed in range(start, start + 10):
        wanted = random_wish(seed)
        plans = list(every_plan(wanted))
        for aim in Aim:
            if not plans:
                continue
            plan = place(wanted, aim, "x")
            for person, topic in ((one, listed[0]) for one, listed in wanted.lists.items() if listed):
                if plan.places.get(person) == topic or person in wanted.fixed:
                    continue
                ways = [other for other in plans if other.get(person) == topic]
                found = why_not(wanted, plan, person, topic, "x")
                if not ways:
                    allowed = topic in wanted.ranks[person]
                    assert found == Reason(topic, Cost.NO_PLAN) or not allowed, (seed, aim)
                    continue
                best = min(ways, key=lambda other: value(wanted, aim, other))
                assert found == Reason(topic, *difference(wanted, aim, plan.places, best)), (seed, aim)
                level = value(wanted, aim, best) == value(wanted, aim, dict(plan.places))
                assert (found.cost is Cost.NOTHING) == level, (seed, aim)


def test_why_not_says_what_others_would_pay():
    wanted = Wanted(topics={A: Topic(most=1), B: Topic(most=1), C: Topic(most=1)}, lists={
        1: (A, B, C), 2: (A, C, B), 3: (B, C, A)
    })  # fmt: skip
    plan = place(wanted, Aim.GENEROUS, "x")
    assert dict(plan.places) == {1: A, 2: C, 3: B}
    assert why_not(wanted, plan, 2, A, "x") == Reason(A, Cost.LOW, 1, 2)


def test_after_somebody_left_as_few_as_can_be_change_their_topic():
    lists = {1: (A, B), 2: (A, B), 3: (B, A), 4: (B, A)}
    before = {1: B, 2: A, 3: B, 4: A}
    topics = {A: Topic(most=2), B: Topic(most=2)}
    lists.pop(2)
    lists[5] = (A, B)
    kept = {person: topic for person, topic in before.items() if person in lists}
    after = place(Wanted(topics=topics, lists=lists, kept=kept), Aim.GENEROUS, "x")
    assert dict(after.places) == {1: B, 3: B, 4: A, 5: A}, "the newcomer takes the free seat, nobody moves"


def test_impossible_demands_are_named():
    wanted = Wanted(
        topics={7: Topic(most=3, least=2, may_close=False, needs={"chess": 3}), 8: Topic(most=1)},
        lists={1: (7,), 2: (7,), 3: (8,), 4: (8,), 5: (8,)},
        skills={1: frozenset({"chess"}), 2: frozenset({"chess"})},
        together=(frozenset({1, 2, 3}),),
        apart=(frozenset({2, 3}),),
    )
    assert impossible(wanted) == [
        Trouble(Demand.SEATS, wanted=5, found=4),
        Trouble(Demand.SKILL, 7, "chess", 3, 2),
        Trouble(Demand.APART, people=(2, 3)),
    ]


def test_nobody_wants_anything():
    assert place(Wanted(topics={}, lists={}), Aim.GENEROUS, "x").places == {}
    assert place(Wanted(topics={}, lists={1: ()}), Aim.GENEROUS, "x").places == {}
