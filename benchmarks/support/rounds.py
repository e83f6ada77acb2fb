"""Rounds of reviews played through by the tool's rules: people who do not come, lapsed leases, offers, need first.

Nothing of the forecast is used: pairs are allocated, people come one by one in a drawn order, whoever is done is
offered the neediest work once the lapsed reviews are free, and takes it or not.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from tools.peer_review.domain.allocation.allocate import allocate
from tools.peer_review.domain.allocation.changes import offers
from tools.peer_review.domain.allocation.problem import Pair, Wanted


@dataclass(frozen=True)
class Played:
    """What was written, by whom of which work, and who did not come."""

    pairs: tuple[Pair, ...]
    due: int
    absent: frozenset[int]

    def counts(self, works: int) -> list[int]:
        """Reviews by work."""
        got = Counter(work for _, work in self.pairs)
        return [got[work] for work in range(works)]


def play(people: int, k: int, absent: float, helping: float, rng: np.random.Generator) -> Played:
    """One round of a class in which everybody has a work of their own, numbered as they are."""
    everybody = tuple(range(people))
    wanted = Wanted(reviewers=everybody, authors={one: frozenset({one}) for one in everybody}, k=k)
    given = allocate(wanted, str(rng.integers(2**32))).pairs
    away = frozenset(np.flatnonzero(rng.random(people) < absent).tolist())
    written = [pair for pair in given if pair[0] not in away]
    got = Counter(work for _, work in written)
    target = Counter(work for _, work in given)
    for person in rng.permutation([one for one in everybody if one not in away]).tolist():
        if rng.random() >= helping:
            continue
        free = offers(wanted, written, dict(got), person, str(person))
        taken = next((work for work in free if got[work] < target[work]), None)
        if taken is not None:
            written.append((person, taken))
            got[taken] += 1
    return Played(tuple(written), len(given), away)
