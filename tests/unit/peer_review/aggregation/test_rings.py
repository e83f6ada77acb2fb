"""Who marked whom in a circle of two or three is found, each circle once, whoever wrote a work together."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.peer_review.domain.aggregation.readings import Readings
from tools.peer_review.domain.aggregation.rings import rings

PEOPLE = 6
pairs = st.lists(st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, 4)), max_size=18, unique=True)
own = st.lists(st.integers(0, 5), min_size=PEOPLE, max_size=PEOPLE)
"""The work that each wrote, alone or with others; 5 for none."""


def readings(rows: list[tuple[int, int]], wrote: dict[int, frozenset[int]]) -> Readings:
    who, what = zip(*rows, strict=True) if rows else ((), ())
    return Readings(np.array(who, np.int64), np.array(what, np.int64), np.full(len(rows), 50.0), PEOPLE, 5, {}, wrote)


@settings(max_examples=50)
@given(pairs, own)
def test_all_rings_are_those_that_a_search_through_all_readings_finds(pairs, own):
    rows = [(who, what) for who, what in pairs if own[who] != what]
    wrote = {work: frozenset(one for one in range(PEOPLE) if own[one] == work) for work in range(5)}
    twos, threes = rings(readings(rows, wrote))

    def follows(place: int, after: int) -> bool:
        return rows[after][0] in wrote[rows[place][1]]

    places = range(len(rows))
    assert {frozenset(ring) for ring in twos.tolist()} == {
        frozenset((one, two)) for one in places for two in places if follows(one, two) and follows(two, one)
    }
    assert {frozenset(ring) for ring in threes.tolist()} == {
        frozenset((one, two, three))
        for one in places
        for two in places
        if follows(one, two)
        for three in places
        if follows(two, three) and follows(three, one)
    }
    for found in (twos, threes):
        assert len({frozenset(ring) for ring in found.tolist()}) == len(found)


def test_a_group_that_reviews_a_group_back_closes_a_ring_for_each_two_who_did():
    wrote = {0: frozenset({0, 1}), 1: frozenset({2, 3})}
    twos, threes = rings(readings([(0, 1), (2, 0), (3, 0)], wrote))
    assert twos.tolist() == [[0, 1], [0, 2]]
    assert len(threes) == 0
