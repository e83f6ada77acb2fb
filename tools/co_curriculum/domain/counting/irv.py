"""Instant run-off: the option with fewest ballots goes out, its ballots move on, until one has more than half."""

from dataclasses import dataclass

import numpy as np

from tools.co_curriculum.domain.counting.piles import Piles
from tools.co_curriculum.domain.counting.profile import Rankings
from tools.co_curriculum.domain.counting.ties import Lot, Tie, Tiebreak, check_lot, first

EARLIER = "earlier-round"
"""Level options: the one with fewer ballots in the latest round in which they differed goes out."""


@dataclass(frozen=True)
class Round:
    """One round of the count."""

    votes: dict[int, int]
    """Ballots with each option still in."""
    exhausted: int
    """Ballots that name none of them."""
    out: int | None
    """Who goes out after this round; None in the last."""
    moved: dict[int, int]
    """Where the ballots of that one go; what is missing is exhausted."""
    tie: Tie | None


@dataclass(frozen=True)
class InstantRunoff:
    """The rounds, and who won. Nobody ranked: the lot decides among all."""

    rounds: tuple[Round, ...]
    winner: int


def instant_runoff(ballots: Rankings, lot: Lot) -> InstantRunoff:
    """Count until an option has more than half of the ballots that still name one, or stands alone."""
    check_lot(lot, ballots.options)
    piles = Piles(ballots)
    ones = np.ones(len(ballots.weights), dtype=np.int64)
    left, rounds = set(range(ballots.options)), list[Round]()
    while True:
        sums = piles.sums(ones)
        votes = {option: sums[option] for option in sorted(left)}
        leader = max(left, key=lambda option: votes[option])
        if len(left) == 1 or 2 * votes[leader] > sum(votes.values()):
            rounds.append(Round(votes, sums[-1], None, {}, None))
            return InstantRunoff(tuple(rounds), leader)
        out, tie = _weakest(votes, rounds, lot)
        left.remove(out)
        rows = piles.of(out)
        piles.move(rows, left)
        moved = piles.sums(ones, rows)
        rounds.append(Round(votes, sums[-1], out, {option: moved[option] for option in left if moved[option]}, tie))


def _weakest(votes: dict[int, int], rounds: list[Round], lot: Lot) -> tuple[int, Tie | None]:
    """Who goes out: fewest now, else in the latest earlier round that differs, else last in the lot."""
    fewest = min(votes.values())
    level = [option for option, count in votes.items() if count == fewest]
    size = max(lot) + 1
    history = [
        Tiebreak(EARLIER, [-earlier.votes.get(option, 0) for option in range(size)]) for earlier in reversed(rounds)
    ]
    return first(level, history, tuple(reversed(lot)))
