"""Names and stand-ins that give nobody away."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tools.pure.pseudonyms import code_of, day_of, opened, permuted, sealed, shuffled, subkey, words_of

KEYS = st.binary(min_size=32, max_size=32)
KEY = b"k" * 32


@given(KEYS, st.integers(1, 500))
def test_a_permutation_meets_every_number_once(key, size):
    assert sorted(permuted(key, number, size) for number in range(size)) == list(range(size))


def test_a_number_outside_is_refused():
    for number in (-1, 10):
        with pytest.raises(ValueError):
            permuted(KEY, number, 10)


@given(KEYS)
def test_no_two_people_share_a_name_and_the_same_inputs_give_the_same_one(key):
    names = [words_of(key, slot, 12, 10) for slot in range(360)]
    assert len(set(names)) == 360
    assert names[::30] == [words_of(key, slot, 12, 10) for slot in range(0, 360, 30)]
    assert all(repeat == slot // 120 for slot, (_, _, repeat) in enumerate(names))


def test_no_two_people_share_a_code():
    assert len({code_of(KEY, slot) for slot in range(20_000)}) == 20_000


def test_names_before_two_viewers_tell_nothing_about_each_other():
    """Who knows one viewer's names guesses another's no better than by chance."""
    people, viewers = 300, 60
    same = neighbours = 0
    for viewer in range(viewers):
        one = [words_of(subkey(KEY, "names", viewer), slot, 32, 40) for slot in range(people)]
        other = [words_of(subkey(KEY, "names", viewer + viewers), slot, 32, 40) for slot in range(people)]
        same += sum(mine == theirs for mine, theirs in zip(one, other, strict=True))
        neighbours += sum(mine[0] == theirs[0] for mine, theirs in zip(one, other, strict=True))
    tries = people * viewers
    assert same < 4 * tries / 1280
    assert 0.8 * tries / 32 < neighbours < 1.2 * tries / 32


def correlation(ranks):
    """Spearman's between `ranks` and the order they came in."""
    n = len(ranks)
    return 1 - 6 * sum((place - rank) ** 2 for place, rank in enumerate(ranks)) / (n * (n * n - 1))


def test_names_codes_and_orders_follow_no_order_of_slots_or_ids():
    n = 400
    for key in (subkey(KEY, "one"), subkey(KEY, "two"), subkey(KEY, "three")):
        names = sorted(range(n), key=lambda slot: words_of(key, slot, 32, 40))
        codes = sorted(range(n), key=lambda slot: code_of(key, slot))
        tokens = sorted(range(n), key=lambda number: sealed(key, number))
        for order in (names, codes, tokens, shuffled(key, range(n))):
            assert sorted(order) == list(range(n))
            assert abs(correlation(order)) < 0.2


@given(KEYS, st.integers(0, 2**63), st.integers(0, 5), st.integers(0, 5))
def test_a_sealed_id_opens_under_its_own_key_alone(key, number, mine, theirs):
    token = sealed(subkey(key, mine), number)
    assert len(token) == 27
    assert opened(subkey(key, theirs), token) == (number if mine == theirs else None)


@pytest.mark.parametrize("token", ["", "1", "A" * 27, "ä" * 27, "A" * 1000, "!" * 27, "A" * 5])
def test_an_invented_token_opens_nothing(token):
    assert opened(KEY, token) is None


def test_a_token_with_one_letter_changed_opens_nothing():
    token = sealed(KEY, 77)
    for place in range(len(token)):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        assert opened(KEY, changed) is None


@given(KEYS, st.permutations(range(30)), st.integers(0, 29))
def test_a_shuffle_forgets_how_things_came_and_who_leaves_moves_nobody(key, items, gone):
    order = shuffled(key, items)
    assert order == shuffled(key, range(30))
    assert shuffled(key, [item for item in items if item != gone]) == [item for item in order if item != gone]


def test_parts_of_a_subkey_are_kept_apart():
    assert subkey(KEY, "ab", "c") != subkey(KEY, "a", "bc")
    assert subkey(KEY, 1) != subkey(KEY, "1")


def test_a_day_begins_where_the_reader_lives():
    late = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)
    assert day_of(late, ZoneInfo("Asia/Tashkent")).isoformat() == "2026-03-03T00:00:00+05:00"
    assert day_of(late, UTC).isoformat() == "2026-03-02T00:00:00+00:00"
