"""Pairs of reviewer and author as a CSV table, and back, with every line that means no pair named.

The columns are named in English whatever the reader's language, so that a file fits everywhere. People are found by
the LMS's id or e-mail address, else by their name where only one has it.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lti_tools.kit.exports.cells import guard, unguard
from lti_tools.kit.groups.matching import directory, look_up, normal, read_table
from lti_tools.kit.groups.store import Listed
from tools.peer_review.domain.allocation.problem import Pair, Wanted

COLUMNS = ("reviewer", "reviewer id", "author", "author id", "state")
LARGEST = 300_000
"""Bytes."""


class Problem(StrEnum):
    """Why a line is no pair."""

    REVIEWER = "reviewer"
    """It names no student of the course, or several."""
    AUTHOR = "author"
    NO_WORK = "no-work"
    """The author has not handed in, or the reviewer does not review."""
    OWN = "own"
    FORBIDDEN = "forbidden"
    """By a rule about pairs, or by the groups."""


@dataclass(frozen=True)
class Read:
    """What a file says."""

    pairs: frozenset[Pair]
    problems: Sequence[tuple[int, str, Problem]]
    """(line, what stands there, why it is no pair)."""


def write(pairs: Iterable[tuple[int, int, str]], people: Mapping[int, Listed]) -> bytes:
    """(reviewer, author, state) as a table, with the mark by which spreadsheets know UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for reviewer, author, state in pairs:
        cells = [word for one in (reviewer, author) for word in _cells(people.get(one))]
        writer.writerow([guard(cell) for cell in (*cells, state)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cells(one: Listed | None) -> tuple[str, str]:
    return (one.name, one.sub) if one else ("", "")


def read(text: str, people: Iterable[Listed], wanted: Wanted) -> Read:
    """The pairs of a table with a first line of names; raises a `Refusal` for what is no table."""
    known, table = directory(people), read_table(text, head=True)
    heads = [normal(name) for name in table.head]
    who, whose = _places(heads, "reviewer"), _places(heads, "author")
    pairs: set[Pair] = set()
    problems: list[tuple[int, str, Problem]] = []
    for number, row in table.rows:
        reviewer, author = (
            look_up(known, [unguard(row[place]) for place in places if place < len(row)]) for places in (who, whose)
        )
        shown = " → ".join(row[place] for place in (who[-1], whose[-1]) if place < len(row))
        found = _pair(reviewer, author, wanted)
        if isinstance(found, Problem):
            problems.append((number, shown, found))
        else:
            pairs.add(found)
    return Read(frozenset(pairs), problems)


def _places(heads: Sequence[str], name: str) -> list[int]:
    """The column of ids before that of names; the first two columns where neither is named."""
    found = [heads.index(one) for one in (f"{name} id", name) if one in heads]
    return found or [0 if name == "reviewer" else 1]


def _pair(reviewer: object, author: object, wanted: Wanted) -> Pair | Problem:
    if not isinstance(reviewer, int):
        return Problem.REVIEWER
    if not isinstance(author, int):
        return Problem.AUTHOR
    works = wanted.works_of.get(author, ())
    if not works or reviewer not in wanted.reviewers:
        return Problem.NO_WORK
    if reviewer in wanted.authors[works[0]]:
        return Problem.OWN
    return (reviewer, works[0]) if wanted.allowed(reviewer, works[0]) else Problem.FORBIDDEN
