from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from lti_tools.pure.waiting import MovedUp, move_up

ROOM = st.dictionaries(st.integers(0, 4), st.one_of(st.none(), st.integers(0, 3)), min_size=1)


def test_the_longest_waiting_person_gets_the_place():
    assert move_up({1: 2}, {10: 1}, [(11, 1), (12, 1)]) == [MovedUp(11, 1, None)]


def test_who_moves_up_frees_a_place_for_who_waited_longer():
    moved = move_up({1: 1, 2: 1}, {10: 2}, [(11, 2), (10, 1)])
    assert moved == [MovedUp(10, 1, 2), MovedUp(11, 2, None)]


def test_nobody_moves_into_a_full_group_or_one_that_is_gone():
    assert move_up({1: 1}, {10: 1}, [(11, 1), (12, 7)]) == []


@given(ROOM, st.dictionaries(st.integers(0, 9), st.integers(0, 4)), st.lists(st.integers(0, 4), max_size=8))
def test_no_group_is_oversold_and_nobody_waits_for_a_free_place(
    room: dict[int, int | None], seated: dict[int, int], wanted: list[int]
):
    waiting = [(100 + place if place % 2 else place, group) for place, group in enumerate(wanted)]
    waiting = [(person, group) for person, group in waiting if seated.get(person) != group]
    moved = move_up(room, seated, waiting)
    after = {**seated, **{one.person: one.group for one in moved}}
    before, now = Counter(seated.values()), Counter(after.values())
    for group, most in room.items():
        assert most is None or now[group] <= max(most, before[group])
    left = [pair for pair in waiting if pair[0] not in {one.person for one in moved}]
    for _person, group in left:
        most = room.get(group, 0)
        assert most is not None
        assert now[group] >= most
    assert {(one.person, one.group) for one in moved} <= set(waiting)
