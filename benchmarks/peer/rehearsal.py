"""What rehearsal foretells, from an earlier round of the same class, beside 200 rounds played through."""

from collections.abc import Iterator

import numpy as np

from benchmarks.figures import Figure
from benchmarks.support.peer_classes import SimulatedClass, simulate
from benchmarks.support.rounds import play
from tools.peer_review.domain.aggregation.marks import marks
from tools.peer_review.domain.aggregation.reviewers import estimate
from tools.peer_review.domain.rehearsal.rehearsal import APPEALS, Rehearsal, rehearse, usual_error
from tools.peer_review.domain.triage.triage import MINUTES, queue

ROUNDS, REVIEW_MINUTES = 200, 18.0
CASES = ((30, 3, 0.15, 0.6), (60, 4, 0.15, 0.6), (60, 3, 0.30, 0.3), (90, 5, 0.15, 0.0))
Seen = tuple[float, float, float, float]


def run() -> Iterator[Figure]:
    for people, k, absent, helping in CASES:
        yield from _case(people, k, absent, helping)


def _case(people: int, k: int, absent: float, helping: float) -> Iterator[Figure]:
    rng = np.random.default_rng([2026, 6, people, k])
    earlier = simulate("heterogeneous", people, k, rng).readings
    plan = Rehearsal(
        people=people,
        works=people,
        k=k,
        least_choices=people - 1,
        absent=absent,
        helping=helping,
        error=usual_error(estimate(earlier)),
        review_minutes=REVIEW_MINUTES,
    )
    told = rehearse(plan)
    seen = np.mean([_played(people, k, absent, helping, rng) for _ in range(ROUNDS)], axis=0)
    names = ("missing reviews", "error of a mark", "minutes per student", "teacher hours")
    foretold = (told.missing, told.error or 0.0, told.minutes, told.hours)
    yield Figure(f"rehearsal: {people} people, k = {k}, {absent:.0%} absent, {helping:.0%} help", people, "people")
    for name, guess, real in zip(names, foretold, seen.tolist(), strict=True):
        yield Figure(f"  {name}: {guess:.2f} foretold, {real:.2f} seen; off by", 100 * abs(guess / real - 1), "%", 20)


def _played(people: int, k: int, absent: float, helping: float, rng: np.random.Generator) -> Seen:
    played = play(people, k, absent, helping, rng)
    made = _marked(played.pairs, people, rng)
    found = marks(made.readings, estimate(made.readings))
    errors = [(float(one.mark) - made.true[one.work]) ** 2 for one in found if one.mark is not None]
    appeals = np.flatnonzero(rng.random(people) < APPEALS).tolist()
    minutes = rng.lognormal(np.log(REVIEW_MINUTES) - 0.18, 0.6, len(played.pairs)).sum()
    tasks = len(queue(found, appeals=appeals).tasks)
    return (
        float(played.due - len(played.pairs)),
        float(np.sqrt(np.mean(errors))),
        float(minutes / max(people - len(played.absent), 1)),
        tasks * MINUTES / 60,
    )


def _marked(pairs: tuple[tuple[int, int], ...], people: int, rng: np.random.Generator) -> SimulatedClass:
    """Marks for the pairs, from the heterogeneous generator."""
    who, what = (np.array(column, dtype=np.int64) for column in zip(*pairs, strict=True))
    return simulate("heterogeneous", people, 0, rng, (who, what))
