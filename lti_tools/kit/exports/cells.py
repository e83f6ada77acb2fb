"""Cells of a CSV file: no text is taken for a formula, numbers and instants as spreadsheets and programs read them."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
"""How a text begins that a spreadsheet would run (OWASP, "CSV Injection"), after any number of our own marks."""


def guard(text: str) -> str:
    """`text` with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def unguard(cell: str) -> str:
    """The text that `guard` made `cell` of."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


@dataclass(frozen=True)
class Style:
    """How a file is spelled: for spreadsheets of a region, or for programs."""

    delimiter: str = ","
    decimal: str = "."
    mark: bool = False
    """A byte order mark first, by which Excel knows UTF-8."""


PLAIN = Style()


def spreadsheet(decimal_sign: str) -> Style:
    """What a spreadsheet set to a region opens by double click: where the comma is the decimal sign, `;` separates."""
    comma = decimal_sign == ","
    return Style(delimiter=";" if comma else ",", decimal="," if comma else ".", mark=True)


def number(value: int | float | Decimal, style: Style = PLAIN) -> str:
    """Plain digits, never an exponent and never a separator of thousands."""
    exact = Decimal(value) if isinstance(value, int) else Decimal(str(value))
    return format(exact, "f").replace(".", style.decimal)


def local(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d")
