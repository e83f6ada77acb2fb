"""A round in pools: people of one pool review each other's works alone, and every promise is kept in each pool."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tools.peer_review.domain.allocation.problem import Pair, Wanted


def parts(wanted: Wanted) -> list[Wanted]:
    """Each pool as a round of its own, in the order of their numbers; the round itself where there are no pools."""
    if not wanted.pools:
        return [wanted]
    numbers = sorted({*map(wanted.pool_of, wanted.reviewers), *wanted.works_in})
    return [_part(wanted, number) for number in numbers]


def _part(wanted: Wanted, pool: int) -> Wanted:
    works = {work: wanted.authors[work] for work in sorted(wanted.works_in.get(pool, ()))}
    reviewers = tuple(one for one in wanted.reviewers if wanted.pool_of(one) == pool)
    must = frozenset((one, work) for one, work in wanted.must if one in reviewers and work in works)
    return replace(wanted, reviewers=reviewers, authors=works, must=must, pools={})


def pairs_in(part: Wanted, pairs: Iterable[Pair]) -> list[Pair]:
    """Those of the pairs that stay in the pool."""
    here = set(part.reviewers)
    return [pair for pair in pairs if pair[0] in here and pair[1] in part.authors]


def numbered(people: Iterable[int], members: Sequence[frozenset[int]]) -> dict[int, int]:
    """Person -> the first pool that they are a member of; who is in none makes one more pool with the others."""
    return {
        one: next((number for number, inside in enumerate(members) if one in inside), len(members)) for one in people
    }
