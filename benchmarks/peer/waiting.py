"""Rounds with people who do not come: works with fewer than two, and with fewer than k reviews, and how each ends."""

from collections.abc import Iterator

import numpy as np

from benchmarks.figures import Figure
from benchmarks.support.rounds import play
from tools.peer_review.domain.aggregation.marks import ENOUGH, marks
from tools.peer_review.domain.aggregation.readings import Readings
from tools.peer_review.domain.aggregation.reviewers import estimate
from tools.peer_review.domain.triage.triage import queue

CLASSES, PEOPLE, K = 80, 60, 3


def run() -> Iterator[Figure]:
    for absent in (0.15, 0.30):
        for helping in (0.6, 0.3, 0.0):
            yield from _cell(absent, helping)


def _cell(absent: float, helping: float) -> Iterator[Figure]:
    rng = np.random.default_rng([2026, 5, round(100 * absent), round(100 * helping)])
    few = short = endless = 0
    for _ in range(CLASSES):
        played = play(PEOPLE, K, absent, helping, rng)
        counts = np.array(played.counts(PEOPLE))
        few, short = few + int((counts < 2).sum()), short + int((counts < K).sum())
        endless += open_ended(played.pairs, PEOPLE, rng)
    judged = (absent, helping) == (0.15, 0.6)
    total = CLASSES * PEOPLE / 100
    name = f"{100 * absent:.0f} % do not come, {100 * helping:.0f} % help: works with fewer than 2 reviews"
    yield Figure(name, few / total, "%", 0 if judged else None)
    yield Figure("  with fewer than k = 3", short / total, "%", 5 if judged else None)
    yield Figure("  works without a grade or a teacher's task", endless / total, "%", 0)


def open_ended(pairs: tuple[tuple[int, int], ...], people: int, rng: np.random.Generator) -> int:
    """Works that would neither get a grade nor be a teacher's task."""
    who, what = (np.array(column, dtype=np.int64) for column in zip(*pairs, strict=True))
    given = np.clip(np.round(rng.normal(66, 14, len(pairs)) / 5) * 5, 0, 100)
    readings = Readings(who, what, given, people, people)
    found = marks(readings, estimate(readings))
    tasks = {task.work for task in queue(found).tasks}
    return sum(one.work not in tasks and (one.mark is None or len(one.rows) < ENOUGH) for one in found)
