"""What a tool hands out as tables: `Export`, declared in `Tool.exports` or `Part.exports`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session


class Kind(StrEnum):
    """What a column holds, as the rows give it."""

    TEXT = "text"
    NUMBER = "number"
    """int, float or Decimal."""
    YES = "yes"
    """bool."""
    INSTANT = "instant"
    """An aware datetime. Without names only its day is told: to the minute, a time gives its person away."""
    PERSON = "person"
    """A person's id, None for somebody erased, `NOBODY` where there is none. Becomes a name and the LMS's id, or a
    number made for this export."""


NOBODY = 0
"""In a `Kind.PERSON` column: this row has nobody there."""


@dataclass(frozen=True)
class Field:
    """One column. `reveals`: its values tell who somebody is (a typed text, a group of one); left out without names."""

    key: str
    title: str
    kind: Kind = Kind.TEXT
    reveals: bool = False


Rows = Callable[[Session, int], Iterable[Sequence[Any]]]
"""(reading session, activity id) -> rows as long as the columns, None for nothing; in constant memory
(`lti_tools.store.batches`)."""


@dataclass(frozen=True, kw_only=True)
class Export:
    """One table of an activity. Ids of our rows are no columns: people come as `Kind.PERSON`."""

    key: str
    """Part of the address and of the file's name."""
    title: str
    """A `lazy` message."""
    summary: str
    """A `lazy` sentence: what one row is."""
    columns: Callable[[Session, int], Sequence[Field]]
    """(reading session, activity id) -> the columns, titles in the reader's language; an option can be one."""
    rows: Rows
    named: bool = True
    """May be had with names; False where the tool promised that nobody sees who."""
    nameless: bool = True
    """May be had without names; False for what is nothing without them."""


def fixed(*fields: Field) -> Callable[[Session, int], Sequence[Field]]:
    """Columns that are the same in every activity."""
    return lambda _db, _activity_id: fields
