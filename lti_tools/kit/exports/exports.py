"""The door of exports: a declared table as CSV or JSON, in pieces, with names or without, in constant memory.

Without names every person is a number made for this one file, in the order in which they first appear in it; the rows
are shuffled before, so neither order nor number says anything. Two exports of the same table share no numbers.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial
from random import Random, SystemRandom
from typing import Any
from zoneinfo import ZoneInfo

from lti_tools.kit.exports import cells
from lti_tools.kit.exports.cells import PLAIN, Style
from lti_tools.kit.exports.declared import NOBODY, Field, Kind
from lti_tools.kit.exports.shuffling import shuffled

PIECE = 16 * 1024
"""Bytes, about, of one piece of a file."""


@dataclass(frozen=True)
class Known:
    """Somebody of the course: the name to show and the LMS's own id."""

    name: str
    lms_id: str


@dataclass(frozen=True, kw_only=True)
class Words:
    """Headings and words in the reader's language, and the zone of the course."""

    person: str = "Person"
    name: str = "Name"
    lms_id: str = "LMS id"
    yes: str = "yes"
    no: str = "no"
    erased: str = "Erased person"
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))


@dataclass(frozen=True, kw_only=True)
class Table:
    """What is written: the columns and rows of one `Export`. `people` None: without names."""

    columns: Sequence[Field]
    rows: Iterable[Sequence[Any]]
    people: Mapping[int, Known] | None
    words: Words = field(default_factory=Words)
    rng: Random = field(default_factory=SystemRandom)

    def kept(self) -> list[tuple[int, Field]]:
        """The columns that this file has, with their places in a row."""
        return [(n, one) for n, one in enumerate(self.columns) if self.people is not None or not one.reveals]


class Numbers:
    """Numbers for people without names, from 1 in the order of first appearance."""

    def __init__(self) -> None:
        self._given: dict[int, int] = {}

    def of(self, person_id: int) -> int:
        return self._given.setdefault(person_id, len(self._given) + 1)


def csv_pieces(table: Table, style: Style = PLAIN) -> Iterator[bytes]:
    """The file in UTF-8, heading first."""
    heading = [cells.guard(title) for _, one in table.kept() for title in _titles(one, table)]
    numbers = Numbers()
    spellers = [(place, _speller(one, table, style, numbers)) for place, one in table.kept()]
    start = ("\ufeff" if style.mark else "").encode() + _csv_line(heading, style)
    lines = (_csv_line([cell for n, spell in spellers for cell in spell(row[n])], style) for row in _ordered(table))
    yield from _pieces([start], lines)


def json_pieces(table: Table, about: Mapping[str, Any]) -> Iterator[bytes]:
    """One JSON object in UTF-8: what `about` says, then `columns` (key -> title) and `rows` (objects by key)."""
    kept, numbers = table.kept(), Numbers()
    head = {**about, "columns": {one.key: str(one.title) for _, one in kept}}
    opening = json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": ['

    def lines() -> Iterator[bytes]:
        for count, row in enumerate(_ordered(table)):
            values = {one.key: _value(one, row[place], table, numbers) for place, one in kept}
            yield ((",\n" if count else "\n") + json.dumps(values, ensure_ascii=False)).encode()

    yield from _pieces([opening.encode()], lines(), [b"\n]}\n"])


def _ordered(table: Table) -> Iterator[list[Any]]:
    """The rows; without names in random order. They wait as JSON, with kinds that JSON lacks spelled out."""
    if table.people is not None:
        yield from (list(row) for row in table.rows)
        return
    kinds = [one.kind for one in table.columns]
    waiting = (json.dumps([_pack(value) for value in row]).encode() for row in table.rows)
    for line in shuffled(waiting, table.rng):
        yield [_unpack(kind, value) for kind, value in zip(kinds, json.loads(line), strict=True)]


def _pack(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _unpack(kind: Kind, value: Any) -> Any:
    if kind is Kind.INSTANT and value is not None:
        return datetime.fromisoformat(value)
    return Decimal(value) if kind is Kind.NUMBER and isinstance(value, str) else value


def _titles(one: Field, table: Table) -> list[str]:
    words, title = table.words, str(one.title)
    if one.kind is Kind.PERSON:
        return [f"{title}: {words.name}", f"{title}: {words.lms_id}"] if table.people is not None else [title]
    if one.kind is Kind.INSTANT and table.people is not None:
        return [f"{title} ({words.zone.key})", f"{title} (UTC)"]
    return [title]


Speller = Callable[[Any], list[str]]
"""A value -> its cells."""


def _speller(one: Field, table: Table, style: Style, numbers: Numbers) -> Speller:
    if one.kind is Kind.PERSON:
        return partial(_person, table, numbers)
    spell, blank = _SPELLED[one.kind](table, style), [""] * len(_titles(one, table))
    return lambda value: blank if value is None else spell(value)


def _person(table: Table, numbers: Numbers, person_id: int | None) -> list[str]:
    if table.people is None:
        return [str(numbers.of(person_id)) if person_id else ""]
    known = _known(person_id, table)
    return [cells.guard(known.name), cells.guard(known.lms_id)]


def _instant(table: Table, _style: Style) -> Speller:
    zone = table.words.zone
    if table.people is None:
        return lambda at: [cells.day(at, zone)]
    return lambda at: [cells.local(at, zone), cells.utc(at)]


_SPELLED: dict[Kind, Callable[[Table, Style], Speller]] = {
    Kind.TEXT: lambda _table, _style: lambda value: [cells.guard(str(value))],
    Kind.NUMBER: lambda _table, style: lambda value: [cells.number(value, style)],
    Kind.YES: lambda table, _style: lambda value: [table.words.yes if value else table.words.no],
    Kind.INSTANT: _instant,
}


def _value(one: Field, value: Any, table: Table, numbers: Numbers) -> Any:
    if one.kind is Kind.PERSON:
        if value == NOBODY or (table.people is None and value is None):
            return None
        if table.people is None:
            return numbers.of(value)
        known = _known(value, table)
        return {"name": known.name, "lms_id": known.lms_id}
    if isinstance(value, datetime):
        return cells.utc(value) if table.people is not None else cells.day(value, table.words.zone)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _known(person_id: int | None, table: Table) -> Known:
    people = table.people or {}
    return people.get(person_id, Known("", "")) if person_id is not None else Known(table.words.erased, "")


def _csv_line(values: Sequence[str], style: Style) -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter=style.delimiter).writerow(values)
    return written.getvalue().encode()


def _pieces(*parts: Iterable[bytes]) -> Iterator[bytes]:
    """The parts one after another, in pieces worth sending."""
    held, size = [], 0
    for part in parts:
        for line in part:
            held.append(line)
            size += len(line)
            if size >= PIECE:
                yield b"".join(held)
                held, size = [], 0
    if held:
        yield b"".join(held)
