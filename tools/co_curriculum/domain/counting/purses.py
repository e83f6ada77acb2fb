"""Equal purses of voters, exactly: voters who paid the same hold the same, so few fractions serve for many people."""

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from tools.co_curriculum.domain.counting.profile import Grades

Change = Callable[[Fraction], Fraction]


class Purses:
    """What each ballot's voter still holds. Ballots are rows of ticks."""

    def __init__(self, ballots: Grades, each: Fraction) -> None:
        self._ticks = ballots.grades > 0
        self._weights = ballots.weights
        self._held = [each]
        self._kind = np.zeros(len(ballots.weights), dtype=np.int64)
        """Per ballot the place of its purse in `_held`."""

    def of_fans(self, option: int) -> list[tuple[Fraction, int]]:
        """(what each holds, how many people) of those who tick `option`, the poorest first."""
        fans = self._ticks[:, option]
        counted = np.zeros(len(self._held), dtype=np.int64)
        np.add.at(counted, self._kind[fans], self._weights[fans])
        return sorted((self._held[kind], int(counted[kind])) for kind in np.flatnonzero(counted))

    def pay(self, option: int, most: Fraction) -> None:
        """Each fan of `option` pays `most`, or all they hold where that is less."""
        self._set(option, lambda held: max(held - most, Fraction(0)))

    def empty(self, option: int) -> None:
        """Each fan of `option` pays all they hold."""
        self._set(option, lambda _held: Fraction(0))

    def earn(self, amount: Fraction) -> None:
        """Everybody gets `amount`."""
        self._held = [held + amount for held in self._held]

    def _set(self, option: int, change: Change) -> None:
        fans = self._ticks[:, option]
        places = {held: kind for kind, held in enumerate(self._held)}
        target = np.arange(len(self._held))
        for kind in np.unique(self._kind[fans]):
            held = change(self._held[kind])
            if held not in places:
                places[held] = len(self._held)
                self._held.append(held)
            target[kind] = places[held]
        self._kind[fans] = target[self._kind[fans]]
