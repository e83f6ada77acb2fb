"""A round in pools: people of one pool review each other's works alone, and every promise is kept in each pool."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tools.peer_review.domain.allocation.problem import Pair, Wanted

REST = -1
"""The pool of people of whom none is told."""


def pool_of_work(wanted: Wanted, work: int) -> int:
    """A group's work is in the pool of its first member."""
    return wanted.pools.get(min(wanted.authors[work]), REST)


def parts(wanted: Wanted) -> list[Wanted]:
    """Each pool as a round of its own, in the order of their numbers; the round itself where there are no pools."""
    if not wanted.pools:
        return [wanted]
    numbers = sorted({wanted.pools.get(one, REST) for one in (*wanted.reviewers, *_authors(wanted))})
    return [_part(wanted, number) for number in numbers]


def _authors(wanted: Wanted) -> Iterable[int]:
    return (min(people) for people in wanted.authors.values())


def _part(wanted: Wanted, pool: int) -> Wanted:
    works = {work: people for work, people in wanted.authors.items() if pool_of_work(wanted, work) == pool}
    reviewers = tuple(one for one in wanted.reviewers if wanted.pools.get(one, REST) == pool)
    must = frozenset((one, work) for one, work in wanted.must if one in reviewers and work in works)
    return replace(wanted, reviewers=reviewers, authors=works, must=must, pools={})


def pairs_in(part: Wanted, pairs: Iterable[Pair]) -> list[Pair]:
    """Those of the pairs that stay in the pool."""
    here = set(part.reviewers)
    return [pair for pair in pairs if pair[0] in here and pair[1] in part.authors]


def out_of_pool(
    reviewers: Iterable[int], authors: Mapping[int, frozenset[int]], pools: Mapping[int, int]
) -> dict[int, set[int]]:
    """Reviewer -> works of other pools."""
    where = {work: pools.get(min(people), REST) for work, people in authors.items() if people}
    return {one: {work for work, pool in where.items() if pool != pools.get(one, REST)} for one in reviewers}


def numbered(people: Iterable[int], members: Sequence[frozenset[int]]) -> dict[int, int]:
    """Person -> the first pool that they are a member of; who is in none makes one more pool with the others."""
    return {
        one: next((number for number, inside in enumerate(members) if one in inside), len(members)) for one in people
    }
