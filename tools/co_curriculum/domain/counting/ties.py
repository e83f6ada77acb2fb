"""Who is first among level options: by numbers that the rule card names, then by a lot drawn before the vote opened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Lot = Sequence[int]
"""Every option once, in the order drawn; the earlier one wins."""


@dataclass(frozen=True)
class Tie:
    """Options that were level, and what put `first` ahead of the others."""

    options: tuple[int, ...]
    rule: str
    """Name of the number that decided, or "lot"."""
    first: int


@dataclass(frozen=True)
class Tiebreak:
    """A number per option; among level ones the higher goes ahead."""

    rule: str
    numbers: Sequence[int]


LOT = "lot"


def check_lot(lot: Lot, options: int) -> None:
    """Raise `ValueError` unless `lot` holds each of the options 0.. once."""
    if sorted(lot) != list(range(options)):
        raise ValueError("the lot names every option once")


def first(level: Iterable[int], tiebreaks: Sequence[Tiebreak], lot: Lot) -> tuple[int, Tie | None]:
    """The option that goes ahead of the others, and the tie where there was one."""
    options = tuple(sorted(level))
    if len(options) == 1:
        return options[0], None
    left = options
    for tiebreak in tiebreaks:
        best = max(tiebreak.numbers[option] for option in left)
        left = tuple(option for option in left if tiebreak.numbers[option] == best)
        if len(left) == 1:
            return left[0], Tie(options, tiebreak.rule, left[0])
    winner = min(left, key=list(lot).index)
    return winner, Tie(options, LOT, winner)


def order(numbers: Sequence[int], tiebreaks: Sequence[Tiebreak], lot: Lot) -> tuple[tuple[int, ...], tuple[Tie, ...]]:
    """All options, the highest of `numbers` first, and every tie met on the way down."""
    left, placed, ties = set(range(len(numbers))), [], []
    while left:
        best = max(numbers[option] for option in left)
        option, tie = first((option for option in left if numbers[option] == best), tiebreaks, lot)
        placed.append(option)
        left.remove(option)
        if tie is not None:
            ties.append(tie)
    return tuple(placed), tuple(ties)
