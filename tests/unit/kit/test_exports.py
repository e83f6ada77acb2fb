"""Files of an export: round trips, no formulas, no names where none were asked for, constant memory."""

import csv
import io
import json
import tracemalloc
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tools.kit.exports.cells import PLAIN, guard, number, spreadsheet, unguard
from lti_tools.kit.exports.declared import NOBODY, Field, Kind
from lti_tools.kit.exports.exports import Known, Table, Words, csv_pieces, json_pieces

AT = datetime(2026, 3, 29, 23, 30, tzinfo=UTC)
COLUMNS = (
    Field("who", "Person", Kind.PERSON),
    Field("text", "What"),
    Field("score", "Score", Kind.NUMBER),
    Field("done", "Done", Kind.YES),
    Field("at", "When", Kind.INSTANT),
    Field("comment", "Comment", reveals=True),
)
PEOPLE = {7: Known("=Ana", "lms-7"), 8: Known("Ben", "lms-8")}
ROWS = [
    [7, 'x;y,"z"\nw', Decimal("-1.50"), True, AT, "from Ana"],
    [8, "=1+1", 3, False, None, None],
    [None, None, None, None, AT, "gone"],
    [7, "b", 0.1, True, AT + timedelta(days=1), ""],
]


def table(people=PEOPLE, rows=ROWS, columns=COLUMNS, seed=1):
    zone = ZoneInfo("Asia/Tashkent")
    return Table(columns=columns, rows=rows, people=people, words=Words(zone=zone), rng=Random(seed))


def read(pieces, style=PLAIN):
    text = b"".join(pieces).decode("utf-8-sig" if style.mark else "utf-8")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=style.delimiter))


def test_with_names_every_value_stands_as_it_is_and_times_in_both_zones():
    heading, first, second, third, _ = read(csv_pieces(table()))
    assert heading == [
        "Person: Name",
        "Person: LMS id",
        "What",
        "Score",
        "Done",
        "When (Asia/Tashkent)",
        "When (UTC)",
        "Comment",
    ]
    times = ["2026-03-30 04:30:00", "2026-03-29T23:30:00Z"]
    assert first == ["'=Ana", "lms-7", 'x;y,"z"\nw', "-1.50", "yes", *times, "from Ana"]
    assert second == ["Ben", "lms-8", "'=1+1", "3", "no", "", "", ""]
    assert third == ["Erased person", "", "", "", "", *times, "gone"]


def test_a_row_without_a_person_is_not_somebody_erased():
    rows = [[NOBODY, "x", 1, True, None, None]]
    for people in (PEOPLE, None):
        assert read(csv_pieces(table(people, rows)))[1][0] == ""
        assert json.loads(b"".join(json_pieces(table(people, rows), {})))["rows"][0]["who"] is None


def test_without_names_people_are_numbers_times_are_days_and_what_reveals_is_left_out():
    text = b"".join(csv_pieces(table(people=None))).decode()
    heading, *rows = list(csv.reader(io.StringIO(text, newline="")))
    assert heading == ["Person", "What", "Score", "Done", "When"]
    assert sorted({row[0] for row in rows}) == ["", "1", "2"]
    assert len({row[0] for row in rows if row[1] in ("b", 'x;y,"z"\nw')}) == 1
    assert {row[4] for row in rows} == {"2026-03-30", "2026-03-31", ""}
    assert not any(told in text for told in ("Ana", "Ben", "lms-", "04:30", "23:30"))


def test_without_names_neither_order_nor_number_says_who_it_is():
    rows = [[person, str(person), 1, True, AT, ""] for person in range(200)]
    orders = {tuple(row[1] for row in read(csv_pieces(table(None, rows, seed=seed)))) for seed in range(5)}
    assert len(orders) == 5
    numbers = {next(row[0] for row in read(csv_pieces(table(None, rows, seed=n))) if row[1] == "17") for n in range(9)}
    assert len(numbers) > 4


def test_json_keeps_types_and_leaves_formulas_alone():
    made = json.loads(b"".join(json_pieces(table(), {"export": "x", "names": True})))
    assert made["columns"] == {one.key: one.title for one in COLUMNS}
    assert made["rows"][0]["who"] == {"name": "=Ana", "lms_id": "lms-7"}
    assert (made["rows"][0]["score"], made["rows"][0]["at"]) == (-1.5, "2026-03-29T23:30:00Z")
    assert made["rows"][1]["text"] == "=1+1"
    nameless = json.loads(b"".join(json_pieces(table(None), {})))
    assert {row["who"] for row in nameless["rows"]} == {1, 2, None}
    assert all("comment" not in row for row in nameless["rows"])


def test_an_empty_table_is_a_heading():
    assert len(read(csv_pieces(table(rows=[])))) == 1
    assert json.loads(b"".join(json_pieces(table(rows=[]), {})))["rows"] == []


@pytest.mark.parametrize(("sign", "expected"), [(",", "1,5"), (".", "1.5"), ("٫", "1.5")])
def test_spreadsheets_of_a_region_find_their_own_signs(sign, expected):
    style = spreadsheet(sign)
    assert style.mark
    assert style.delimiter != style.decimal
    assert number(Decimal("1.5"), style) == expected


def test_numbers_have_no_exponents():
    assert [number(value) for value in (10**20, 1e-7, Decimal("1E+3"), -2)] == [
        "1" + "0" * 20,
        "0.0000001",
        "1000",
        "-2",
    ]


texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
nasty = st.one_of(texts, st.builds("{}{}".format, st.sampled_from("=+-@\t\r\n'＝＋－＠,;\""), texts))


@given(nasty)
def test_guarded_texts_come_back_and_never_begin_a_formula(text):
    assert unguard(guard(text)) == text
    assert guard(text)[:1] not in tuple("=+-@\t\r\n＝＋－＠")


@given(st.lists(st.tuples(st.integers(1, 9), nasty, nasty), max_size=8), st.sampled_from([PLAIN, spreadsheet(",")]))
def test_files_round_trip_and_no_cell_is_a_formula(rows, style):
    people = {person: Known(f"={person}", f"@{person}") for person in range(10)}
    columns = (COLUMNS[0], Field("one", "+One"), Field("two", "Two"))
    found = read(csv_pieces(table(people, rows, columns), style), style)
    assert not any(cell[:1] in tuple("=+-@\t\r\n＝＋－＠") for row in found for cell in row if cell)
    assert [tuple(unguard(cell) for cell in row[2:]) for row in found[1:]] == [tuple(row[1:]) for row in rows]
    without = read(csv_pieces(table(None, rows, columns), style), style)
    came = sorted(tuple(unguard(cell) for cell in row[1:]) for row in without[1:])
    assert came == sorted(tuple(row[1:]) for row in rows)


def peak_of(people, count):
    """(bytes written, most bytes of memory) of an export with `count` rows."""

    def rows():
        for n in range(count):
            yield [n % 500, f"A text of some length, number {n}", n, True, AT, "Words that nobody else wrote"]

    tracemalloc.start()
    size = sum(len(piece) for piece in csv_pieces(table(people, rows())))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size, peak


@pytest.mark.parametrize("people", [PEOPLE, None], ids=["with names", "without"])
@pytest.mark.parametrize("count", [8_000, pytest.param(50_000, marks=pytest.mark.deep)])
def test_many_rows_take_constant_memory(people, count):
    size, peak = peak_of(people, count)
    assert size > 60 * count
    assert peak < 3_500_000
