"""Lists of options that change under a vote."""

from hypothesis import given
from hypothesis import strategies as st

from tools.co_curriculum.domain.lists import missing, plan


def test_an_option_that_went_away_or_was_reworded_is_missing():
    stored = ["Robots", "Rivers", "Bees"]
    assert missing(stored, ["Robots!", "Rivers", "Bees"]) == ["Robots"]
    assert missing(stored, ["Bees", "Rivers", "Robots", "Maps"]) == []


wordings = st.lists(st.sampled_from("abcdefgh"), unique=True)


@given(wordings, wordings)
def test_a_plan_turns_the_stored_options_into_the_list_and_keeps_ids(before, after):
    stored = dict(enumerate(before, start=1))
    steps = plan(stored, after)
    result = {place: stored[option] for option, place in steps.places.items()} | dict(steps.added)
    assert [result[place] for place in range(len(after))] == after
    assert set(steps.places) | set(steps.dropped) == set(stored)
    assert not set(steps.places) & set(steps.dropped)
