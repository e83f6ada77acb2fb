"""Two rounds of reviews, where authors revise in between: which reviews of a work count."""

from collections.abc import Iterable
from dataclasses import dataclass

ENOUGH = 3
"""So many reviews of the second round take the place of the first, fewer where fewer were given out."""


@dataclass(frozen=True)
class Given:
    """One review: of which work, in which round, and whether it is sent."""

    work: int
    again: bool
    sent: bool
    on_top: bool = False
    """Taken by choice: it can stand in for one that was given out, and nobody waits for it."""


def renewed(found: Iterable[Given]) -> set[int]:
    """The works of which enough of the second round is sent."""
    given: dict[int, int] = {}
    sent: dict[int, int] = {}
    for one in found:
        if one.again:
            given[one.work] = given.get(one.work, 0) + (not one.on_top)
            sent[one.work] = sent.get(one.work, 0) + one.sent
    return {work for work, number in given.items() if sent[work] >= min(ENOUGH, number)}


def counts(found: Iterable[Given]) -> list[bool]:
    """Of each review whether it counts in its work's mark, in order.

    The second round counts alone once enough of it is sent: it is about the work as it is now.
    Until then the first does.
    """
    rows = list(found)
    new = renewed(rows)
    return [one.again is (one.work in new) for one in rows]
