"""Levels: how many points each needs, by one of three curves or by hand.

The curves and their defaults (10 levels, base 120, coefficient 1.3, increment 40) are those known from Level Up XP.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Levels:
    """`thresholds[i]` points reach level i + 1; the first is 0, each is above the one before."""

    thresholds: tuple[int, ...]

    def __post_init__(self) -> None:
        rising = all(low < high for low, high in zip(self.thresholds, self.thresholds[1:], strict=False))
        if not self.thresholds or self.thresholds[0] != 0 or not rising:
            raise ValueError("levels begin at 0 points and each needs more than the one before")

    def of(self, xp: int) -> int:
        """The level that `xp` points reach, from 1."""
        return max(bisect_right(self.thresholds, xp), 1)

    def next_at(self, xp: int) -> int | None:
        """The points of the next level; None on the last."""
        level = self.of(xp)
        return self.thresholds[level] if level < len(self.thresholds) else None

    @property
    def highest(self) -> int:
        return len(self.thresholds)


def flat(levels: int = 10, base: int = 120) -> Levels:
    """Every level needs `base` more points."""
    return Levels(tuple(base * number for number in range(levels)))


def linear(levels: int = 10, base: int = 120, increment: int = 40) -> Levels:
    """The first step needs `base` points, each further one `increment` more than the one before."""
    found = [0]
    for number in range(levels - 1):
        found.append(found[-1] + base + number * increment)
    return Levels(tuple(found))


def relative(levels: int = 10, base: int = 120, percent: int = 130) -> Levels:
    """The first step needs `base` points, each further one `percent` of the one before; sums rounded half up."""
    found, total, step = [0], 0, base * 100**levels
    for _ in range(levels - 1):
        total += step
        found.append((2 * total + 100**levels) // (2 * 100**levels))
        step = step * percent // 100
    return Levels(tuple(found))


def by_hand(thresholds: Sequence[int]) -> Levels:
    """Thresholds that a teacher typed; raises `ValueError` where they do not rise from 0."""
    return Levels(tuple(thresholds))
