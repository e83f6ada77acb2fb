"""Simulated reviews by criterion, and authors who rate them; the generator shares no rule with what is judged.

A work has a true level and strengths of its own per criterion. A review is drawn to the work's truth with a strictness,
a halo over all criteria and an error per criterion, both skewed, and is rounded to the levels of a rubric. Farmers give
what the class usually gives, with or without jitter; mates give each other full marks.
"""

from dataclasses import dataclass

import numpy as np

from benchmarks.support.peer_classes import circle
from tools.peer_review.domain.aggregation.readings import Index, Readings, Vector
from tools.peer_review.domain.helpfulness.helpfulness import Ratings, milder_than_others, rating_percent
from tools.peer_review.domain.reviewing_grade.scores import Scores, Table

SCENARIOS = ("equal", "heterogeneous", "careless")
CRITERIA = 4
LEVELS = [np.linspace(0, 100, 5)] * CRITERIA
USUAL, SPREAD, STRENGTHS, HALO, ERROR = 66.0, 13.0, 6.0, 7.0, 11.0


@dataclass(frozen=True)
class ReviewedClass:
    """Who reviewed what, what an honest reviewer gives, and what works deserve by criterion."""

    scores: Scores
    true: Table
    bias: Vector
    mates: tuple[int, ...]
    """Three people of whom each reviews the next: the worst luck of the draw, and a ring that no rule forbids."""


def simulate(scenario: str, people: int, k: int, rng: np.random.Generator, *, by_lot: bool = False) -> ReviewedClass:
    """A class in which everybody gives and receives k reviews; 15 % are careless in that scenario.

    Pairs come from a drawn circle, which may close few rings, or are mixed `by_lot` from there, which closes some.
    """
    who, what = circle(people, k, rng)
    if by_lot:
        _mix(who, what, rng)
    mates = _ring(who, what, rng)
    level = rng.normal(USUAL, SPREAD, (people, 1))
    true = np.clip(level + rng.normal(0, STRENGTHS, (people, CRITERIA)) + rng.normal(0, 4, CRITERIA), 2, 98)
    alike = scenario == "equal"
    bias = rng.normal(0, 1.0 if alike else 6.0, people)
    size = np.ones(people) if alike else np.exp(rng.normal(0, 0.35, people))
    halo = HALO * skewed(rng, (len(who), 1))
    mark = true[what] + bias[who, None] + size[who, None] * (halo + ERROR * skewed(rng, (len(who), CRITERIA)))
    careless = rng.random(people) < (0.15 if scenario == "careless" else 0)
    lazy = np.where(rng.random(people) < 0.5, 88.0, USUAL)[who, None] + rng.normal(0, 8, mark.shape)
    mark = np.where(careless[who, None], lazy, mark)
    return ReviewedClass(Scores(who, what, rounded(mark), people, people), true, bias, mates)


def _mix(who: Index, what: Index, rng: np.random.Generator) -> None:
    """Exchange the works of two reviews, twenty times as often as there are reviews; nobody is paired twice."""
    have = set(zip(who.tolist(), what.tolist(), strict=True))
    for first, second in rng.integers(len(who), size=(20 * len(who), 2)).tolist():
        old = [(int(who[one]), int(what[one])) for one in (first, second)]
        new = [(old[0][0], old[1][1]), (old[1][0], old[0][1])]
        if all(a != b and (a, b) not in have and (b, a) not in have for a, b in new):
            have -= set(old)
            have |= set(new)
            what[first], what[second] = what[second], what[first]


def _ring(who: Index, what: Index, rng: np.random.Generator) -> tuple[int, ...]:
    """Three people of whom each reviews the next, by one exchange of two reviews."""
    pairs = {(int(a), int(b)): place for place, (a, b) in enumerate(zip(who, what, strict=True))}
    while True:
        place = int(rng.integers(len(who)))
        first, second = int(who[place]), int(what[place])
        third = int(rng.choice(what[who == second]))
        into, out = int(rng.choice(who[what == first])), int(rng.choice(what[who == third]))
        free = (third, first) not in pairs and (into, out) not in pairs and into not in (out, third)
        if len({first, second, third}) == 3 and free:
            what[pairs[(third, out)]], what[pairs[(into, first)]] = first, out
            return first, second, third


def skewed(rng: np.random.Generator, shape: tuple[int, ...]) -> Table:
    """Mean 0, variance 1, a long tail below."""
    drawn: Table = -(rng.gamma(3, 1, shape) - 3) / np.sqrt(3)
    return drawn


def rounded(mark: Table) -> Table:
    """To the five levels."""
    levels: Table = np.clip(np.round(mark / 25) * 25, 0, 100)
    return levels


def copied(made: ReviewedClass, person: int, jitter: bool, rng: np.random.Generator) -> Scores:
    """The same class in which one person gives every work what the class usually gives, criterion by criterion."""
    own = made.scores.reviewer == person
    given = made.scores.given.copy()
    usual = np.tile(given[~own].mean(axis=0), (int(own.sum()), 1))
    given[own] = rounded(usual + (rng.choice([-25.0, 0.0, 25.0], usual.shape, p=[0.2, 0.6, 0.2]) if jitter else 0))
    return replaced(made.scores, given)


def replaced(scores: Scores, given: Table) -> Scores:
    """The same reviews with other marks."""
    return Scores(scores.reviewer, scores.work, given, scores.reviewers, scores.works, scores.truth)


def readings_of(scores: Scores) -> Readings:
    """Reviews by the mean of their criteria; everybody wrote the work with their own number."""
    authors = {one: frozenset({one}) for one in range(scores.works)}
    mark = scores.given.mean(axis=1)
    return Readings(scores.reviewer, scores.work, mark, scores.reviewers, scores.works, authors=authors)


def colluding(made: ReviewedClass, elsewhere: str) -> Scores:
    """The class in which the three mates give each other full marks, and "honest", "full" or "low" ones elsewhere."""
    scores, given = made.scores, made.scores.given.copy()
    ours, theirs = np.isin(scores.reviewer, made.mates), np.isin(scores.work, made.mates)
    if elsewhere != "honest":
        given[ours] = 100.0 if elsewhere == "full" else np.maximum(given[ours] - 25, 0)
    given[ours & theirs] = 100.0
    return replaced(scores, given)


def rated(made: ReviewedClass, rng: np.random.Generator, praise: bool = False) -> tuple[Ratings, Vector]:
    """Authors' ratings and how helpful each reviewer truly is; nine in ten authors rate, praising mates all of theirs.

    Authors rate by the mark received: who gets less than expected gives up to two of five stars less, who gets more one
    star more; some do not mind, some mind twice as much; some are easier to please than others.
    """
    scores = made.scores
    helpful = 25 + 65 * rng.beta(3, 2, scores.reviewers)
    pleased, minds = rng.normal(0, 10, scores.works), rng.choice([0.0, 1.0, 2.0], scores.works)
    total = scores.given.mean(axis=1)
    expected = made.true.mean(axis=1) + 4 + rng.normal(0, 8, scores.works)
    felt = np.tanh((total - expected[scores.work]) / 12)
    felt = np.where(felt < 0, 45 * felt, 20 * felt) * minds[scores.work]
    wish = helpful[scores.reviewer] + pleased[scores.work] + felt + rng.normal(0, 15, len(total))
    stars = np.clip(np.round(wish[:, None] / 25 + rng.normal(0, 0.3, (len(total), CRITERIA))) + 1, 1, 5)
    praised = np.isin(scores.reviewer, made.mates) & np.isin(scores.work, made.mates) & praise
    stars[praised] = 5
    rating = np.array([rating_percent([int(one) for one in row]) for row in stars])
    kept: Index = np.flatnonzero(praised | (rng.random(len(total)) < 0.9))
    milder = milder_than_others(scores.work, total, scores.works)
    columns = (scores.reviewer[kept], scores.work[kept], rating[kept], milder[kept])
    return Ratings(*columns, scores.reviewers, scores.works), helpful
