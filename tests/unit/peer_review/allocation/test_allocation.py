"""Everybody gives and receives the same number of reviews, and what cannot be is proved."""

from itertools import combinations

import pytest

from tests.unit.peer_review.allocation.classes import random_class
from tools.peer_review.domain.allocation.allocate import allocate
from tools.peer_review.domain.allocation.certificate import certify
from tools.peer_review.domain.allocation.exact import MOST_PAIRS
from tools.peer_review.domain.allocation.problem import Rule, Wanted

FEW, MANY = 40, 10_000


def alone(size: int, k: int, **more: object) -> Wanted:
    """People 1..size, each with a work of their own, numbered from 101."""
    people = tuple(range(1, size + 1))
    return Wanted(reviewers=people, authors={100 + one: frozenset({one}) for one in people}, k=k, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("k", [1, 2, 3, 4, 5])
def test_every_class_of_at_least_2k_and_1_is_served_exactly(k):
    for size in [*range(max(2 * k + 1, 3), 2 * k + 8), 60]:
        found = allocate(alone(size, k), f"{size}")
        assert found.certificate.broken == frozenset(), (size, found.certificate)
        assert (found.certificate.given, found.certificate.received) == ({k: size}, {k: size})


def check_promises(seed: int, most: int) -> None:
    wanted = random_class(seed, most)
    found = allocate(wanted, str(seed))
    certificate = found.certificate
    assert certificate == certify(wanted, found.pairs)
    assert (certificate.own, certificate.barred) == (0, 0)
    assert found.impossible | found.not_found == certificate.broken
    if len(wanted.reviewers) * len(wanted.works) > MOST_PAIRS:
        assert certificate.broken - found.impossible <= {Rule.RECIPROCAL}, (seed, certificate)
        assert certificate.reciprocal <= 2, (seed, certificate)
    else:
        assert found.not_found == frozenset(), (seed, certificate)


@pytest.mark.parametrize("start", range(0, FEW, 10))
def test_random_classes_get_everything_or_a_proof(start):
    for seed in range(start, start + 10):
        check_promises(seed, 40)


@pytest.mark.deep
@pytest.mark.timeout(7200)
def test_ten_thousand_random_classes_get_everything_or_a_proof():
    for seed in range(MANY):
        check_promises(seed, 300)


def possible(wanted: Wanted) -> bool:
    """Whether any choice of k works for each person keeps every rule, by trying all."""

    def extend(people: tuple[int, ...], pairs: list[tuple[int, int]]) -> bool:
        if not people:
            return not certify(wanted, pairs).broken
        first, *rest = people
        choices = [work for work in wanted.works if wanted.allowed(first, work)]
        number = min(wanted.k, len(choices))
        return any(
            extend(tuple(rest), pairs + [(first, work) for work in chosen]) for chosen in combinations(choices, number)
        )

    return extend(wanted.reviewers, [])


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_what_is_called_impossible_is_impossible_by_trying_all(start):
    for seed in range(start, start + 20):
        wanted = random_class(seed * 7 + 1, 12)
        if len(wanted.reviewers) > 5 or wanted.k > 3:
            continue
        found = allocate(wanted, "brute")
        assert (not found.certificate.broken) == possible(wanted), (seed, found)


def test_the_same_seed_gives_the_same_pairs_and_another_gives_others():
    wanted = alone(30, 4)
    assert allocate(wanted, "a").pairs == allocate(wanted, "a").pairs != allocate(wanted, "b").pairs


def test_four_people_cannot_each_review_two_without_reviewing_each_other():
    found = allocate(alone(4, 2), "x")
    assert found.impossible == {Rule.RECIPROCAL}
    assert found.certificate.given == found.certificate.received == {2: 4}


def test_two_closed_halves_are_proved_to_stay_apart():
    people = range(1, 9)
    other_half = {one: frozenset(100 + two for two in people if (one <= 4) != (two <= 4)) for one in people}
    found = allocate(alone(8, 1, barred=other_half), "x")
    assert found.impossible == {Rule.CONNECTED}
    assert found.certificate.circles == 2


def test_who_may_review_hardly_anybody_gives_what_they_may_and_is_named():
    barred = {1: frozenset(100 + one for one in range(3, 11))}
    found = allocate(alone(10, 3, barred=barred), "x")
    assert found.certificate.fewer_choices == (1,)
    assert found.certificate.given == {1: 1, 3: 9}
    assert sorted(found.certificate.received) == [2, 3]


def test_a_wanted_pair_that_is_somebodys_own_work_is_named_and_left_out():
    found = allocate(alone(10, 3, must=frozenset({(1, 101), (2, 103)})), "x")
    assert (found.certificate.missing, found.impossible) == (((1, 101),), {Rule.MUST})
    assert (2, 103) in found.pairs


def test_a_round_of_one_person_says_that_nothing_can_be_given():
    found = allocate(alone(1, 3), "x")
    assert (found.pairs, found.certificate.fewer_choices) == ((), (1,))


def test_nobody_can_be_asked_for_no_review():
    with pytest.raises(ValueError, match="one review"):
        allocate(alone(5, 0), "x")


@pytest.mark.parametrize(("seed", "largest"), [(360, 5), (9075, 4)])
def test_large_groups_that_would_all_review_each_other_are_given_one_direction_each(seed: int, largest: int):
    """127 people in 26 groups, six reviews each: exchanges alone leave groups that review each other."""
    wanted = random_class(seed, 300)
    assert max(len(authors) for authors in wanted.authors.values()) == largest
    found = allocate(wanted, str(seed))
    assert (found.certificate.broken, found.certificate.reciprocal) == (frozenset(), 0)


def test_more_wishes_for_one_work_than_reviews_of_it_are_proved_impossible_in_a_large_class():
    found = allocate(alone(60, 1, must=frozenset({(1, 110), (2, 110), (3, 105)})), "x")
    assert found.impossible == {Rule.MUST}
    assert len(found.certificate.missing) == 1
    assert found.certificate.given == found.certificate.received == {1: 60}


def test_two_people_who_must_review_each_other_do_so_and_it_is_said():
    found = allocate(alone(60, 2, must=frozenset({(1, 102), (2, 101)})), "x")
    assert found.impossible == {Rule.RECIPROCAL}
    assert (found.certificate.reciprocal, found.certificate.missing) == (1, ())
