"""How long a review is kept for its reviewer, and whether a text tells who wrote it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.peer_review.domain.holding import LONG, escalates_at, held_at_first, held_when_saved, held_when_taken
from tools.peer_review.domain.naming import own_names_in

NOW = datetime(2031, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_review_is_kept_until_a_day_before_the_end_or_three_days_without_one():
    assert held_at_first(NOW, NOW + 7 * 24 * HOUR) == NOW + 6 * 24 * HOUR
    assert held_at_first(NOW, None) == NOW + 72 * HOUR


def test_in_a_short_phase_others_still_have_time_after_it_lapses():
    assert held_at_first(NOW, NOW + 10 * HOUR) == NOW + 6 * HOUR


def test_the_teacher_is_told_before_the_end_after_a_week_without_one_and_never_before_the_giving_out():
    assert escalates_at(NOW, NOW + 100 * HOUR, 24) == NOW + 76 * HOUR
    assert escalates_at(NOW, NOW + 10 * HOUR, 24) == NOW
    assert escalates_at(NOW, None, 24) == NOW + LONG
    assert escalates_at(None, NOW, 24) is None
    assert escalates_at(NOW, NOW + 100 * HOUR, 0) is None


@given(st.integers(1, 24 * 40 * 60), st.integers(0, 24 * 40 * 60))
def test_nothing_is_kept_beyond_the_end_and_saving_never_shortens_it(minutes: int, later: int):
    ends = NOW + timedelta(minutes=minutes)
    first = held_at_first(NOW, ends)
    assert NOW <= first < ends
    assert held_when_taken(NOW, ends) <= ends
    saved = held_when_saved(NOW + timedelta(minutes=later), ends, first)
    assert first <= saved <= ends


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("An essay by Lucía.", ["Lucía Fernández"], ["Lucía"]),
        ("LUCIA wrote it, lucía again", ["Lucía Fernández"], ["LUCIA", "lucía"]),
        ("Fernández-Smith says", ["Lucía Fernández"], ["Fernández"]),
        ("lucid thoughts", ["Lucía"], []),
        ("Иван написал", ["Иван Соколов"], ["Иван"]),
        ("To be or not", ["To Be"], []),
        ("", ["Ann"], []),
    ],
)
def test_parts_of_ones_name_are_found_as_words(text: str, names: list[str], found: list[str]):
    assert own_names_in(text, names) == found
