"""Rings of people who mark each other far above all others count nearly nothing; nobody else is touched."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.support.review_classes import colluding, readings_of, simulate
from tools.peer_review import by_hand as script
from tools.peer_review.domain.aggregation.favours import Favours, favours, heights
from tools.peer_review.domain.aggregation.limits import BOUND
from tools.peer_review.domain.aggregation.marks import Method, by_hand, marks
from tools.peer_review.domain.aggregation.readings import Readings
from tools.peer_review.domain.aggregation.reviewers import alike, estimate

seeds = st.integers(0, 2**32 - 1)


def ring_class(seed: int, people: int = 24) -> tuple[Readings, frozenset[int]]:
    """Works near 50, four reviews each, honest ones give or take 6; three who give each other 100; their readings."""
    rng = np.random.default_rng(seed)
    made = simulate("equal", people, 4, rng)
    plain = readings_of(made.scores)
    mark = np.clip(50 + rng.normal(0, 5, people)[plain.work] + rng.normal(0, 6, len(plain.work)), 0, 100)
    next_one = dict(zip(made.mates, (*made.mates[1:], made.mates[0]), strict=True))
    favoured = [
        next_one.get(who) == what for who, what in zip(plain.reviewer.tolist(), plain.work.tolist(), strict=True)
    ]
    mark[favoured] = 100
    return replace(plain, mark=mark), frozenset(np.flatnonzero(favoured).tolist())


def rows_of(readings: Readings) -> list[dict[str, object]]:
    """The table as the script reads it."""
    columns = zip(readings.reviewer.tolist(), readings.work.tolist(), readings.mark.tolist(), strict=True)
    return [
        {
            "reviewer": f"{who}",
            "work": f"W{what}",
            "authors": {f"{one}" for one in readings.authors.get(what, ())},
            "mark": mark,
        }
        for who, what, mark in columns
    ]


def found_in(readings: Readings) -> Favours:
    return favours(readings, estimate(readings))


@settings(max_examples=20)
@given(seeds, st.integers(12, 40))
def test_three_who_give_each_other_full_marks_over_works_near_half_are_always_found(seed, people):
    readings, favoured = ring_class(seed, people)
    assert favoured in [frozenset(ring) for ring in found_in(readings).rings]
    rows = [row for mark in marks(readings, estimate(readings)) for row in mark.rows if row.favour]
    assert len(rows) >= 3
    assert all(row.far and row.weight < Decimal("0.15") for row in rows)


@settings(max_examples=15)
@given(seeds, st.sampled_from(["equal", "heterogeneous", "careless"]))
def test_a_class_without_rings_has_the_same_marks_to_the_last_digit_as_if_nobody_knew_who_wrote_what(seed, scenario):
    readings = readings_of(simulate(scenario, 20, 4, np.random.default_rng(seed)).scores)
    if found_in(readings).rings:
        return
    assert marks(readings, estimate(readings)) == marks(replace(readings, authors={}), estimate(readings))


@settings(max_examples=15)
@given(seeds, st.randoms(use_true_random=False))
def test_the_order_of_reviews_does_not_matter(seed, random):
    readings, _ = ring_class(seed)
    order = list(range(len(readings.mark)))
    random.shuffle(order)
    turned = replace(readings, reviewer=readings.reviewer[order], work=readings.work[order], mark=readings.mark[order])
    found = {frozenset(order[place] for place in ring) for ring in found_in(turned).rings}
    assert found == {frozenset(ring) for ring in found_in(readings).rings}
    assert [one.mark for one in marks(turned, estimate(turned))] == [
        one.mark for one in marks(readings, estimate(readings))
    ]


@settings(max_examples=20)
@given(seeds)
def test_no_row_of_a_ring_moves_a_mark_further_than_any_other_may(seed):
    readings, _ = ring_class(seed)
    for mark in marks(readings, estimate(readings)):
        assert mark.mark == by_hand(mark.rows)
        for left_out in range(len(mark.rows)):
            others = mark.rows[:left_out] + mark.rows[left_out + 1 :]
            assert abs(by_hand(others) - by_hand(mark.rows)) <= Decimal(BOUND) + Decimal("0.3")


def test_colluders_among_honest_marks_are_found_and_honest_classes_show_a_ring_in_fewer_than_one_of_twenty():
    seen = shown = 0
    for seed in range(40):
        made = simulate("heterogeneous", 40, 4, np.random.default_rng([8, seed]))
        shown += bool(found_in(readings_of(made.scores)).rings)
        ring = readings_of(colluding(made, "honest"))
        found = [{int(ring.reviewer[place]) for place in one} for one in found_in(ring).rings]
        seen += set(made.mates) in found
    assert seen >= 32
    assert shown <= 2


def test_two_who_mark_each_other_far_above_the_others_are_a_ring_of_two():
    readings, favoured = ring_class(3)
    who, what = readings.reviewer.tolist(), readings.work.tolist()
    first = next(place for place in favoured)
    back = next(place for place in range(len(who)) if who[place] == what[first] and place not in favoured)
    work = readings.work.copy()
    work[back] = who[first]
    mark = np.where(np.isin(np.arange(len(who)), [first, back]), 100.0, np.minimum(readings.mark, 50))
    pair = replace(readings, work=work, mark=mark)
    found = found_in(pair)
    assert {frozenset(ring) for ring in found.rings} == {frozenset({first, back})}
    assert found.rows == {first: 2, back: 2}


def test_a_groups_work_has_several_authors_and_any_of_them_closes_the_ring():
    readings, favoured = ring_class(5)
    mates = {int(readings.reviewer[place]) for place in favoured}
    idle = [one for one in range(24) if one not in mates]
    shared = {one: frozenset({one, mate}) for one, mate in zip(mates, idle, strict=False)}
    together = replace(readings, authors=shared)
    assert favoured in [frozenset(ring) for ring in found_in(together).rings]
    rows = rows_of(together)
    script.table(rows)
    assert favoured <= {place for place, row in enumerate(rows) if row["ring"]}
    assert found_in(together).rows.keys() == {place for place, row in enumerate(rows) if row["ring"]}


def test_nobody_is_in_a_ring_where_too_little_is_known():
    readings, _ = ring_class(7)
    assert found_in(replace(readings, authors={})) == Favours()
    assert favours(readings, alike(readings)) == Favours()
    kept = np.isin(readings.work, [0, 1]) & (np.cumsum(readings.work == 0) <= 2)
    few = replace(readings, reviewer=readings.reviewer[kept], work=readings.work[kept], mark=readings.mark[kept])
    assert heights(few, estimate(readings))[few.work == 0].max() == -np.inf


@pytest.mark.parametrize("method", [Method.MEAN, Method.MEDIAN])
def test_where_all_reviews_count_alike_a_ring_does_too(method):
    readings, _ = ring_class(9)
    reviewers = estimate(readings)
    assert favours(readings, reviewers).rings
    assert not any(row.favour for mark in marks(readings, reviewers, method) for row in mark.rows)


@pytest.mark.parametrize("seed", range(3))
def test_the_script_that_stands_alone_finds_the_same_rings_and_marks(seed):
    readings, favoured = ring_class(seed)
    rows = rows_of(readings)
    works = script.table(rows)
    assert {place for place, row in enumerate(rows) if row["ring"]} == favoured
    for mark in marks(readings, estimate(readings)):
        assert abs(works[f"W{mark.work}"] - mark.mark) <= Decimal("0.1")
    weights = {row.weight for mark in marks(readings, estimate(readings)) for row in mark.rows if row.favour}
    assert {rows[place]["weight"] for place in favoured} == weights
