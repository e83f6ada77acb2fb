"""People come late and leave; reviews that are started stay as they are."""

import random
from collections import Counter
from dataclasses import replace

import pytest

from tests.unit.peer_review.allocation.test_allocation import alone
from tools.peer_review.domain.allocation.allocate import allocate
from tools.peer_review.domain.allocation.certificate import certify
from tools.peer_review.domain.allocation.changes import enter, leave, offers


@pytest.mark.parametrize("seed", range(20))
def test_a_late_author_gives_and_receives_k_and_nobody_elses_numbers_change(seed):
    rng = random.Random(seed)
    size, k = rng.randint(10, 40), rng.randint(2, 4)
    before = allocate(alone(size, k), "x").pairs
    started = set(rng.sample(before, len(before) // 2))
    change = enter(alone(size + 1, k), before, started, size + 1, "late")
    assert started <= set(change.pairs)
    assert change.missing == 0
    after = certify(alone(size + 1, k), change.pairs)
    assert after.broken == frozenset()
    assert after.given == after.received == {k: size + 1}
    assert len(change.removed) == k


def test_where_everything_is_started_a_late_author_reviews_and_their_own_reviews_are_missing():
    before = allocate(alone(10, 3), "x").pairs
    change = enter(alone(11, 3), before, before, 11, "late")
    assert (change.missing, change.removed) == (3, frozenset())
    assert sorted(reviewer for reviewer, _ in change.added) == [11, 11, 11]


@pytest.mark.parametrize("seed", range(20))
def test_who_leaves_hands_their_works_to_their_own_reviewers(seed):
    rng = random.Random(seed)
    size, k = rng.randint(12, 40), rng.randint(2, 4)
    wanted = alone(size, k)
    before = allocate(wanted, "x").pairs
    gone = rng.randint(1, size)
    change = leave(wanted, before, set(), gone, "left")
    gives, gets = Counter(one for one, _ in change.pairs), Counter(work for _, work in change.pairs)
    assert 100 + gone not in gets
    assert gone not in gives
    assert sum(k - gets[100 + one] for one in range(1, size + 1) if one != gone) == change.missing
    assert certify(wanted, change.pairs).reciprocal == 0


def test_a_started_review_of_somebody_who_leaves_stays():
    before = allocate(alone(12, 3), "x").pairs
    started = {pair for pair in before if pair[0] == 5}
    change = leave(alone(12, 3), before, started, 5, "left")
    assert started <= set(change.pairs)


def test_extra_reviews_are_offered_by_need_and_never_ones_own_or_known_work():
    wanted = alone(12, 3)
    pairs = allocate(wanted, "x").pairs
    reading = {work for reviewer, work in pairs if reviewer == 1}
    finished = dict.fromkeys(wanted.works, 3) | {107: 1, 105: 0, 101: 0}
    listed = offers(wanted, pairs, finished, 1, "more")
    assert not {101, *reading} & set(listed)
    needy = [work for work in (105, 107) if work in listed]
    assert listed[: len(needy)] == needy


def test_somebody_whose_work_was_left_out_since_may_still_have_reviews_in_the_certificate():
    pairs = allocate(alone(12, 3), "x").pairs
    wanted = alone(12, 3)
    fewer = replace(
        wanted,
        reviewers=wanted.reviewers[1:],
        authors={work: own for work, own in wanted.authors.items() if work != 101},
    )
    found = certify(fewer, [pair for pair in pairs if pair[1] != 101])
    assert (found.own, found.barred) == (0, 0)
