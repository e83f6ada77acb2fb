"""People of one pool review each other alone, and every promise is kept in each pool."""

from dataclasses import replace

import pytest

from tests.unit.peer_review.allocation.classes import random_class
from tools.peer_review.domain.allocation.allocate import allocate
from tools.peer_review.domain.allocation.certificate import certify
from tools.peer_review.domain.allocation.pools import numbered, pairs_in, parts
from tools.peer_review.domain.allocation.problem import Rule, Wanted


def in_pools(wanted: Wanted, number: int) -> Wanted:
    """The class dealt into pools, a group's members in one."""
    pools = {
        person: place % number for place, people in enumerate(wanted.authors.values()) for person in sorted(people)
    }
    return replace(wanted, pools=pools)


def alone(size: int, k: int) -> Wanted:
    people = tuple(range(1, size + 1))
    return Wanted(reviewers=people, authors={100 + one: frozenset({one}) for one in people}, k=k)


@pytest.mark.parametrize(("size", "pools", "k"), [(30, 2, 4), (31, 3, 3), (60, 5, 3)])
def test_each_pool_is_served_exactly_and_hangs_together(size, pools, k):
    wanted = in_pools(alone(size, k), pools)
    found = allocate(wanted, "a")
    assert found.certificate.broken == frozenset()
    assert (found.certificate.given, found.certificate.received) == ({k: size}, {k: size})
    assert len(parts(wanted)) == pools
    for part in parts(wanted):
        own = certify(part, pairs_in(part, found.pairs))
        assert own.broken == frozenset()
        assert own.circles == 1
    assert all(wanted.pools[one] == wanted.pools[work - 100] for one, work in found.pairs)


@pytest.mark.parametrize("seed", range(30))
def test_random_classes_in_pools_get_everything_or_a_proof(seed):
    wanted = in_pools(random_class(seed, 40), 1 + seed % 3)
    found = allocate(wanted, str(seed))
    assert found.certificate == certify(wanted, found.pairs)
    assert (found.certificate.own, found.certificate.barred) == (0, 0)
    assert found.impossible | found.not_found == found.certificate.broken
    assert found.not_found <= {Rule.RECIPROCAL}
    assert found == allocate(wanted, str(seed))


def test_a_pool_of_one_gets_nothing_and_says_so_and_a_wish_across_pools_is_impossible():
    wanted = in_pools(alone(7, 2), 1)
    wanted = replace(wanted, pools={**wanted.pools, 7: 1}, must=frozenset({(1, 107)}))
    found = allocate(wanted, "a")
    assert all(7 not in (one, work - 100) for one, work in found.pairs)
    assert found.certificate.fewer_choices == (7,)
    assert found.impossible == {Rule.MUST}


def test_people_are_in_the_first_pool_that_has_them_and_the_others_in_one_more():
    assert numbered([1, 2, 3, 4], [frozenset({1}), frozenset({1, 2})]) == {1: 0, 2: 1, 3: 2, 4: 2}
    assert parts(alone(4, 1)) == [alone(4, 1)]
