"""A measured figure, its target, and the table that sets them side by side."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`most` is the largest value that meets the target; None for a figure that is only told."""

    name: str
    value: float
    unit: str
    most: float | None = None

    @property
    def good(self) -> bool:
        return self.most is None or self.value <= self.most


def show(name: str, figures: Iterable[Figure]) -> int:
    """Print the figures of a benchmark; 1 where a target is missed."""
    missed = 0
    print(f"\n{name}\n" + "-" * 96)
    for figure in figures:
        target = "" if figure.most is None else f"target ≤ {figure.most:g} {figure.unit}"
        verdict = "" if figure.most is None else ("ok" if figure.good else "MISSED")
        print(f"{figure.name:<52} {figure.value:>10.2f} {figure.unit:<8} {target:<18} {verdict}", flush=True)
        missed = missed or int(not figure.good)
    return missed
