"""What a chain of solves makes small, one count after another, until one plan is left."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from tools.co_curriculum.domain.placing.flowing import tie_order
from tools.co_curriculum.domain.placing.problem import Aim, Wanted

Vector = NDArray[np.float64]
Pairs = Sequence[tuple[int, int]]
"""(person, topic) that may be."""
POOL = -1
"""In place of a topic: any that is not on the person's list."""


def pairs_of(wanted: Wanted) -> list[tuple[int, int]]:
    return [(person, topic) for person in wanted.people for topic in wanted.ranks[person]]


def stages(wanted: Wanted, pairs: Pairs, aim: Aim, seed: str) -> Iterator[Vector]:
    """Objectives in order, a whole number for each pair: places for who gave a list, for the others, places
    that people keep, the aim, the tie order of `seed`."""
    worst = wanted.unlisted
    rank = np.array([_rank(wanted, person, topic) or worst for person, topic in pairs], dtype=float)
    listed = np.array([bool(wanted.lists[person]) for person, _ in pairs], dtype=bool)
    if listed.any():
        yield -listed.astype(float)
    if not listed.all():
        yield -(~listed).astype(float)
    if wanted.kept:
        yield np.array([-1.0 if wanted.kept.get(person) == topic else 0.0 for person, topic in pairs])
    for counted in _aims(aim, rank, worst):
        if (listed & (counted != 0)).any():
            yield np.where(listed, counted, 0.0)
    yield np.array(tie_order(pairs, seed), dtype=float)


def _rank(wanted: Wanted, person: int, topic: int) -> int | None:
    return None if topic == POOL else wanted.rank(person, topic)


def _aims(aim: Aim, rank: Vector, worst: int) -> Iterator[Vector]:
    if aim is Aim.BEST_ON_AVERAGE:
        yield rank
    elif aim is Aim.GENEROUS:
        for number in range(worst, 1, -1):
            yield (rank == number).astype(float)
    else:
        for number in range(1, worst):
            yield -(rank == number).astype(float)
