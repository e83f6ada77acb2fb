from collections import Counter
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tools.pure.lots import Lots, canonical, freeze, verify


def test_a_seed_gives_the_same_draws_for_ever():
    lots = Lots("spring 2026")
    assert [lots.below(6) for _ in range(10)] == [0, 1, 5, 3, 4, 4, 3, 5, 5, 1]
    assert Lots("spring 2026").shuffled("abcdefgh") == list("hdbecfag")


def test_the_stream_is_the_documented_one():
    first = sha256(b"lots-1\0seed\0" + (0).to_bytes(8, "big")).digest()
    second = sha256(b"lots-1\0seed\0" + (1).to_bytes(8, "big")).digest()
    lots = Lots("seed")
    assert bytes(lots.below(256) for _ in range(64)) == first + second


def test_numbers_that_would_favour_some_are_drawn_again():
    stream = iter(sha256(b"lots-1\0x\0" + (0).to_bytes(8, "big")).digest())
    expected = [byte % 200 for byte in stream if byte < 200]
    lots = Lots("x")
    assert [lots.below(200) for _ in expected] == expected


def test_every_order_is_about_equally_likely():
    lots = Lots("fair")
    counts = Counter("".join(lots.shuffled("abc")) for _ in range(6000))
    assert len(counts) == 6
    assert all(850 < count < 1150 for count in counts.values())


@given(st.text(), st.lists(st.integers()))
def test_a_shuffle_keeps_everything(seed: str, items: list[int]):
    assert sorted(Lots(seed.encode("utf-8", "ignore").decode()).shuffled(items)) == sorted(items)


def test_one_and_some_of_several():
    lots = Lots("s")
    assert lots.chosen(["only"]) == "only"
    assert len(set(lots.sample(range(10), 4))) == 4
    assert len(lots.sample(range(2), 4)) == 2
    with pytest.raises(ValueError):
        lots.below(0)


def test_equal_cards_have_one_digest():
    card = {"b": [1, True, None], "a": {"ў": "ʻ", "x": "1.5"}}
    assert canonical(card) == '{"a":{"x":"1.5","ў":"ʻ"},"b":[1,true,null]}'
    assert freeze(card) == freeze({"a": {"x": "1.5", "ў": "ʻ"}, "b": (1, True, None)})
    assert verify(card, freeze(card))
    assert not verify({**card, "b": [1, True]}, freeze(card))


@pytest.mark.parametrize("value", [1.5, {1: "x"}, b"x", {"deep": [float("nan")]}])
def test_a_card_holds_only_what_every_program_writes_alike(value: Any):
    with pytest.raises(ValueError):
        freeze({"card": value})
