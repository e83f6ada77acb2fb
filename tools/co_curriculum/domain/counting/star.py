"""STAR: score then automatic run-off. The two with most stars meet; each ballot counts for the one it likes more.

Source: the Equal Vote Coalition's rules with their tie protocol: level scores by head-to-head wins among the level
ones, then by fives; a level run-off by stars, then by fives; then the lot.
"""

from dataclasses import dataclass

from tools.co_curriculum.domain.counting.pairs import pair_table
from tools.co_curriculum.domain.counting.profile import Grades, Matrix
from tools.co_curriculum.domain.counting.sums import times_given, total
from tools.co_curriculum.domain.counting.ties import Lot, Tie, Tiebreak, check_lot, first

BEST = 5
HEAD_TO_HEAD, FIVES, STARS = "head-to-head", "fives", "stars"


@dataclass(frozen=True)
class Star:
    """Both rounds of a STAR count."""

    totals: tuple[int, ...]
    finalists: tuple[int, ...]
    """The two with most stars, the one with more first; one alone where there is only one option."""
    runoff: tuple[int, ...]
    """How many ballots like each finalist more; the rest like both the same."""
    winner: int
    ties: tuple[Tie, ...]


def star(ballots: Grades, lot: Lot) -> Star:
    """Count stars 0 to 5. Needs one option at least."""
    check_lot(lot, ballots.options)
    totals = tuple(map(int, total(ballots)))
    fives = Tiebreak(FIVES, tuple(map(int, times_given(ballots, BEST))))
    table = pair_table(ballots)
    finalists, ties = _finalists(totals, table, fives, lot)
    if len(finalists) == 1:
        return Star(totals, finalists, (ballots.voters,), finalists[0], ())
    a, b = finalists
    runoff = int(table[a, b]), int(table[b, a])
    if runoff[0] != runoff[1]:
        return Star(totals, finalists, runoff, a if runoff[0] > runoff[1] else b, ties)
    winner, tie = first(finalists, (Tiebreak(STARS, totals), fives), lot)
    return Star(totals, finalists, runoff, winner, ties if tie is None else (*ties, tie))


def _finalists(
    totals: tuple[int, ...], table: Matrix, fives: Tiebreak, lot: Lot
) -> tuple[tuple[int, ...], tuple[Tie, ...]]:
    """The two that go on; a tie is told only where it decides who does."""
    left, found, ties = set(range(len(totals))), list[int](), list[Tie]()
    while left and len(found) < 2:
        best = max(totals[option] for option in left)
        level = [option for option in left if totals[option] == best]
        if len(level) + len(found) <= 2:
            found += sorted(level)
            left -= set(level)
            continue
        option, tie = first(level, (Tiebreak(HEAD_TO_HEAD, _wins_among(table, level)), fives), lot)
        found.append(option)
        left.remove(option)
        ties += [tie] if tie else []
    return tuple(found), tuple(ties)


def _wins_among(table: Matrix, level: list[int]) -> list[int]:
    """Per option: matches won minus matches lost against the level ones."""
    return [
        sum(int(table[a, b] > table[b, a]) - int(table[a, b] < table[b, a]) for b in level) for a in range(len(table))
    ]
