"""When numbers of groups may be told without telling of anybody: no cell of fewer than five, and no complement either.

Cells below the limit are told together as "others"; where that is too small as well, or where one cell is so large that
what is left of the whole is below the limit, nothing is told at all: any number left out could be worked out from the
total (see Hundepool et al., Statistical Disclosure Control, 2012, 4.2).
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
LEAST = 5
"""People in a cell and in its complement."""


@dataclass(frozen=True)
class Cell(Generic[K]):
    """`counted` of `people` in one group; `key` None stands for all others together."""

    key: K | None
    counted: int
    people: int


def tellable(cells: Sequence[Cell[K]], least: int = LEAST) -> list[Cell[K]]:
    """The cells that may be told, small ones put together at the end; none where that would tell of few people."""
    large = [cell for cell in cells if cell.key is not None and cell.people >= least]
    small = [cell for cell in cells if cell.key is None or cell.people < least]
    others: Cell[K] = Cell(None, sum(cell.counted for cell in small), sum(cell.people for cell in small))
    told = [*large, others] if others.people else large
    whole = sum(cell.people for cell in told)
    if len(told) < 2 or any(cell.people < least or whole - cell.people < least for cell in told):
        return []
    return told
