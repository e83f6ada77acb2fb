from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tools.errors import StateExpired, StateUnknown
from lti_tools.lti.state import LIFETIME, issue, read

NOW = datetime(2030, 1, 1, tzinfo=UTC)
SECRET = b"s" * 32


def test_a_state_leads_back_to_its_login():
    login = issue(SECRET, 7, NOW)
    again = read(SECRET, login.text, NOW + timedelta(minutes=9))
    assert again == login
    assert again.registration_id == 7
    assert len({login.nonce, login.cookie_value, login.storage_value, login.text}) == 4


def test_a_state_expires():
    with pytest.raises(StateExpired):
        read(SECRET, issue(SECRET, 7, NOW).text, NOW + LIFETIME)


def test_a_state_of_another_suite_is_unknown():
    with pytest.raises(StateUnknown):
        read(b"t" * 32, issue(SECRET, 7, NOW).text, NOW)


@given(st.text(max_size=300))
def test_any_other_text_is_unknown(text):
    with pytest.raises(StateUnknown):
        read(SECRET, text, NOW)


@given(st.integers(0, 58), st.characters(min_codepoint=33, max_codepoint=126), st.booleans())
def test_a_changed_state_is_unknown_even_where_it_decodes_to_the_same_bytes(position, character, insert):
    text = issue(SECRET, 7, NOW).text
    changed = text[:position] + character + text[position + (not insert) :]
    if changed != text:
        with pytest.raises(StateUnknown):
            read(SECRET, changed, NOW)
