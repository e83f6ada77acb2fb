"""The reviewing grade: honest reviewers against those who copy the class; helpfulness against resentful authors."""

from collections.abc import Iterator

import numpy as np
from scipy.stats import spearmanr

from benchmarks.figures import Figure
from benchmarks.peer.means import interval
from benchmarks.support.review_classes import LEVELS, SCENARIOS, ReviewedClass, copied, rated, simulate
from tools.peer_review.domain.helpfulness.helpfulness import helpfulness
from tools.peer_review.domain.reviewing_grade.accuracy import accuracies, evidence
from tools.peer_review.domain.reviewing_grade.constant import constants
from tools.peer_review.domain.reviewing_grade.grade import reviewing_grade
from tools.peer_review.domain.reviewing_grade.scores import Scores

CLASSES, K = 60, 4


def run() -> Iterator[Figure]:
    for scenario in SCENARIOS:
        yield from _farmers(scenario)
    for scenario in SCENARIOS:
        yield from _authors(scenario)


def grades(scores: Scores, people: list[int], helpful: dict[int, float | None]) -> list[float]:
    """The reviewing grades of some people who did all their reviews."""
    accuracy = accuracies(evidence(scores))
    constant = {one.reviewer: one.chance for one in constants(scores, LEVELS, only=people) if one.counts}
    return [
        float(reviewing_grade(K, K, accuracy[one], helpful.get(one), constant=constant.get(one)).grade)
        for one in people
    ]


def _farmers(scenario: str) -> Iterator[Figure]:
    rng = np.random.default_rng([2026, 1, SCENARIOS.index(scenario)])
    gains: dict[bool, list[float]] = {False: [], True: []}
    honest, chances = [], []
    for _ in range(CLASSES):
        made = simulate(scenario, int(rng.integers(25, 90)), K, rng)
        own = grades(made.scores, [0], {})[0]
        honest.append(own)
        for jitter in gains:
            scores = copied(made, 0, jitter, rng)
            gains[jitter].append(own - grades(scores, [0], {})[0])
            chances.extend(one.chance or 0 for one in constants(scores, LEVELS, only=[0]) if not jitter)
    yield Figure(f"{scenario}: reviewing grade of an honest reviewer", float(np.mean(honest)), "points")
    for jitter, name in ((False, "copier of the class average"), (True, "copier with jitter")):
        mean, low, high = interval(gains[jitter])
        yield Figure(f"  minus {name} (to {high:.1f}; lower bound)", low, "points", least=0.01)
        yield Figure("    mean", mean, "points")
    yield Figure("  highest chance of honest constant marks", 100 * max(chances), "%")


def _authors(scenario: str) -> Iterator[Figure]:
    rng = np.random.default_rng([2026, 2, SCENARIOS.index(scenario)])
    found = [_correlations(simulate(scenario, int(rng.integers(40, 90)), K, rng), rng) for _ in range(CLASSES)]
    plain, ours, ranks = np.mean(found, axis=0)
    yield Figure(f"{scenario}: |r| of helpfulness with strictness", abs(float(ours)), "", 0.1)
    yield Figure("  of the plain mean of ratings", abs(float(plain)), "")
    yield Figure("  Spearman with true helpfulness", float(ranks), "", least=0.6)


def _correlations(made: ReviewedClass, rng: np.random.Generator) -> tuple[float, float, float]:
    ratings, true = rated(made, rng)
    found = helpfulness(ratings)
    told = [place for place, one in enumerate(found) if one.points is not None]
    points = [one.points or 0.0 for one in found if one.points is not None]
    means = [float(ratings.rating[ratings.reviewer == one].mean()) for one in told]
    bias = made.bias[told]
    return (
        float(np.corrcoef(means, bias)[0, 1]),
        float(np.corrcoef(points, bias)[0, 1]),
        float(spearmanr(points, true[told])[0]),
    )
