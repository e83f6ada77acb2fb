"""Long results in constant memory: pages by key, so that no cursor and no transaction stays open between them."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import InstrumentedAttribute

SIZE = 500


def batches(
    db: Session, query: Select[Any], key: InstrumentedAttribute[int], size: int = SIZE
) -> Iterator[Sequence[Any]]:
    """The rows of `query` by rising `key`, `size` at a time; entities where it selects one, rows else.

    `key` is unique in the result and is among what is selected, under its own name. Each batch sees what is committed
    when it is read.
    """
    single = len(query.column_descriptions) == 1
    ordered, last = query.order_by(None).order_by(key).limit(size), None
    while True:
        found = db.execute(ordered if last is None else ordered.where(key > last))
        rows: Sequence[Any] = found.scalars().all() if single else found.all()
        if rows:
            yield rows
        if len(rows) < size:
            return
        last = rows[-1] if isinstance(rows[-1], int) else getattr(rows[-1], key.key)


def in_batches(db: Session, query: Select[Any], key: InstrumentedAttribute[int], size: int = SIZE) -> Iterator[Any]:
    """As `batches`, one row after another."""
    for rows in batches(db, query, key, size):
        yield from rows
