"""Counting 100,000 ballots over 20 options on one core, each method by itself; ballots are in memory as matrices.

With `COUNTED_BESIDE`, the Python of an environment that has them, pref_voting and pyrankvote count the same rankings
(`make bench-beside`). pref_voting works out all pairs while it reads.
"""

import json
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from benchmarks.figures import Figure
from tools.co_curriculum.domain.counting.condorcet import minimax, ranked_pairs
from tools.co_curriculum.domain.counting.irv import instant_runoff
from tools.co_curriculum.domain.counting.profile import Grades, Rankings
from tools.co_curriculum.domain.counting.schulze import schulze_on_stars
from tools.co_curriculum.domain.counting.shares import equal_shares, phragmen
from tools.co_curriculum.domain.counting.star import star
from tools.co_curriculum.domain.counting.stv import scottish_stv
from tools.co_curriculum.domain.counting.sums import borda, by_sum
from tools.co_curriculum.domain.counting.wigm import exact_stv

BALLOTS, OPTIONS, SEATS, WEEKS = 100_000, 20, 5, 12
QUICK, SLOW = 1.0, 10.0
"""Seconds."""
BESIDE = Path(__file__).parent / "beside" / "count.py"


def run() -> Iterator[Figure]:
    """Every person's ballot is drawn by itself: almost none are equal, so that grouping helps nothing."""
    rng = np.random.default_rng(2026)
    ones = np.ones(BALLOTS, dtype=np.int64)
    liking = rng.normal(size=OPTIONS) + rng.normal(size=(BALLOTS, OPTIONS))
    ranked = Rankings(np.argsort(-liking, axis=1).astype(np.int64), ones)
    stars = Grades(np.clip(np.rint(liking + 2), 0, 5).astype(np.int64), ones)
    ticks = Grades((liking > 0.5).astype(np.int64), ones)
    costs = [int(cost) for cost in rng.integers(1, 4, OPTIONS)]
    lot = [int(option) for option in rng.permutation(OPTIONS)]
    counts: list[tuple[str, Callable[[], object], float]] = [
        ("approval", lambda: by_sum(ticks, lot), QUICK),
        ("stars", lambda: by_sum(stars, lot), QUICK),
        ("STAR", lambda: star(stars, lot), QUICK),
        ("Borda", lambda: borda(stars, lot), QUICK),
        ("instant run-off", lambda: instant_runoff(ranked, lot), QUICK),
        ("Schulze on stars", lambda: schulze_on_stars(stars, lot), QUICK),
        ("Ranked Pairs", lambda: ranked_pairs(stars, lot), QUICK),
        ("Minimax", lambda: minimax(stars, lot), QUICK),
        (f"Scottish STV, {SEATS} seats", lambda: scottish_stv(ranked, SEATS, lot), SLOW),
        (f"exact STV, {SEATS} seats", lambda: exact_stv(ranked, SEATS, lot), SLOW),
        (f"Equal Shares, {WEEKS} weeks", lambda: equal_shares(ticks, costs, WEEKS, lot), SLOW),
        (f"Phragmén, {WEEKS} weeks", lambda: phragmen(ticks, costs, WEEKS, lot), SLOW),
    ]
    for name, count, target in counts:
        started = time.process_time()
        count()
        yield Figure(name, time.process_time() - started, "s", target)
    yield Figure("memory at its most", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB", 1024)
    if python := os.environ.get("COUNTED_BESIDE"):
        yield from _beside(python, ranked.orders)


def _beside(python: str, rankings: np.ndarray) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rankings.npy"
        np.save(file, rankings)
        told = subprocess.run([python, BESIDE, file], check=True, capture_output=True, text=True).stdout
    for name, seconds in json.loads(told).items():
        yield Figure(name, seconds, "s")
