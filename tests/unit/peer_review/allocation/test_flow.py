"""Reviewing that starts while works still come in."""

import random
from collections import Counter

import pytest

from tests.unit.peer_review.allocation.test_allocation import alone
from tools.peer_review.domain.allocation.allocate import allocate
from tools.peer_review.domain.allocation.certificate import certify
from tools.peer_review.domain.allocation.flow import join, settle
from tools.peer_review.domain.allocation.problem import Pair, Wanted


def played(seed: int, diligence: float, most: int = 30) -> tuple[Wanted, set[Pair], set[Pair]]:
    """A class that comes one by one; after each, everybody starts each review of theirs with chance `diligence`."""
    rng = random.Random(seed)
    k = rng.randint(2, 4)
    first, size = 2 * k + 1, rng.randint(2 * k + 2, most)
    pairs, started = set(allocate(alone(first, k), str(seed)).pairs), set[Pair]()
    for one in range(first + 1, size + 1):
        started |= {pair for pair in sorted(pairs) if rng.random() < diligence}
        change = join(alone(one, k), pairs, started, one, f"{seed}-{one}")
        assert started <= set(change.pairs)
        assert change.added <= set(change.pairs)
        assert not change.removed & started
        pairs = set(change.pairs)
        assert Counter(reviewer for reviewer, _ in pairs)[one] == k, "who comes need not wait"
    return alone(size, k), pairs, started


@pytest.mark.parametrize("seed", range(15))
@pytest.mark.parametrize("diligence", [0, 0.2, 0.9])
def test_everybody_gives_k_from_the_first_minute_and_no_rule_is_broken(seed, diligence):
    wanted, pairs, started = played(seed, diligence)
    after = settle(wanted, pairs, started, "over")
    found = certify(wanted, after.pairs)
    assert found.given == {wanted.k: len(wanted.reviewers)}
    assert (found.own, found.barred, found.reciprocal) == (0, 0, 0)
    assert started <= set(after.pairs)


@pytest.mark.parametrize("seed", range(15))
def test_where_nobody_has_begun_all_works_end_with_k_reviews(seed):
    wanted, pairs, started = played(seed, 0)
    assert certify(wanted, settle(wanted, pairs, started, "over").pairs).broken == frozenset()


@pytest.mark.parametrize("seed", range(15))
def test_of_a_diligent_class_only_the_last_to_come_are_short(seed):
    wanted, pairs, started = played(seed, 0.9)
    received = Counter(work for _, work in settle(wanted, pairs, started, "over").pairs)
    early = [work for work in wanted.works[: -2 * wanted.k] if received[work] < wanted.k]
    assert early == []


def test_a_class_that_starts_too_small_fills_up():
    wanted = alone(2, 3)
    pairs = set(allocate(wanted, "x").pairs)
    for one in range(3, 13):
        pairs = set(join(alone(one, 3), pairs, set(), one, str(one)).pairs)
    received = Counter(work for _, work in settle(alone(12, 3), pairs, set(), "over").pairs)
    assert min(received[100 + one] for one in range(1, 13)) == 3


def test_members_of_a_group_that_comes_late_get_their_reviews_when_it_is_over():
    authors = {100 + one: frozenset({3 * one, 3 * one + 1, 3 * one + 2}) for one in range(1, 8)}
    people = tuple(sorted(person for group in authors.values() for person in group))
    wanted = Wanted(reviewers=people, authors=authors, k=2)
    known = {(reviewer, work) for reviewer, work in allocate(wanted, "x").pairs if reviewer not in authors[107]}
    after = settle(wanted, known, known, "over")
    given = Counter(reviewer for reviewer, _ in after.pairs)
    assert sum(given[one] for one in authors[107]) == len(after.added)
    assert {work for _, work in after.added} == {
        work for work, number in Counter(w for _, w in known).items() if number < 6
    }
