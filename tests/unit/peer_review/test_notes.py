"""Places in a work: passages, pages, times."""

import pytest

from tools.peer_review.domain.notes.notes import (
    Note,
    find_passage,
    read_notes,
    read_page,
    read_time,
    time_text,
    write_note,
)
from tools.peer_review.domain.notes.regions import Region, region_from

TEXT = "Bees fly far.\nBees   see colours. Bees fly\nfar."


@pytest.mark.parametrize(
    ("quote", "near", "found"),
    [
        ("Bees fly far.", 0, (0, 13)),
        ("Bees fly far.", 40, (34, 47)),
        ("Bees see  colours", 0, (14, 32)),
        ("bees fly", 0, None),
        ("", 0, None),
        ("(.*)", 0, None),
        ("far. Bees see", 9, (9, 24)),
    ],
)
def test_a_passage_is_found_where_it_stands_nearest_and_spaces_count_alike(quote, near, found) -> None:
    assert find_passage(TEXT, quote, near) == found


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("2:05", 125),
        ("1:02:05", 3725),
        ("125", 125),
        (" 0:00 ", 0),
        ("2:75", None),
        ("-1", None),
        ("٣", None),
        ("", None),
    ],
)
def test_times_are_read_as_players_show_them(text: str, second: int | None) -> None:
    assert read_time(text) == second
    assert second is None or read_time(time_text(second)) == second


@pytest.mark.parametrize(("text", "page"), [("3", 3), (" 12 ", 12), ("0", None), ("x", None), ("100000", None)])
def test_pages_are_numbers_from_one(text: str, page: int | None) -> None:
    assert read_page(text) == page


def test_a_note_written_and_read_is_the_same() -> None:
    notes = [Note(text="Why?", quote="Bees", start=14), Note(text="", file=7, page=2), Note(text="x", file=8, second=0)]
    notes.append(Note(text="Here", file=9, page=1, region=Region(0, 5, 20, 30)))
    assert read_notes([write_note(one) for one in notes]) == notes


@pytest.mark.parametrize(
    ("numbers", "inside"),
    [
        ((0, 0, 100, 100), True),
        ((99, 99, 1, 1), True),
        ((50, 0, 51, 10), False),
        ((0, 50, 10, 51), False),
        ((10, 10, 0, 5), False),
        ((-1, 0, 5, 5), False),
    ],
)
def test_a_region_lies_on_its_picture(numbers: tuple[int, ...], inside: bool) -> None:
    assert region_from(numbers).is_inside is inside
