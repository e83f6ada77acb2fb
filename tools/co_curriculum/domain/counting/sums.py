"""Counts that add numbers up: single choice, approval, stars, dots, Borda."""

from collections.abc import Sequence
from dataclasses import dataclass

from tools.co_curriculum.domain.counting.pairs import pair_table
from tools.co_curriculum.domain.counting.profile import Grades, Matrix, Vector
from tools.co_curriculum.domain.counting.ties import Lot, Tie, Tiebreak, check_lot, order


@dataclass(frozen=True)
class Sums:
    """Options by their sums. `halves` says that the sums are twice the points, to stay whole."""

    totals: tuple[int, ...]
    order: tuple[int, ...]
    ties: tuple[Tie, ...]
    halves: bool = False

    def winners(self, seats: int = 1) -> tuple[int, ...]:
        """The first `seats` of the order."""
        return self.order[:seats]


def total(ballots: Grades) -> Vector:
    """The sum of each option's numbers, over all people."""
    found: Vector = ballots.weights @ ballots.grades
    return found


def times_given(ballots: Grades, grade: int) -> Vector:
    """How many people gave each option exactly `grade`."""
    found: Vector = ballots.weights @ (ballots.grades == grade)
    return found


def by_sum(ballots: Grades, lot: Lot, tiebreaks: Sequence[Tiebreak] = ()) -> Sums:
    """Most ticks, stars or dots first: approval voting, score voting, cumulative voting."""
    check_lot(lot, ballots.options)
    totals = tuple(map(int, total(ballots)))
    placed, ties = order(totals, tiebreaks, lot)
    return Sums(totals, placed, ties)


def borda(ballots: Grades, lot: Lot) -> Sums:
    """Borda count: a point for each option placed below, half a point for each level one (the tournament rule).

    What a ballot leaves out is level at its end. Totals are doubled to stay whole.
    """
    check_lot(lot, ballots.options)
    totals = borda_points(pair_table(ballots), ballots.voters)
    placed, ties = order(totals, (), lot)
    return Sums(totals, placed, ties, halves=True)


def borda_points(table: Matrix, voters: int) -> tuple[int, ...]:
    """Twice the Borda points of each option, from the pair table: two for a win on a ballot, one for level."""
    others = len(table) - 1
    above = table.sum(axis=1)
    below = table.sum(axis=0)
    return tuple(int(2 * a + (voters * others - a - b)) for a, b in zip(above, below, strict=True))
