"""Ranked ballots in piles, one pile per option: what every count by transfers moves about."""

import numpy as np
from numpy.typing import NDArray

from tools.co_curriculum.domain.counting.profile import UNRANKED, Matrix, Rankings, Vector

EXHAUSTED = UNRANKED
"""The pile of ballots that name no option any more."""


class Piles:
    """Each ballot lies with the first option on it that is still in the count."""

    def __init__(self, ballots: Rankings) -> None:
        self.orders: Matrix = np.hstack([ballots.orders, np.full((len(ballots.orders), 1), UNRANKED)])
        self.weights: Vector = ballots.weights
        self.options = ballots.options
        self._places = np.zeros(len(self.orders), dtype=np.int64)
        self.holder: Vector = self.orders[:, 0].copy()

    def of(self, option: int) -> NDArray[np.intp]:
        """The rows of the ballots that lie with `option`."""
        return np.flatnonzero(self.holder == option)

    def move(self, rows: NDArray[np.intp], continuing: set[int]) -> None:
        """Move these ballots on, each to the next option on it that is in `continuing`."""
        going_on = np.zeros(self.options + 1, dtype=bool)
        going_on[list(continuing)] = True
        going_on[EXHAUSTED] = True
        waiting = rows
        while len(waiting):
            self._places[waiting] += 1
            found = self.orders[waiting, self._places[waiting]]
            self.holder[waiting] = found
            waiting = waiting[~going_on[found]]

    def sums(self, values: Vector, rows: NDArray[np.intp] | None = None) -> list[int]:
        """The whole-number `values` of the ballots (times their weights) by pile, the exhausted last."""
        chosen = np.arange(len(self.holder)) if rows is None else rows
        found = np.zeros(self.options + 1, dtype=np.int64)
        np.add.at(found, self.holder[chosen], values[chosen] * self.weights[chosen])
        return [int(value) for value in found]
