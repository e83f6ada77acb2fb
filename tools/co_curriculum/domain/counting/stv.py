"""Single transferable vote with several winners, as the Scottish Local Government Elections Order 2007 counts it.

Rules 45 to 52: quota = whole part of valid / (seats + 1), plus 1; surpluses go on by the weighted inclusive Gregory
method, largest first, each ballot's new value cut after five decimals; then the lowest is excluded at present values;
level ones are told apart by the latest earlier stage in which they differed, then by lot.
"""

from dataclasses import dataclass

import numpy as np

from tools.co_curriculum.domain.counting.piles import Piles
from tools.co_curriculum.domain.counting.profile import Rankings
from tools.co_curriculum.domain.counting.stages import Count, Stage, Transfer, run
from tools.co_curriculum.domain.counting.ties import Lot, check_lot

UNIT = 100_000
"""Votes are counted in hundred-thousandths."""


@dataclass(frozen=True)
class Stv:
    """The stage table. Votes are whole numbers of 1 / `unit`."""

    unit: int
    quota: int
    stages: tuple[Stage, ...]
    elected: tuple[int, ...]
    """In the order of their election."""


class _Scottish(Transfer):
    """Values of ballots as whole hundred-thousandths."""

    def __init__(self, ballots: Rankings) -> None:
        self.piles = Piles(ballots)
        self.values = np.full(len(ballots.weights), UNIT, dtype=np.int64)

    def votes(self) -> list[int]:
        return self.piles.sums(self.values)

    def surplus(self, option: int, surplus: int, votes: int, continuing: set[int]) -> None:
        rows = self.piles.of(option)
        self.values[rows] = surplus * self.values[rows] // votes
        self.piles.move(rows, continuing)

    def exclude(self, option: int, continuing: set[int]) -> None:
        self.piles.move(self.piles.of(option), continuing)


def scottish_stv(ballots: Rankings, seats: int, lot: Lot) -> Stv:
    """Elect `seats` of the options, fewer where there are not so many.

    Ballots that rank nothing are not valid papers: they count neither for the quota nor later.
    """
    check_lot(lot, ballots.options)
    named = ballots.orders[:, 0] >= 0
    valid = Rankings(ballots.orders[named], ballots.weights[named])
    quota = (valid.voters // (seats + 1) + 1) * UNIT
    count: Count = run(_Scottish(valid), valid.options, seats, quota, lot)
    return Stv(UNIT, quota, count.stages, count.elected)
