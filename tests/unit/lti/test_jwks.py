from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tools.errors import AnswerInvalid
from lti_tools.lti.jwks import parse_key_set, public_keys
from tests.support.keys import b64, jwk, rsa_key

USABLE: dict[str, dict[str, Any]] = {
    "as Moodle sends it": {},
    "without alg": {"alg": None},
    "without use": {"use": None},
    "with other members": {"x5c": ["abc"], "key_ops": ["verify"], "x": 1},
}
ODD: dict[str, dict[str, Any]] = {
    "for encryption": {"use": "enc"},
    "of another algorithm": {"alg": "RS512"},
    "of a symmetric algorithm": {"alg": "HS256"},
    "without a kid": {"kid": None},
    "with an empty kid": {"kid": ""},
    "with a kid that is a number": {"kid": 7},
    "with a kid that no database takes": {"kid": "a\x00b"},
    "with an endless kid": {"kid": "k" * 300},
    "of an elliptic curve": {"kty": "EC", "crv": "P-256", "x": "AQAB", "y": "AQAB"},
    "of a symmetric type": {"kty": "oct", "k": "c2VjcmV0"},
    "without a modulus": {"n": None},
    "with a modulus that is a number": {"n": 5},
    "with a modulus that is no base64url": {"n": "!!!"},
    "with an empty modulus": {"n": ""},
    "with a modulus beyond ASCII": {"n": "ж" * 400},
    "with an exponent of one": {"e": "AQ"},
    "with an even exponent": {"e": "Ag"},
    "with an empty exponent": {"e": ""},
    "with a huge exponent": {"e": b64(2**100 + 1)},
    "with null members": {"n": None, "e": None, "kty": None},
}


@pytest.mark.parametrize("members", USABLE.values(), ids=USABLE)
def test_a_key_is_usable(members: dict[str, Any]) -> None:
    found = public_keys(parse_key_set({"keys": [jwk("a", **members)]}))
    assert found["a"].public_numbers() == rsa_key("a").public_key().public_numbers()


@pytest.mark.parametrize("members", ODD.values(), ids=ODD)
def test_an_odd_key_is_left_out_and_its_neighbour_is_not(members: dict[str, Any]) -> None:
    assert list(parse_key_set({"keys": [jwk("a", **members), jwk("b")]})) == ["b"]


@pytest.mark.parametrize("entry", [None, 7, "text", [], {}, [jwk("a")]])
def test_an_entry_that_is_no_object_is_left_out(entry: object) -> None:
    assert list(parse_key_set({"keys": [entry, jwk("b")]})) == ["b"]


def test_a_short_key_is_left_out() -> None:
    assert parse_key_set({"keys": [jwk("short", bits=1024)]}) == {}


def test_the_first_usable_key_of_a_name_counts() -> None:
    found = parse_key_set({"keys": [jwk("a", use="enc"), jwk("a"), jwk("b", kid="a")]})
    assert found["a"]["n"] == jwk("a")["n"]


@pytest.mark.parametrize("document", [{}, {"keys": None}, {"keys": {}}, {"keys": "a"}, {"key": [jwk("a")]}])
def test_a_document_without_a_list_of_keys_is_no_key_set(document: dict[str, Any]) -> None:
    with pytest.raises(AnswerInvalid):
        parse_key_set(document)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
odd_keys = st.fixed_dictionaries(
    {"kty": st.sampled_from(["RSA", "EC", None])},
    optional=dict.fromkeys(("kid", "n", "e", "use", "alg"), json_values),
)


@given(st.lists(odd_keys | json_values, max_size=4))
def test_nothing_in_a_key_set_raises(entries: list[Any]) -> None:
    public_keys(parse_key_set({"keys": entries}))
