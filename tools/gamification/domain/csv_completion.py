"""What Moodle's and Canvas's gradebook and completion exports say of a roster.

LTI cannot read other columns, so a teacher brings them as a file. Headings are in the export's own language: people's
columns are told by their place and content, and the teacher picks the column that counts.
"""

import csv
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_CHARACTERS = 20_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 1_000
MOST_OF_A_CELL = 100_000
_NUMBER = re.compile(r"-?\d{1,9}(?:[.,]\d{1,9})?")
_CANVAS_ID = re.compile(r"\s*\(\d+\)$")
_MOODLE_KIND = re.compile(r"\s*\((?:Real|Percentage|Letter)\)$")
_DATE = re.compile(r"\d{4}|\d{1,2}:\d{2}")
_OF_PEOPLE = {"id", "sis", "login", "section", "number", "username", "root", "institution", "department"}
MOST_WORDS = 6
"""Different words of a column that says whether something was done."""


class TableInvalid(ValueError):
    """No table of results; the message is a code."""


class Kind(StrEnum):
    """What stands in a column."""

    POINTS = "points"
    PERCENT = "percent"
    DONE = "done"
    """A word where it was done."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of results. `maximum` is what full points are; None where the file does not say it."""

    place: int
    name: str
    kind: Kind
    maximum: float | None = None
    words: tuple[str, ...] = ()
    """What stands in it where it holds words, in the export's language: the teacher says which mean done."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file as it was read."""

    columns: tuple[Column, ...]
    """Of results, in the order of the file."""
    rows: tuple[tuple[str, ...], ...]
    """Of people."""
    about: tuple[int, ...]
    """Places of the columns that say who somebody is."""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the roster, by everything a file may know them by; empty texts are unknown."""

    id: int
    name: str
    email: str = ""
    numbers: tuple[str, ...] = ()
    """Ids at the LMS and at the school."""


class Unmatched(StrEnum):
    """Why a row of the file is nobody's."""

    NOBODY = "nobody"
    SEVERAL = "several"
    """More than one person it could be."""
    TWICE = "twice"
    """An earlier row is this person's already."""


def read_table(text: str) -> Table:
    """Read an export; commas, semicolons or tabs. Raises `TableInvalid`."""
    if len(text) > MOST_CHARACTERS or "\0" in text:
        raise TableInvalid("too-large" if len(text) > MOST_CHARACTERS else "no-table")
    rows = _rows(text.lstrip("\ufeff"))
    if len(rows) < 2:
        raise TableInvalid("no-table")
    head, *body = rows
    maxima: Sequence[str] = ()
    while body and _is_canvas_extra(body[0]):
        maxima = body[0] if any(_NUMBER.fullmatch(cell.strip()) for cell in body[0]) else maxima
        body = body[1:]
    about = _about(head, body)
    columns = tuple(
        column
        for place in range(len(head))
        if place not in about and (column := _column(place, head, body, maxima)) is not None
    )
    if not columns or not body:
        raise TableInvalid("no-results")
    return Table(columns, tuple(map(tuple, body)), about)


def match(table: Table, roster: Sequence[Known]) -> list[int | Unmatched]:
    """For each row the person's id, or why there is none: by address or number first, by name where only one has it."""
    keys, names = defaultdict[str, set[int]](set), defaultdict[str, set[int]](set)
    for person in roster:
        for key in filter(None, (person.email, *person.numbers)):
            keys[_plain(key)].add(person.id)
        names[_name(person.name)].add(person.id)
    found: list[int | Unmatched] = []
    for row in table.rows:
        one = _whose(row, table.about, keys, names)
        found.append(Unmatched.TWICE if isinstance(one, int) and one in found else one)
    return found


def percent(cell: str, column: Column, *, full: float | None = None, done: Collection[str] = ()) -> int | None:
    """A cell in whole percent, rounded down, 0 to 100; None where it says nothing.

    `full`: full points where the file does not say them; `done`: the words that mean done.
    """
    if column.kind is Kind.DONE:
        return 100 if cell.strip() in done else None
    text = cell.strip().removesuffix("%").strip()
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text.replace(",", "."))
    most = 100 if column.kind is Kind.PERCENT else full or column.maximum
    return max(min(int(100 * value / most + 1e-9), 100), 0) if most else None


def entry_id(objective: str, person: int, score: int) -> str:
    """The ledger's id of such a result: the same file brought again adds nothing, a better score one entry."""
    return f"csv:{objective}:{person}:{score}"


def _rows(text: str) -> list[list[str]]:
    head = text.split("\n", 1)[0]
    mark = max(",;\t", key=head.count)
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark) if any(map(str.strip, row))]
    except csv.Error as error:
        raise TableInvalid("no-table") from error
    if not rows or len(rows[0]) < 2 or any(len(cell) > MOST_OF_A_CELL for row in rows for cell in row):
        raise TableInvalid("no-table")
    if len(rows) > MOST_ROWS or len(rows[0]) > MOST_COLUMNS:
        raise TableInvalid("too-large")
    width = len(rows[0])
    return [[*row[:width], *[""] * (width - len(row))] for row in rows]


def _is_canvas_extra(row: Sequence[str]) -> bool:
    """Canvas puts "Points Possible" and posting rules between head and people: rows without anybody's id."""
    first = row[0].strip()
    return (
        first.startswith("Points Possible")
        or (not first and not any("@" in cell for cell in row))
        or (first == "Student, Test")
    )


def _about(head: Sequence[str], body: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """The columns before the first one of results: names, numbers, addresses, sections."""
    addresses = [place for place in range(len(head)) if any("@" in row[place] for row in body)]
    places = range(max(addresses, default=0) + 1, len(head))
    named = [place for place in places if _CANVAS_ID.search(head[place]) or _MOODLE_KIND.search(head[place])]
    for place in named or places:
        if named or ":" in head[place] or (not _is_about_people(head[place]) and _kind(_filled(place, body))):
            return tuple(range(place))
    return tuple(range(len(head)))


def _is_about_people(heading: str) -> bool:
    """Numbers of people look like points; their headings do not ("ID", "SIS User ID", "ID number", "Section")."""
    return bool(set(re.split(r"\W+", heading.casefold())) & _OF_PEOPLE)


def _filled(place: int, body: Sequence[Sequence[str]]) -> list[str]:
    return [cell for row in body if (cell := row[place].strip()) not in ("", "-")]


def _kind(filled: Sequence[str]) -> Kind | None:
    """What a column is by its cells; None for dates, remarks and empty ones."""
    if not filled:
        return None
    if all(_NUMBER.fullmatch(cell.removesuffix("%").strip()) for cell in filled):
        return Kind.PERCENT if all(cell.endswith("%") for cell in filled) else Kind.POINTS
    if len(set(filled)) > MOST_WORDS or any(_DATE.search(cell) for cell in filled):
        return None
    return Kind.DONE


def _column(place: int, head: Sequence[str], body: Sequence[Sequence[str]], maxima: Sequence[str]) -> Column | None:
    filled = _filled(place, body)
    name, kind = _MOODLE_KIND.sub("", _CANVAS_ID.sub("", head[place])).strip(), _kind(filled)
    if not name or kind is None:
        return None
    if kind is Kind.DONE:
        return Column(place, name, kind, words=tuple(sorted(set(filled))))
    if "(Percentage)" in head[place]:
        return Column(place, name, Kind.PERCENT)
    most = maxima[place].strip() if place < len(maxima) else ""
    return Column(place, name, kind, float(most) if _NUMBER.fullmatch(most) and float(most) > 0 else None)


def _whose(
    row: Sequence[str], about: Iterable[int], keys: Mapping[str, set[int]], names: Mapping[str, set[int]]
) -> int | Unmatched:
    cells = [row[place].strip() for place in about]
    by_key = set[int]().union(*(keys.get(_plain(cell), set()) for cell in cells if cell))
    if len(by_key) == 1:
        return by_key.pop()
    if by_key:
        return Unmatched.SEVERAL
    written = [*cells, " ".join(cells[:2]), " ".join(reversed(cells[:2]))]
    by_name = set[int]().union(*(names.get(_name(one), set()) for one in written if one.strip()))
    if len(by_name) == 1:
        return by_name.pop()
    return Unmatched.SEVERAL if by_name else Unmatched.NOBODY


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _name(text: str) -> str:
    """A name whatever the order of its parts: Canvas writes "Doe, Ann", Moodle two columns."""
    return " ".join(sorted(re.findall(r"[^\W_]+", _plain(text))))
