"""The approval count: what it says, and what must not matter to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.co_curriculum.domain.tally import Line, approval

TENNESSEE = {"Memphis": 42, "Nashville": 26, "Chattanooga": 15, "Knoxville": 17}
"""The four camps of the well-known example, in percent."""


def test_approvals_are_counted_and_most_come_first():
    tally = approval([1, 2, 3], [[1, 2], [2], [2, 3], []])
    assert tally.lines == (Line(2, 3, 1), Line(1, 1, 2), Line(3, 1, 2))
    assert (tally.ballots, tally.without_preference, tally.with_preference) == (4, 1, 3)
    assert tally.winners == (2,)


def test_tennessee_approving_two_nearest_cities_elects_nashville():
    near = {
        "Memphis": ["Memphis", "Nashville"],
        "Nashville": ["Nashville", "Chattanooga"],
        "Chattanooga": ["Chattanooga", "Knoxville"],
        "Knoxville": ["Knoxville", "Chattanooga"],
    }
    cities = {name: place for place, name in enumerate(TENNESSEE)}
    ballots = [[cities[name] for name in near[camp]] for camp, size in TENNESSEE.items() for _ in range(size)]
    tally = approval(list(cities.values()), ballots)
    counts = {line.option: line.approvals for line in tally.lines}
    assert counts == {0: 42, 1: 68, 2: 58, 3: 32}
    assert tally.winners == (cities["Nashville"],)


def test_level_options_share_a_place_and_the_next_place_is_skipped():
    tally = approval([1, 2, 3], [[1, 2, 3], [1, 2]])
    assert [line.place for line in tally.lines] == [1, 1, 3]
    assert tally.winners == (1, 2)


@pytest.mark.parametrize("ballots", [[], [[]], [[], []]])
def test_nobody_wins_where_nobody_approves_anything(ballots):
    assert approval([1, 2], ballots).winners == ()


@pytest.mark.parametrize("ballot", [[9], [1, 1]])
def test_a_ballot_that_casting_would_have_refused_is_our_fault(ballot):
    with pytest.raises(ValueError):
        approval([1, 2], [ballot])


OPTIONS = list(range(6))
profiles = st.lists(st.sets(st.sampled_from(OPTIONS)).map(sorted), max_size=25)


def by_option(tally):
    return {line.option: (line.approvals, line.place) for line in tally.lines}


@given(profiles, st.randoms(use_true_random=False))
def test_anonymity_the_order_of_ballots_does_not_matter(ballots, rng):
    shuffled = [rng.sample(ballot, len(ballot)) for ballot in rng.sample(ballots, len(ballots))]
    assert approval(OPTIONS, shuffled) == approval(OPTIONS, ballots)


@given(profiles, st.permutations(OPTIONS))
def test_neutrality_renaming_the_options_renames_the_outcome(ballots, names):
    renamed = approval(names, [[names[option] for option in ballot] for ballot in ballots])
    plain = approval(OPTIONS, ballots)
    assert by_option(renamed) == {names[option]: value for option, value in by_option(plain).items()}
    assert set(renamed.winners) == {names[option] for option in plain.winners}


@given(profiles, st.permutations(OPTIONS))
def test_the_order_of_the_list_decides_nothing(ballots, listed):
    assert by_option(approval(listed, ballots)) == by_option(approval(OPTIONS, ballots))


@given(profiles, st.sampled_from(OPTIONS))
def test_monotonicity_one_more_approval_never_hurts(ballots, option):
    before = approval(OPTIONS, ballots)
    after = approval(OPTIONS, [*ballots, [option]])
    assert by_option(after)[option][1] <= by_option(before)[option][1]
    assert option in after.winners or option not in before.winners


@given(profiles)
def test_every_approval_is_counted_once(ballots):
    tally = approval(OPTIONS, ballots)
    assert sum(line.approvals for line in tally.lines) == sum(map(len, ballots))
    assert [line.approvals for line in tally.lines] == sorted((line.approvals for line in tally.lines), reverse=True)
