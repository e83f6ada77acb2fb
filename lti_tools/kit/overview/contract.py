"""What a tool tells the class overview: columns, each person's values, one person's own part, what the wall shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

Settings = Mapping[str, Any]


@dataclass(frozen=True)
class OverviewColumn:
    """One column of the table. `key` stands in addresses: letters, digits and "-"."""

    key: str
    label: str
    """A message id (`lazy`)."""
    number: bool = False
    """Set to the right, as numbers are."""


@dataclass(frozen=True)
class Value:
    """One cell. `sort` orders the column: values of one type within it, None last; `tone` makes it a badge."""

    text: str
    sort: Any = None
    tone: str = ""


@dataclass(frozen=True)
class Row:
    """One person's cells by column key, and whether they have done what was to do (None: there is nothing to do)."""

    cells: Mapping[str, Value] = field(default_factory=dict)
    done: bool | None = None


@dataclass(frozen=True)
class Projection:
    """What the wall of the classroom shows: no names unless the tool says otherwise to the class before."""

    title: str
    content: str
    """HTML of a template."""


@dataclass(frozen=True, kw_only=True)
class Overview:
    """A tool's part of the class overview (`Tool.overview`). Its functions run inside a request of staff."""

    columns: Callable[[Settings], tuple[OverviewColumn, ...]]
    rows: Callable[[Session, int, Sequence[int], datetime], Mapping[int, Row]]
    """(session, activity id, person ids, now) -> person id -> row, by a number of queries that does not grow with the
    people. Who is missing has an empty row."""
    person: Callable[[Session, int, int, datetime], str] | None = None
    """(session, activity id, person id, now) -> HTML of a template: the tool's block on one person's page."""
    learner_page: Callable[[Session, int, int, datetime], str] | None = None
    """(session, activity id, person id, now) -> HTML of a template: the content of the learner's first page as that
    person has it. The kit takes every form and link out of it."""
    projection: Callable[[Session, int, datetime], Projection] | None = None
    """(session, activity id, now) -> what the wall shows."""
