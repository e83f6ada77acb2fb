"""Dates, spans of time and numbers as the reader writes them, in the reader's zone."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from babel import Locale, dates, lists, numbers
from markupsafe import Markup, escape

from lti_tools.web.locale import reader

MOST_PLACES = 3
"""Digits behind the point where none are asked for, as every language of ours has them."""


def format_instant(at: datetime) -> str:
    """An aware instant as "Wed, 12 Mar 2025, 14:00" in the reader's zone and language."""
    return _joined(format_date(at), format_time(at))


def format_date(at: datetime) -> str:
    """The day of an aware instant in the reader's zone: "Wed, 12 Mar 2025"."""
    who = reader()
    return _day(at.astimezone(who.zone).date(), who.formats)


def format_days(first: date, last: date) -> str:
    """Days of the calendar: "Wed, 12 Mar 2025", or from the first to the last."""
    shown = [_day(day, reader().formats) for day in dict.fromkeys((first, last))]
    return " – ".join(shown)


def format_time(at: datetime) -> str:
    """The time of day of an aware instant in the reader's zone, no seconds."""
    who = reader()
    return dates.format_time(at, "short", tzinfo=who.zone, locale=who.formats)


def format_span(start: datetime, end: datetime) -> str:
    """From `start` to `end`; the day is said once where it is the same."""
    zone = reader().zone
    if start.astimezone(zone).date() == end.astimezone(zone).date():
        return _joined(format_date(start), f"{format_time(start)}–{format_time(end)}")
    return f"{format_instant(start)} – {format_instant(end)}"


def format_relative(at: datetime, now: datetime) -> str:
    """How far `at` is from `now`: "in 3 days", "2 hours ago"."""
    return dates.format_timedelta(at - now, add_direction=True, threshold=1.5, locale=reader().formats)


def format_duration(length: timedelta) -> str:
    """A length of time in its largest fitting unit: "3 days"."""
    return dates.format_timedelta(length, threshold=1.5, locale=reader().formats)


def format_number(value: int | float | Decimal, places: int | None = None) -> str:
    """A number with the reader's separators; `places` fixes the digits behind the point, else at most three.

    What rounds to nothing is 0, never -0.
    """
    pattern = None if places is None else "#,##0" + ("." + "0" * places if places else "")
    shows_nothing = not round(value, MOST_PLACES if places is None else places)
    return _decimal(0 if shows_nothing else value, pattern, reader().formats)


def format_percent(share: float | Decimal, places: int = 0) -> str:
    """A share between 0 and 1 as a percentage."""
    pattern = "#,##0" + ("." + "0" * places if places else "") + "%"
    return numbers.format_percent(share, format=pattern, locale=reader().formats)


def format_list(items: Sequence[str]) -> str:
    """Items as a sentence lists them: "a, b and c"."""
    return lists.format_list(list(items), locale=reader().formats)


def zone_label(at: datetime) -> str:
    """The reader's zone in words at that instant, for the hint below a time: "Tashkent (GMT+05:00)"."""
    who = reader()
    offset = dates.get_timezone_gmt(at.astimezone(who.zone), width="long", locale=who.formats)
    if who.zone.key in ("UTC", "Etc/UTC"):
        return "UTC"
    return f"{dates.get_timezone_location(who.zone, locale=who.formats, return_city=True)} ({offset})"


def time_element(at: datetime | None) -> Markup:
    """`<time>` with the instant for people and for machines; a dash where there is none."""
    if at is None:
        return Markup("–")
    title = f"{format_instant(at)}, {zone_label(at)}"
    return Markup('<time datetime="{}" title="{}">{}</time>').format(at.isoformat(), title, escape(format_instant(at)))


def relative_element(at: datetime | None, now: datetime) -> Markup:
    """`<time>` that says how far away the instant is, the instant itself in its title."""
    if at is None:
        return Markup("–")
    title = f"{format_instant(at)}, {zone_label(at)}"
    return Markup('<time datetime="{}" title="{}">{}</time>').format(at.isoformat(), title, format_relative(at, now))


@lru_cache(maxsize=4096, typed=True)
def _decimal(value: int | float | Decimal, pattern: str | None, formats: Locale) -> str:
    """Remembered: a table of a class says the same few numbers hundreds of times."""
    return numbers.format_decimal(value, format=pattern, locale=formats)


@lru_cache(maxsize=1024)
def _day(day: date, formats: Locale) -> str:
    return dates.format_skeleton("yMMMEd", day, locale=formats)


def _joined(day: str, time: str) -> str:
    pattern = str(reader().formats.datetime_formats["medium"])
    return pattern.replace("'", "").replace("{1}", day).replace("{0}", time)


def decimal_sign() -> str:
    """What stands between whole and fraction where the reader lives."""
    return numbers.get_decimal_symbol(reader().formats)
