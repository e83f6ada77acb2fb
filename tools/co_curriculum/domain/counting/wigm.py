"""Single transferable vote counted exactly: weighted inclusive Gregory transfers in fractions, nothing rounded.

The steps are those of `stages`; the quota is the Droop quota, whole part of valid / (seats + 1), plus 1.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from tools.co_curriculum.domain.counting.piles import Piles
from tools.co_curriculum.domain.counting.profile import Rankings
from tools.co_curriculum.domain.counting.stages import Stage, Transfer, run
from tools.co_curriculum.domain.counting.ties import Lot, check_lot


@dataclass(frozen=True)
class ExactStv:
    """The stage table in fractions of a vote."""

    quota: int
    stages: tuple[Stage, ...]
    elected: tuple[int, ...]


class _Exact(Transfer):
    """Ballots that took part in the same surpluses are worth the same: few fractions serve for all."""

    def __init__(self, ballots: Rankings) -> None:
        self.piles = Piles(ballots)
        self.worth = [Fraction(1)]
        self.kind = np.zeros(len(ballots.weights), dtype=np.int64)
        """Per ballot the place of its value in `worth`."""

    def votes(self) -> list[Fraction]:
        kinds, options = len(self.worth), self.piles.options + 1
        counted = np.zeros(options * kinds, dtype=np.int64)
        np.add.at(counted, (self.piles.holder % options) * kinds + self.kind, self.piles.weights)
        table = counted.reshape(options, kinds)
        return [sum((self.worth[kind] * int(row[kind]) for kind in np.flatnonzero(row)), Fraction(0)) for row in table]

    def surplus(self, option: int, surplus: Fraction, votes: Fraction, continuing: set[int]) -> None:
        rows = self.piles.of(option)
        for kind in np.unique(self.kind[rows]):
            self.worth.append(self.worth[kind] * surplus / votes)
            self.kind[rows[self.kind[rows] == kind]] = len(self.worth) - 1
        self.piles.move(rows, continuing)

    def exclude(self, option: int, continuing: set[int]) -> None:
        self.piles.move(self.piles.of(option), continuing)


def exact_stv(ballots: Rankings, seats: int, lot: Lot) -> ExactStv:
    """Elect `seats` of the options, fewer where there are not so many; ballots that rank nothing are left out."""
    check_lot(lot, ballots.options)
    named = ballots.orders[:, 0] >= 0
    valid = Rankings(ballots.orders[named], ballots.weights[named])
    quota = valid.voters // (seats + 1) + 1
    count = run(_Exact(valid), valid.options, seats, Fraction(quota), lot)
    return ExactStv(quota, count.stages, count.elected)
