"""Two more head-to-head counts: Ranked Pairs and Minimax, both by winning votes.

Source: T. N. Tideman, "Independence of clones as a criterion for voting rules", Social Choice and Welfare 4 (1987);
level wins are locked in the order of one lot, the tie-breaking ranking of T. M. Zavist and T. N. Tideman (1989).
"""

from dataclasses import dataclass

from tools.co_curriculum.domain.counting.pairs import pair_table, wins
from tools.co_curriculum.domain.counting.profile import Grades
from tools.co_curriculum.domain.counting.ties import Lot, Tie, check_lot, order


@dataclass(frozen=True)
class Win:
    """`winner` beats `loser` with `votes`; `locked` unless it would close a circle of stronger wins."""

    winner: int
    loser: int
    votes: int
    against: int
    locked: bool


@dataclass(frozen=True)
class RankedPairs:
    """The wins in the order looked at, and the order of the options that the locked ones give."""

    wins: tuple[Win, ...]
    order: tuple[int, ...]

    @property
    def winner(self) -> int:
        return self.order[0]


def ranked_pairs(ballots: Grades, lot: Lot) -> RankedPairs:
    """Lock wins, the one with most votes first, fewer votes against first among level ones, then by the lot."""
    check_lot(lot, ballots.options)
    table = pair_table(ballots)
    place = {option: at for at, option in enumerate(lot)}
    found = [(a, b) for a in range(ballots.options) for b in range(ballots.options) if table[a, b] > table[b, a]]
    found.sort(key=lambda pair: (-table[pair], table[pair[::-1]], place[pair[0]], -place[pair[1]]))
    below: list[set[int]] = [{option} for option in range(ballots.options)]
    looked_at = []
    for a, b in found:
        locked = a not in below[b]
        if locked:
            for reach in below:
                if a in reach:
                    reach |= below[b]
        looked_at.append(Win(a, b, int(table[a, b]), int(table[b, a]), locked))
    return RankedPairs(tuple(looked_at), _sorted_by_locks(below, lot))


def _sorted_by_locks(below: list[set[int]], lot: Lot) -> tuple[int, ...]:
    """Each place to the first of the lot that no option left stands above."""
    left, placed = list(lot), []
    while left:
        option = next(one for one in left if not any(one in below[other] for other in left if other != one))
        placed.append(option)
        left.remove(option)
    return tuple(placed)


@dataclass(frozen=True)
class Minimax:
    """Each option's worst defeat: the votes of the strongest option against it, 0 for none."""

    worst: tuple[int, ...]
    order: tuple[int, ...]
    ties: tuple[Tie, ...]

    @property
    def winner(self) -> int:
        return self.order[0]


def minimax(ballots: Grades, lot: Lot) -> Minimax:
    """The option whose worst defeat is smallest (Simpson-Kramer)."""
    check_lot(lot, ballots.options)
    worst = tuple(map(int, wins(pair_table(ballots)).max(axis=0, initial=0)))
    placed, ties = order([-votes for votes in worst], (), lot)
    return Minimax(worst, placed, ties)
