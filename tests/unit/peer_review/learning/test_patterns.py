"""Rings of people who mark each other high are found, and how many luck alone would show is told."""

from dataclasses import replace

import numpy as np

from benchmarks.support.review_classes import ReviewedClass, colluding, simulate
from tools.peer_review.domain.aggregation.readings import Readings
from tools.peer_review.domain.aggregation.reviewers import alike, estimate
from tools.peer_review.domain.patterns.patterns import Favours, distances, favours


def found_in(made: ReviewedClass) -> Favours:
    scores = made.scores
    given = Readings(scores.reviewer, scores.work, scores.given.mean(axis=1), scores.reviewers, scores.works)
    return favours(given, estimate(given), {work: frozenset({work}) for work in range(scores.works)})


def turned(ring: tuple[int, ...]) -> tuple[int, ...]:
    start = ring.index(min(ring))
    return ring[start:] + ring[:start]


def test_colluders_are_found_more_often_than_by_luck():
    seen = others = by_luck = 0.0
    for seed in range(20):
        made = simulate("equal", 40, 4, np.random.default_rng(seed))
        found = found_in(replace(made, scores=colluding(made, "honest")))
        seen += turned(made.mates) in found.rings
        others += len(set(found.rings) - {turned(made.mates)})
        by_luck += found.by_luck
    assert seen >= 12
    assert others <= 3 * by_luck + 2


def test_two_who_praise_each_other_are_a_ring_listed_once():
    who = np.array([0, 2, 3, 1, 2, 3])
    what = np.array([1, 1, 1, 0, 0, 0])
    given = Readings(who, what, np.array([100.0, 60, 60, 100, 60, 60]), 4, 2)
    found = favours(given, alike(given), {0: frozenset({0}), 1: frozenset({1})})
    assert found.rings == ((0, 1),)


def test_the_only_review_of_a_work_is_not_far_from_anything():
    given = Readings(np.array([0, 1, 2]), np.array([0, 1, 1]), np.array([90.0, 40, 60]), 3, 2)
    assert distances(given, alike(given))[0] == 0
