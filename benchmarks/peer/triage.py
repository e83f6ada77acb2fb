"""Of the marks that are more than 10 points off, how many are among the fifth that triage shows first.

The target is for the usual four reviews; with three it is printed.
"""

from collections.abc import Iterator

import numpy as np

from benchmarks.figures import Figure
from benchmarks.support.peer_classes import SCENARIOS, simulate
from tools.peer_review.domain.aggregation.marks import marks
from tools.peer_review.domain.aggregation.reviewers import estimate
from tools.peer_review.domain.triage.triage import BUDGET, expected_error

CLASSES, OFF = 60, 10.0


def run() -> Iterator[Figure]:
    for scenario in SCENARIOS:
        for k in (3, 4):
            yield _cell(scenario, k)


def _cell(scenario: str, k: int) -> Figure:
    rng = np.random.default_rng([2026, 4, SCENARIOS.index(scenario), k])
    caught = by_lot = 0.0
    for _ in range(CLASSES):
        made = simulate(scenario, int(rng.integers(25, 120)), k, rng)
        found = marks(made.readings, estimate(made.readings))
        off = np.array([abs(float(one.mark or 0) - true) > OFF for one, true in zip(found, made.true, strict=True)])
        first = np.argsort([-expected_error(one) for one in found], kind="stable")[: round(BUDGET * len(found))]
        caught += float(off[first].sum())
        by_lot += float(off.sum()) * len(first) / len(found)
    name = f"triage, {scenario}, k = {k}: errors above 10 points caught / by lot"
    return Figure(name, caught / by_lot, "", least=1.5 if k == 4 else None)
