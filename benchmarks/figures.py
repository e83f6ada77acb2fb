"""A measured figure, its target, and the table that sets them side by side."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`most` is the largest value that meets the target, `least` the smallest; None where there is no such bound."""

    name: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None

    @property
    def good(self) -> bool:
        return (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)

    @property
    def target(self) -> str:
        bounds = [f"{sign} {bound:g}" for sign, bound in (("≤", self.most), ("≥", self.least)) if bound is not None]
        return f"target {' and '.join(bounds)} {self.unit}".rstrip() if bounds else ""


def show(name: str, figures: Iterable[Figure]) -> int:
    """Print the figures of a benchmark; 1 where a target is missed."""
    missed = 0
    print(f"\n{name}\n" + "-" * 110)
    for figure in figures:
        verdict = ("ok" if figure.good else "MISSED") if figure.target else ""
        print(f"{figure.name:<66} {figure.value:>10.2f} {figure.unit:<8} {figure.target:<18} {verdict}", flush=True)
        missed = missed or int(not figure.good)
    return missed
