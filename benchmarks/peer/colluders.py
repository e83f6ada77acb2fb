"""Three colluders in a ring who give each other full marks and praise: what they gain, against the plain mean.

And how often honest classes show such a ring.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from benchmarks.figures import Figure
from benchmarks.peer.means import interval
from benchmarks.peer.reviewing import grades
from benchmarks.support.review_classes import SCENARIOS, ReviewedClass, colluding, rated, readings_of, simulate
from tools.peer_review.domain.aggregation.favours import RARE, favours
from tools.peer_review.domain.aggregation.marks import Method, marks
from tools.peer_review.domain.aggregation.reviewers import alike, estimate
from tools.peer_review.domain.helpfulness.helpfulness import helpfulness

CLASSES, HONEST, K = 60, 300, 4
ELSEWHERE = ("honest", "full", "low")


def run() -> Iterator[Figure]:
    for scenario in SCENARIOS:
        for elsewhere in ELSEWHERE:
            yield from _cell(scenario, elsewhere)
    for scenario in SCENARIOS:
        yield _by_lot(scenario)
        yield _honest(scenario)


def _by_lot(scenario: str) -> Figure:
    """Where pairs are drawn by lot some twenty rings close by themselves, and the bound is higher than in a circle."""
    rng = np.random.default_rng([2026, 6, SCENARIOS.index(scenario)])
    plain, ours = 0.0, 0.0
    for _ in range(CLASSES):
        made = simulate(scenario, int(rng.integers(25, 90)), K, rng, by_lot=True)
        ring = replace(made, scores=colluding(made, "honest"))
        plain += _mark(ring, Method.MEAN) - _mark(made, Method.MEAN)
        ours += _mark(ring, Method.WEIGHTED) - _mark(made, Method.WEIGHTED)
    return Figure(f"{scenario}, pairs by lot, honest elsewhere: submission gain / the mean's", ours / plain, "", 1 / 3)


def _honest(scenario: str) -> Figure:
    """Half of the classes are paired in a circle, half by lot."""
    rng = np.random.default_rng([2026, 5, SCENARIOS.index(scenario)])
    shown = 0
    for number in range(HONEST):
        made = simulate(scenario, int(rng.integers(25, 90)), K, rng, by_lot=number % 2 == 1)
        readings = readings_of(made.scores)
        shown += bool(favours(readings, estimate(readings)).rings)
    return Figure(f"{scenario}: honest classes that show a ring of favours", 100 * shown / HONEST, "%", 100 * RARE)


def _cell(scenario: str, elsewhere: str) -> Iterator[Figure]:
    rng = np.random.default_rng([2026, 3, SCENARIOS.index(scenario)])
    reviewing, plain, ours = [], [], []
    for _ in range(CLASSES):
        made = simulate(scenario, int(rng.integers(25, 90)), K, rng)
        ring, seed = replace(made, scores=colluding(made, elsewhere)), int(rng.integers(2**32))
        reviewing.append(_reviewing(ring, seed, praise=True) - _reviewing(made, seed, praise=False))
        plain.append(_mark(ring, Method.MEAN) - _mark(made, Method.MEAN))
        ours.append(_mark(ring, Method.WEIGHTED) - _mark(made, Method.WEIGHTED))
    mean, _, high = interval(reviewing)
    share = float(np.sum(ours) / np.sum(plain))
    yield Figure(f"{scenario}, {elsewhere} marks elsewhere: reviewing gain, upper", high, "points", 0)
    yield Figure("    mean", mean, "points")
    yield Figure(f"  submission gain / the plain mean's ({np.mean(plain):.1f})", share, "", 1 / 3)


def _reviewing(made: ReviewedClass, seed: int, praise: bool) -> float:
    ratings, _ = rated(made, np.random.default_rng(seed), praise)
    helpful = dict(enumerate(one.points for one in helpfulness(ratings)))
    return float(np.mean(grades(made.scores, list(made.mates), helpful)))


def _mark(made: ReviewedClass, method: Method) -> float:
    readings = readings_of(made.scores)
    reviewers = estimate(readings) if method is Method.WEIGHTED else alike(readings)
    found = marks(readings, reviewers, method)
    return float(np.mean([float(found[one].mark or 0) for one in made.mates]))
