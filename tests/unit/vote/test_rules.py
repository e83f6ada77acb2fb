"""Faults of a ballot, and lists that change under a vote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.co_curriculum.domain.ballots import Fault, fault
from tools.co_curriculum.domain.lists import missing_voted, plan


@pytest.mark.parametrize(
    ("chosen", "no_preference", "most", "expected"),
    [
        ([1], False, None, None),
        ([1, 2, 3], False, None, None),
        ([1, 2], False, 2, None),
        ([], True, 1, None),
        ([], False, None, Fault.EMPTY),
        ([1], True, None, Fault.CONTRADICTION),
        ([9], False, None, Fault.UNKNOWN),
        ([1, 9], True, None, Fault.UNKNOWN),
        ([1, 1], False, None, Fault.REPEATED),
        ([1, 2, 3], False, 2, Fault.TOO_MANY),
    ],
)
def test_a_ballot_is_good_or_has_a_named_fault(chosen, no_preference, most, expected):
    assert fault(chosen, no_preference=no_preference, options={1, 2, 3}, most=most) is expected


def test_an_option_somebody_voted_for_can_be_neither_removed_nor_reworded():
    stored = {1: "Robots", 2: "Rivers", 3: "Bees"}
    assert missing_voted(stored, {1, 2}, ["Robots!", "Rivers"]) == ["Robots"]
    assert missing_voted(stored, {1}, ["Rivers", "Robots", "Maps"]) == []


wordings = st.lists(st.sampled_from("abcdefgh"), unique=True)


@given(wordings, wordings)
def test_a_plan_turns_the_stored_options_into_the_list_and_keeps_ids(before, after):
    stored = dict(enumerate(before, start=1))
    steps = plan(stored, after)
    result = {place: stored[option] for option, place in steps.places.items()} | dict(steps.added)
    assert [result[place] for place in range(len(after))] == after
    assert set(steps.places) | set(steps.dropped) == set(stored)
    assert not set(steps.places) & set(steps.dropped)
