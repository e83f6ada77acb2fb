"""Ballots as files of other programs hold them, and what can be wrong with such a file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tools.co_curriculum.domain.ballots import Kind
from tools.co_curriculum.domain.outcomes import Row

MOST_OPTIONS, MOST_BALLOTS, MOST_BUDGET = 60, 20_000, 10_000_000
"""What is counted while somebody waits for the page; city elections fit."""


class Fault(StrEnum):
    """Why a file cannot be counted."""

    TEXT = "text"
    """It is no text in UTF-8."""
    FORMAT = "format"
    """None of the formats begins like this."""
    LINE = "line"
    """A line that the format does not have."""
    NUMBER = "number"
    """A whole number should stand there."""
    UNKNOWN = "unknown"
    """An option that the file does not list."""
    REPEATED = "repeated"
    """An option twice on one ballot, or two options of one name."""
    NAMES = "names"
    """Not as many names as options."""
    END = "end"
    """The file ends too early."""
    EMPTY = "empty"
    """No ballot names an option."""
    OPTIONS = "options"
    """More than `MOST_OPTIONS`, or fewer than two."""
    BALLOTS = "ballots"
    """More than `MOST_BALLOTS`."""
    BUDGET = "budget"
    """A budget or cost that is no whole number from 1 to `MOST_BUDGET`."""
    KIND = "kind"
    """A kind of ballot that is not counted here."""


class Broken(ValueError):
    """A file cannot be counted. `line` counts from 1; 0 where it is about the whole file."""

    def __init__(self, fault: Fault, line: int = 0) -> None:
        super().__init__(fault.value)
        self.fault, self.line = fault, line


@dataclass(frozen=True)
class Election:
    """Ballots without anything that tells whose they are."""

    title: str
    options: tuple[str, ...]
    kind: Kind
    """RANKED, STARS, APPROVAL or DOTS."""
    ballots: tuple[tuple[int, Row], ...]
    """(how many people, a mark for each option); the undecided are not among them."""
    winners: int = 1
    costs: tuple[int, ...] = ()
    weeks: int | None = None
    undecided: int = 0

    @property
    def rows(self) -> list[Row]:
        """One row for each person."""
        return [row for people, row in self.ballots for _ in range(people)]

    @property
    def has_ties(self) -> bool:
        """Whether a ranking puts two options in one place."""
        marks = ([mark for mark in row if mark] for _people, row in self.ballots)
        return self.kind is Kind.RANKED and any(len(set(row)) < len(row) for row in marks)


def grouped(rows: Iterable[Sequence[int | None]]) -> tuple[tuple[int, Row], ...]:
    """Equal rows together, in the order of their content, so that no order of casting is left."""
    found: dict[tuple[int | None, ...], int] = {}
    for row in rows:
        found[tuple(row)] = found.get(tuple(row), 0) + 1
    return tuple((people, row) for row, people in sorted(found.items(), key=str))


def checked(election: Election) -> Election:
    """The election, unless it is too large, or empty. Raises `Broken`."""
    if not 2 <= len(election.options) <= MOST_OPTIONS:
        raise Broken(Fault.OPTIONS)
    if len(set(election.options)) < len(election.options):
        raise Broken(Fault.REPEATED)
    if not any(people for people, _row in election.ballots):
        raise Broken(Fault.EMPTY)
    if sum(people for people, _row in election.ballots) > MOST_BALLOTS:
        raise Broken(Fault.BALLOTS)
    return election


def ranking(groups: Sequence[Sequence[int]], options: int) -> Row:
    """Groups of level options, best first, as a row of places."""
    places: Mapping[int, int] = {option: at for at, group in enumerate(groups, 1) for option in group}
    return tuple(places.get(option, 0) for option in range(options))


def groups_of(row: Row) -> list[list[int]]:
    """A row of places as groups of level options, best first."""
    places = sorted({mark for mark in row if mark})
    return [[option for option, mark in enumerate(row) if mark == place] for place in places]


def whole_number(text: str, line: int, least: int = 0) -> int:
    """A whole number of at most nine digits. Raises `Broken`."""
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) >= least):
        raise Broken(Fault.NUMBER, line)
    return int(text)


def one_line(text: str) -> str:
    """A title or name without line breaks and doubled spaces."""
    return " ".join(text.split())
