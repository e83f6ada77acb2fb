"""Fields that the suite's forms share. Each keeps what was typed, so that a form with errors shows it again.

For one of several take WTForms' own `RadioField` and `SelectField`, with `choices={value: label}`.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

import wtforms
from wtforms import validators, widgets

from lti_tools.pure.local_time import Kind, read_local
from lti_tools.web.formats import format_number, zone_label
from lti_tools.web.locale import gettext, ngettext, reader

FIRST_YEAR, LAST_YEAR = 2000, 2100
_LOCAL = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})[T ]([0-9]{2}):([0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?")


def clean_text(text: str) -> str:
    """`text` with one kind of line break, composed characters (NFC) and no space around it."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


class _Limits:
    """Checks the length in characters and tells the browser the limit; too short texts only where something is."""

    def __init__(self, most: int, least: int) -> None:
        self.most, self.least = most, least
        self.field_flags = {"maxlength": most} | ({"minlength": least} if least else {})

    def __call__(self, form: Any, field: wtforms.Field) -> None:
        length = len(field.data or "")
        if length > self.most:
            raise validators.StopValidation(
                ngettext(
                    "Use at most %(num)s character; now there are %(length)s.",
                    "Use at most %(num)s characters; now there are %(length)s.",
                    self.most,
                    length=length,
                )
            )
        if length < self.least:
            raise validators.StopValidation(
                ngettext(
                    "Write at least %(num)s character; now there are %(length)s.",
                    "Write at least %(num)s characters; now there are %(length)s.",
                    self.least,
                    length=length,
                )
            )


class TextField(wtforms.StringField):
    """One line of text, cleaned; empty where optional. `max_length` in characters is checked and told the browser."""

    def __init__(
        self,
        label: str | None = None,
        *,
        max_length: int = 200,
        min_length: int = 0,
        required: bool = True,
        validators: Sequence[Any] = (),
        **options: Any,
    ) -> None:
        self.max_length = max_length
        presence: Any = _Filled() if required else wtforms.validators.Optional()
        checks = [presence, _Limits(max_length, min_length), *validators]
        super().__init__(label, checks, **options)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = clean_text(str(valuelist[0])) if valuelist else ""
        if not isinstance(self.widget, widgets.TextArea):
            self.data = " ".join(self.data.split())


class LongTextField(TextField):
    """Several lines of text, Markdown where the page says so."""

    widget = widgets.TextArea()

    def __init__(self, label: str | None = None, *, max_length: int = 5000, rows: int = 6, **options: Any) -> None:
        options["render_kw"] = {"rows": rows, **options.get("render_kw", {})}
        super().__init__(label, max_length=max_length, **options)


class LinesField(LongTextField):
    """A list typed one entry a line; `data` is a list of cleaned, non-empty strings.

    `max_entries` bounds the list, `entry_length` each entry; `unique` refuses a repeated entry (case ignored).
    """

    data: list[str]  # type: ignore[assignment]

    def __init__(
        self,
        label: str | None = None,
        *,
        max_entries: int = 200,
        entry_length: int = 200,
        unique: bool = True,
        **options: Any,
    ) -> None:
        self.max_entries, self.entry_length, self.unique = max_entries, entry_length, unique
        super().__init__(label, max_length=max_entries * (entry_length + 1), **options)
        self.validators = [check for check in self.validators if not isinstance(check, _Limits)]

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = clean_text(str(valuelist[0])) if valuelist else ""
        self.data = [" ".join(line.split()) for line in text.split("\n") if line.strip()]

    def _value(self) -> str:
        return "\n".join(self.data or ())

    def pre_validate(self, form: Any) -> None:
        entries = self.data or []
        if len(entries) > self.max_entries:
            raise validators.StopValidation(
                gettext("Write at most %(most)s lines; now there are %(now)s.", most=self.max_entries, now=len(entries))
            )
        seen: set[str] = set()
        for entry in entries:
            if len(entry) > self.entry_length:
                raise validators.StopValidation(
                    gettext(
                        "The line “%(line)s…” is longer than %(most)s characters.",
                        line=entry[:40],
                        most=self.entry_length,
                    )
                )
            if self.unique and entry.casefold() in seen:
                raise validators.StopValidation(gettext("The line “%(line)s” is there twice.", line=entry))
            seen.add(entry.casefold())


class WholeNumberField(wtforms.IntegerField):
    """A whole number between `least` and `most`, both allowed; None where optional and empty."""

    def __init__(
        self, label: str | None = None, *, least: int, most: int, required: bool = True, **options: Any
    ) -> None:
        presence: Any = validators.InputRequired() if required else validators.Optional()
        checks = [presence, _understood, validators.NumberRange(least, most), *options.pop("validators", ())]
        super().__init__(label, checks, **options)

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist and len(str(valuelist[0])) > 18:  # the range check makes a float of it, which has an end
            self.data = None
            raise ValueError(self.gettext("Not a valid integer value."))
        super().process_formdata(valuelist)


class DecimalField(wtforms.Field):
    """A decimal number between `least` and `most` with at most `places` digits behind the point; comma or point."""

    widget = widgets.TextInput()

    def __init__(
        self,
        label: str | None = None,
        *,
        least: Decimal | int,
        most: Decimal | int,
        places: int = 2,
        required: bool = True,
        **options: Any,
    ) -> None:
        self.least, self.most, self.places = Decimal(least), Decimal(most), places
        options["render_kw"] = {"inputmode": "decimal", "autocomplete": "off", **options.get("render_kw", {})}
        presence: Any = validators.InputRequired() if required else validators.Optional()
        super().__init__(label, [presence, _understood, *options.pop("validators", ())], **options)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else format(self.data, "f")

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = str(valuelist[0]).strip().replace(",", ".") if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            number = Decimal(text) if len(text) <= 40 else None
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite():
            raise ValueError(gettext("Enter a number, such as %(example)s.", example=format_number(2.5)))
        if -int(number.as_tuple().exponent) > self.places:
            raise ValueError(gettext("Digits behind the point: at most %(places)s.", places=self.places))
        if not self.least <= number <= self.most:
            raise ValueError(
                gettext(
                    "Enter a number from %(min)s to %(max)s.",
                    min=format_number(self.least),
                    max=format_number(self.most),
                )
            )
        self.data = number


def _reader_zone() -> ZoneInfo:
    return reader().zone


class LocalDateTimeField(wtforms.Field):
    """A date and time typed in the course's zone; `data` is an aware UTC datetime or None.

    A time that the clocks skip is refused with the reason; of one that happens twice the earlier is meant, which the
    form says.
    """

    widget = widgets.DateTimeLocalInput()

    def __init__(
        self,
        label: str | None = None,
        *,
        required: bool = False,
        zone: Callable[[], ZoneInfo] = _reader_zone,
        **options: Any,
    ) -> None:
        self.zone = zone
        presence: Any = validators.InputRequired() if required else validators.Optional()
        super().__init__(label, [presence, _understood, *options.pop("validators", ())], **options)

    @property
    def zone_label(self) -> str:
        """For the hint: the zone in which the time is meant."""
        return zone_label(self.data if isinstance(self.data, datetime) else datetime.now(UTC))

    @property
    def comes_twice(self) -> bool:
        """Whether the clocks show this time twice on its day."""
        if not isinstance(self.data, datetime):
            return False
        local = self.data.astimezone(self.zone()).replace(tzinfo=None, fold=0)
        return read_local(local, self.zone()).kind is Kind.TWICE

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.astimezone(self.zone()).strftime("%Y-%m-%dT%H:%M") if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if text:
            self.data = to_instant(text, self.zone())


def to_instant(text: str, zone: ZoneInfo) -> datetime:
    """The UTC instant of a local "2025-03-30T14:00"; raises `ValueError` with a sentence for the reader."""
    parts = _LOCAL.fullmatch(text)
    try:
        year, month, day, hour, minute = map(int, parts.groups() if parts else (0, 0, 0, 0, 0))
        local: datetime | None = datetime(year, month, day, hour, minute)  # noqa: DTZ001 - local on purpose
    except ValueError:
        local = None
    if local is None or not FIRST_YEAR <= local.year <= LAST_YEAR:
        raise ValueError(gettext("Enter a date and a time, such as %(example)s.", example="2030-01-31 14:00"))
    found = read_local(local, zone)
    if found.kind is Kind.SKIPPED:
        raise ValueError(gettext("The clocks skip this time on that day. Choose an hour earlier or later."))
    return found.instant


def _understood(form: Any, field: wtforms.Field) -> None:
    """One complaint is enough: what could not be read is not measured too."""
    if field.process_errors:
        raise validators.StopValidation


class _Filled:
    """Something other than space was typed."""

    field_flags = {"required": True}

    def __call__(self, form: Any, field: wtforms.Field) -> None:
        if not field.data:
            raise validators.StopValidation(gettext("Please fill this in."))


class CheckboxesField(wtforms.SelectMultipleField):
    """Any number of the choices (`{value: label}`), each a checkbox; `data` is a list."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()
