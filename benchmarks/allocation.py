"""Allocating the reviews of 10,000 students on one core; the pairs of both rounds are certified, violations printed."""

import random
import time
from collections.abc import Iterator

from benchmarks.figures import Figure
from tools.peer_review.domain.allocation.allocate import Allocation, allocate
from tools.peer_review.domain.allocation.problem import Wanted

STUDENTS, K, MATES, BLOCKED, MUST = 10_000, 4, 4, 0.05, 200


def run() -> Iterator[Figure]:
    yield from _measured("10,000 students alone, k = 4", _alone(), 1.0)
    yield from _measured("in groups of 4, 5 % blocked, 200 wanted pairs", _groups(), 10.0)


def _measured(name: str, wanted: Wanted, target: float) -> Iterator[Figure]:
    started = time.process_time()
    found = allocate(wanted, "benchmark")
    yield Figure(name, time.process_time() - started, "s", target)
    yield Figure(f"  rules broken ({_counts(found)})", len(found.certificate.broken), "", 0)


def _counts(found: Allocation) -> str:
    return f"given {dict(found.certificate.given)}, received {dict(found.certificate.received)}"


def _alone() -> Wanted:
    people = tuple(range(STUDENTS))
    return Wanted(reviewers=people, authors={one: frozenset({one}) for one in people}, k=K)


def _groups() -> Wanted:
    rng = random.Random(2026)
    people, works = tuple(range(STUDENTS)), range(STUDENTS // MATES)
    authors = {work: frozenset(range(work * MATES, (work + 1) * MATES)) for work in works}
    barred = {one: frozenset(rng.sample(works, int(len(works) * BLOCKED))) for one in people}
    wanted = ((rng.choice(people), rng.choice(works)) for _ in range(2 * MUST))
    must = [(one, work) for one, work in wanted if one not in authors[work] and work not in barred[one]]
    return Wanted(reviewers=people, authors=authors, k=K, barred=barred, must=frozenset(must[:MUST]))
