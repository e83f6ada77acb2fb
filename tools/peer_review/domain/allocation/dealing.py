"""A first allocation with the right numbers: a circle where everybody has one work, else works dealt out like cards."""

from heapq import heapify, heappop, heappush
from math import gcd

from lti_tools.pure.lots import Lots
from tools.peer_review.domain.allocation.problem import Pair, Quotas, Wanted


def quotas(wanted: Wanted, lots: Lots) -> Quotas:
    """Who gives and what receives how much: k each, less only where a reviewer may get fewer works at all."""
    given = {one: min(wanted.k, wanted.choices(one)) for one in wanted.reviewers}
    total, works = sum(given.values()), len(wanted.works)
    base, over = divmod(total, works) if works else (0, 0)
    lucky = set(lots.sample(wanted.works, over))
    return Quotas(given, {work: base + (work in lucky) for work in wanted.works})


def deal(wanted: Wanted, quota: Quotas, lots: Lots) -> list[Pair]:
    """Pairs that meet the quotas; other rules may still be broken."""
    return _circle(wanted, lots) or _cards(wanted, quota, lots)


def _circle(wanted: Wanted, lots: Lots) -> list[Pair] | None:
    """Everybody in a drawn circle reviews those at k drawn distances: nobody oneself, nobody each other, all connected.

    A permuted circulant graph. None where it does not fit: somebody without exactly one work, or fewer than 2k + 1.
    """
    people, k = list(wanted.reviewers), wanted.k
    alone = all(len(wanted.works_of.get(one, ())) == 1 for one in people)
    if not alone or len(wanted.works) != len(people) or len(people) < 2 * k + 1:
        return None
    circle = lots.shuffled(people)
    distances = _distances(len(circle), k, lots)
    work = [wanted.works_of[one][0] for one in circle]
    size = len(circle)
    return [(circle[at], work[(at + step) % size]) for at in range(size) for step in distances]


def _distances(size: int, k: int, lots: Lots) -> list[int]:
    """k distances of which none is the way back of another (d and size - d), together without a common divisor.

    One way of each: size is at least 2k + 1, so there are k; where all drawn share a divisor with size, 1 is put in.
    """
    ways = [step if lots.below(2) else size - step for step in range(1, (size - 1) // 2 + 1)]
    chosen = lots.sample(ways, k)
    if gcd(size, *chosen) > 1:
        chosen[0] = 1
    return chosen


def _cards(wanted: Wanted, quota: Quotas, lots: Lots) -> list[Pair]:
    """Deal the works out, each as often as it is to be reviewed; nobody gets one twice.

    Who gives most takes first, from the works that have most left to receive: so it comes out whenever it can (Gale's
    construction for the Gale-Ryser theorem).
    """
    left = dict(quota.received)
    heap = [(-left[work], turn, work) for turn, work in enumerate(lots.shuffled(wanted.works)) if left[work]]
    heapify(heap)
    pairs: list[Pair] = []
    turn = len(heap)
    for person in sorted(lots.shuffled(wanted.reviewers), key=lambda one: -quota.given[one]):
        taken = [heappop(heap)[2] for _ in range(min(quota.given[person], len(heap)))]
        for work in taken:
            pairs.append((person, work))
            left[work] -= 1
            turn += 1
            if left[work]:
                heappush(heap, (-left[work], turn, work))
    return pairs
