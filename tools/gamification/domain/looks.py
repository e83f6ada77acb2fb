"""Looks that learners earn and choose: shape, colour and symbol of their sign, and the colour of their pages.

One free choice for each level after the first and for each badge; nothing is drawn by lot and nothing is bought.
"""

from collections.abc import Collection
from dataclasses import dataclass

from tools.gamification.openbadges.drawing import COLOURS, SHAPES, SYMBOLS

KINDS: dict[str, tuple[str, ...]] = {
    "shape": tuple(SHAPES),
    "colour": tuple(COLOURS),
    "symbol": tuple(SYMBOLS),
}
"""Kind -> what there is of it; everybody has the first of each."""


@dataclass(frozen=True)
class Look:
    """What somebody wears; each one of its kind."""

    shape: str = KINDS["shape"][0]
    colour: str = KINDS["colour"][0]
    symbol: str = KINDS["symbol"][0]


def item(kind: str, key: str) -> str:
    """How a look is named in rows; raises `KeyError` for one that there is not."""
    if key not in KINDS.get(kind, ()):
        raise KeyError(f"{kind}:{key}")
    return f"{kind}:{key}"


def is_free(kind: str, key: str) -> bool:
    """Whether everybody has it."""
    return KINDS[kind][0] == key


def choices_left(level: int, badges: int, chosen: Collection[str]) -> int:
    """How many more somebody may choose. What was chosen stays, even where its level or badge was taken back."""
    return max(level - 1 + badges - len(set(chosen)), 0)
