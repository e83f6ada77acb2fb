"""What peer review promises in numbers.

How near marks come to what works deserve: mean, median and ours, pooled over simulated classes, with bootstrap; then
each module of `benchmarks.peer`.
"""

import time
from collections.abc import Iterator

import numpy as np

from benchmarks.figures import Figure
from benchmarks.peer import colluders, rehearsal, reviewing, triage, waiting
from benchmarks.support.peer_classes import SCENARIOS, simulate
from tools.peer_review.domain.aggregation.marks import Method, marks
from tools.peer_review.domain.aggregation.readings import Readings, Vector, weighted_mark
from tools.peer_review.domain.aggregation.reviewers import alike, estimate

CLASSES, DRAWS = 200, 500
TARGETS = {("equal", 3): 1.03, ("equal", 5): 1.03, ("heterogeneous", 3): 0.95, ("heterogeneous", 5): 0.92}


def run() -> Iterator[Figure]:
    for scenario in SCENARIOS:
        for k in (3, 4, 5):
            yield from _cell(scenario, k)
    yield _large()
    for part in (reviewing, colluders, triage, waiting, rehearsal):
        yield from part.run()


def _cell(scenario: str, k: int) -> Iterator[Figure]:
    """One scenario and number of reviews: root mean square errors, their ratio with its 95 % interval, coverage."""
    rng = np.random.default_rng([2026, SCENARIOS.index(scenario), k])
    errors: dict[Method, list[Vector]] = {method: [] for method in Method}
    covered: list[Vector] = []
    for _ in range(CLASSES):
        made = simulate(scenario, int(rng.integers(25, 120)), k, rng)
        for method in Method:
            reviewers = estimate(made.readings) if method is Method.WEIGHTED else alike(made.readings)
            found = marks(made.readings, reviewers, method)
            errors[method].append((np.array([float(one.mark or 0) for one in found]) - made.true) ** 2)
            if method is Method.WEIGHTED:
                low = np.array([float(one.low or 0) for one in found])
                high = np.array([float(one.high or 100) for one in found])
                covered.append((low <= made.true) & (made.true <= high))
    yield from _figures(f"{scenario}, k = {k}", TARGETS.get((scenario, k)), errors, rng)
    share = 100 * float(np.concatenate(covered).mean())
    judged = scenario in ("equal", "heterogeneous")
    yield Figure(
        "  90 % interval: distance of its coverage from 85-95",
        max(85 - share, share - 95, 0),
        "%",
        0 if judged else None,
    )
    yield Figure("  its coverage", share, "%")


def _figures(
    name: str, target: float | None, errors: dict[Method, list[Vector]], rng: np.random.Generator
) -> Iterator[Figure]:
    sums = {method: np.array([one.sum() for one in found]) for method, found in errors.items()}
    size = np.array([len(one) for one in errors[Method.MEAN]])
    rmse = {method: float(np.sqrt(found.sum() / size.sum())) for method, found in sums.items()}
    picks = rng.integers(0, CLASSES, (DRAWS, CLASSES))
    ratios = np.sqrt(sums[Method.WEIGHTED][picks].sum(axis=1) / sums[Method.MEAN][picks].sum(axis=1))
    low, high = np.percentile(ratios, [2.5, 97.5])
    yield Figure(f"{name}: error of the mean", rmse[Method.MEAN], "points")
    yield Figure("  of the median", rmse[Method.MEDIAN], "points")
    yield Figure("  ours", rmse[Method.WEIGHTED], "points")
    ratio = rmse[Method.WEIGHTED] / rmse[Method.MEAN]
    yield Figure(f"  ours / mean (95 %: {low:.3f} to {high:.3f})", ratio, "", target)


def _large() -> Figure:
    rng = np.random.default_rng(2026)
    people, k, criteria = 10_000, 5, 6
    made = simulate("heterogeneous", people, k, rng)
    scores = np.clip(made.readings.mark[:, None] + rng.normal(0, 8, (people * k, criteria)), 0, 100)
    started = time.process_time()
    whole = np.array([weighted_mark(list(row), [1, 2, 1, 1, 2, 1]) for row in scores])
    readings = Readings(made.readings.reviewer, made.readings.work, whole, people, people)
    marks(readings, estimate(readings))
    return Figure("10,000 students x 5 reviews x 6 criteria", time.process_time() - started, "s", 10.0)
