from datetime import UTC, datetime
from decimal import Decimal
from inspect import getsource
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
import wtforms
from babel.messages.extract import extract
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FieldList, FormField, RadioField, SelectField

from lti_tools.web.fields import CheckboxesField, to_instant
from lti_tools.web.form_texts import TEXTS
from lti_tools.web.forms import (
    DecimalField,
    Form,
    LinesField,
    LocalDateTimeField,
    LongTextField,
    TextField,
    WholeNumberField,
    error_summary,
)

PARIS = ZoneInfo("Europe/Paris")


class Part(Form):
    name = TextField("Name", max_length=5)


class Sample(Form):
    title = TextField("Title", max_length=10)
    note = LongTextField("Note", required=False, max_length=20)
    lines = LinesField("Lines", required=False, max_entries=3, entry_length=5)
    seats = WholeNumberField("Seats", least=1, most=9, required=False)
    weight = DecimalField("Weight", least=0, most=1, places=2, required=False)
    closes = LocalDateTimeField("Closes", zone=lambda: PARIS)
    kind = RadioField("Kind", choices={"a": "A", "b": "B"}, default="a")
    days = CheckboxesField("Days", choices={"mo": "Mo", "tu": "Tu"})
    audience = SelectField("Audience", choices={"all": "All"}, default="all")
    parts = FieldList(FormField(Part), max_entries=3)


def filled(**values: str | list[str]) -> Sample:
    data: MultiDict[str, str] = MultiDict({"title": "T", "kind": "a", "audience": "all"})
    for name, value in values.items():
        data.setlist(name.replace("__", "-"), [value] if isinstance(value, str) else value)
    form = Sample(data)
    form.validate()
    return form


class Graded(Form):
    graded = BooleanField("Give points")
    points = WholeNumberField("Points", least=1, most=100, default=10)
    kind = RadioField("Kind", choices={"a": "A", "b": "B", "c": "C"}, default="a")
    note = TextField("Note", max_length=5)

    shown_when = {"points": "graded=on", "note": "kind=b c"}


@pytest.mark.parametrize(
    ("sent", "wrong", "points"),
    [
        ({"graded": "y", "points": "7", "kind": "a", "note": ""}, [], 7),
        ({"graded": "y", "points": "700", "kind": "a", "note": ""}, ["points"], None),
        ({"points": "7", "kind": "a", "note": "far too long"}, [], 7),
        ({"points": "700", "kind": "a"}, [], 10),
        ({"points": "\ud800", "kind": "a"}, [], 10),
        ({"points": "7", "kind": "c", "note": ""}, ["note"], 7),
        ({"points": "7", "kind": "b", "note": "fits"}, [], 7),
    ],
)
def test_a_field_that_does_not_apply_keeps_its_value_and_stops_nobody(sent, wrong, points) -> None:
    form = Graded(MultiDict(sent))
    assert form.validate() is not bool(wrong)
    assert list(form.errors) == wrong
    assert points is None or form.points.data == points


def test_a_good_form_gives_clean_values() -> None:
    form = filled(
        title="  Cafe\u0301  x ",
        note="a\r\nb\r\n",
        lines=" one \r\n\r\ntwo\n",
        seats="4",
        weight="0,25",
        closes="2025-07-01T14:00",
        days=["mo", "tu"],
        parts__0__name="Ann",
    )
    assert form.errors == {}
    assert form.title.data == "Café x"
    assert form.note.data == "a\nb"
    assert form.lines.data == ["one", "two"]
    assert form.weight.data == Decimal("0.25")
    assert form.closes.data == datetime(2025, 7, 1, 12, 0, tzinfo=UTC)
    assert form.days.data == ["mo", "tu"]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("title", "   ", "fill this in"),
        ("title", "x" * 11, "at most 10 characters"),
        ("title", "a\x00b", "cannot be stored"),
        ("title", "a\ud800b", "cannot be stored"),
        ("note", "x" * 30_000, "too long"),
        ("lines", "a\nb\nc\nd", "at most 3 lines"),
        ("lines", "sixsix", "longer than 5"),
        ("lines", "one\nONE", "twice"),
        ("seats", "0", "from 1 to 9"),
        ("seats", "two", "whole number"),
        ("seats", "9" * 5000, "whole number"),
        ("weight", "NaN", "Enter a number, such as"),
        ("weight", "Infinity", "Enter a number, such as"),
        ("weight", "1e-400", "at most 2"),
        ("weight", "0.123", "at most 2"),
        ("weight", "1.01", "from 0 to 1"),
        ("weight", "1" * 50, "Enter a number, such as"),
        ("closes", "tomorrow", "a date and a time"),
        ("closes", "2025-13-01T10:00", "a date and a time"),
        ("closes", "0001-01-01T00:00", "a date and a time"),
        ("closes", "9999-12-31T23:59", "a date and a time"),
        ("closes", "2025-03-30T02:30", "clocks skip"),
        ("kind", "c", "one of the options"),
        ("days", "su", "one of the options"),
        ("audience", "nobody", "one of the options"),
        ("parts__0__name", "Annabel", "at most 5"),
    ],
)
def test_a_bad_value_is_one_clear_error_and_is_shown_again(name: str, value: str, words: str) -> None:
    form = filled(**{name: value})
    assert not form.validate()
    (error,) = error_summary(form)
    assert words in error.text
    field = form
    for step in name.split("__"):
        field = field[int(step) if step.isdigit() else step]  # type: ignore[assignment, index]
    assert str(field())


def test_a_required_field_without_any_value_asks_once() -> None:
    form = Sample(MultiDict({"kind": "a", "audience": "all"}))
    assert not form.validate()
    assert error_summary(form) == [("title", "Title", "Please fill this in.")]


def test_the_summary_leads_to_the_first_option_of_a_group() -> None:
    (error,) = error_summary(filled(kind="c"))
    assert error.target == "kind-0"


def test_a_time_that_happens_twice_is_the_earlier_one() -> None:
    assert to_instant("2025-10-26T02:30", PARIS) == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)


def test_a_stored_instant_is_shown_in_the_zone() -> None:
    form = Sample(closes=datetime(2025, 7, 1, 12, 0, tzinfo=UTC))
    assert 'value="2025-07-01T14:00"' in form.closes()


@given(st.dictionaries(st.sampled_from(list(Sample()._fields)), st.lists(st.text(max_size=60), max_size=3)))
def test_no_text_breaks_a_form(values: dict[str, list[str]]) -> None:
    data: MultiDict[str, str] = MultiDict()
    for name, texts in values.items():
        data.setlist(name, texts)
    form = Sample(data)
    form.validate()
    for field in form:
        assert field() is not None
    error_summary(form)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 12, 30)))  # noqa: DTZ001
def test_an_instant_survives_being_shown_and_typed(at: datetime) -> None:
    instant = at.replace(second=0, microsecond=0, tzinfo=UTC)
    local = instant.astimezone(PARIS)
    if local.fold == 0 and local.year <= 2100:
        assert to_instant(local.strftime("%Y-%m-%dT%H:%M"), PARIS) == instant


def test_wtforms_says_nothing_in_words_of_its_own() -> None:
    """Each sentence that a field or validator of ours can say has our wording."""
    used = [
        wtforms.validators.InputRequired,
        wtforms.validators.NumberRange,
        wtforms.IntegerField,
        wtforms.RadioField,
        wtforms.SelectField,
        wtforms.SelectMultipleField,
    ]
    for source in used:
        for _, message, _, _ in extract("python", BytesIO(getsource(source).encode())):
            for text in (message,) if isinstance(message, str) else message:
                assert text in TEXTS or text == "Choices cannot be None.", (source.__name__, text)


@pytest.mark.parametrize("typed", ["9" * 400, "-" + "9" * 19, "9" * 5000])
def test_a_whole_number_beyond_all_measure_is_an_error_and_no_crash(typed: str) -> None:
    form = filled(seats=typed)
    assert not form.validate()
    assert form.seats.errors
    assert form.seats._value() == typed
