"""Schulze's beat-path method, by winning votes.

Source: M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner
election method", Social Choice and Welfare 36 (2011), sections 2.2 and 2.3.1.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tools.co_curriculum.domain.counting.pairs import pair_table, wins
from tools.co_curriculum.domain.counting.profile import Grades, Matrix
from tools.co_curriculum.domain.counting.sums import times_given, total
from tools.co_curriculum.domain.counting.ties import Lot, Tie, Tiebreak, check_lot, first

STARS, FIVES = "stars", "fives"
BEST = 5


@dataclass(frozen=True)
class Schulze:
    """Who beats whom, directly and by the strongest path."""

    pairs: tuple[tuple[int, ...], ...]
    paths: tuple[tuple[int, ...], ...]
    """Entry (a, b): the strength of the strongest beat-path from a to b, 0 for none."""
    order: tuple[int, ...]
    ties: tuple[Tie, ...]

    @property
    def winner(self) -> int:
        return self.order[0]


def schulze(ballots: Grades, lot: Lot, tiebreaks: Sequence[Tiebreak] = ()) -> Schulze:
    """Order the options: each place goes to one that nobody left beats by a stronger path."""
    check_lot(lot, ballots.options)
    table = pair_table(ballots)
    paths = strongest_paths(wins(table))
    left, placed, ties = set(range(ballots.options)), [], []
    while left:
        undefeated = [a for a in left if all(paths[a, b] >= paths[b, a] for b in left)]
        option, tie = first(undefeated, tiebreaks, lot)
        placed.append(option)
        left.remove(option)
        ties += [tie] if tie else []
    return Schulze(_rows(table), _rows(paths), tuple(placed), tuple(ties))


def schulze_on_stars(ballots: Grades, lot: Lot) -> Schulze:
    """Stars counted head to head; level ones by their stars, then by their fives, then by the lot."""
    stars = Tiebreak(STARS, tuple(map(int, total(ballots))))
    fives = Tiebreak(FIVES, tuple(map(int, times_given(ballots, BEST))))
    return schulze(ballots, lot, (stars, fives))


def strongest_paths(strengths: Matrix) -> Matrix:
    """The widest path between each two options (Floyd-Warshall); a path is as strong as its weakest win."""
    paths = strengths.copy()
    for via in range(len(paths)):
        np.maximum(paths, np.minimum(paths[:, via : via + 1], paths[via : via + 1, :]), out=paths)
    np.fill_diagonal(paths, 0)
    return paths


def _rows(matrix: Matrix) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(map(int, row)) for row in matrix)
