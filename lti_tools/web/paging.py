"""Long lists in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from lti_tools.web.numbers import whole_number

T = TypeVar("T")
SIZE = 50


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list; numbers begin at 1 and the last page is at least the first."""

    items: Sequence[T]
    number: int
    total: int
    size: int = SIZE

    @property
    def count(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // self.size))


def page_number(text: str | None) -> int:
    """The page an address asks for; nonsense asks for the first."""
    return min(whole_number(text), 1_000_000) or 1


def page_of(items: Sequence[T], number: int, size: int = SIZE) -> Page[T]:
    """A page of a list in memory; beyond the end it is the last one."""
    last = max(1, -(-len(items) // size))
    number = min(max(1, number), last)
    return Page(items[(number - 1) * size : number * size], number, len(items), size)


def page_of_query(db: Session, query: Select[Any], number: int, size: int = SIZE) -> Page[Any]:
    """A page of a query that orders its rows; entities where it selects one, rows else."""
    total = db.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    number = min(max(1, number), max(1, -(-total // size)))
    found = db.execute(query.limit(size).offset((number - 1) * size))
    rows = found.scalars().all() if len(query.column_descriptions) == 1 else found.all()
    return Page(rows, number, total, size)
