"""Placing students into topics: popularity skewed, a tenth of the seats to spare. Seconds are of CPU time."""

import random
import time
from collections.abc import Iterator
from dataclasses import replace

from benchmarks.figures import Figure
from tools.co_curriculum.domain.placing.checking import broken
from tools.co_curriculum.domain.placing.placing import place
from tools.co_curriculum.domain.placing.problem import Aim, Topic, Wanted, profile

CASES = (
    ("120 x 25, minimum sizes and a skill, generous", 120, 25, 5, 2, 1, Aim.GENEROUS, 10.0),
    ("300 x 40 by our own flow, generous", 300, 40, 5, 0, 0, Aim.GENEROUS, None),
    ("1,000 x 200, 5 ranks, generous", 1_000, 200, 5, 0, 0, Aim.GENEROUS, 5.0),
    ("1,000 x 200 with minimum sizes, generous", 1_000, 200, 5, 2, 0, Aim.GENEROUS, 60.0),
    ("10,000 x 200, best on average", 10_000, 200, 5, 0, 0, Aim.BEST_ON_AVERAGE, 5.0),
    ("10,000 x 200, generous", 10_000, 200, 5, 0, 0, Aim.GENEROUS, 90.0),
    ("the same, with other topics for who gets nothing listed", 10_000, 200, 5, 0, 0, Aim.GENEROUS, 90.0),
)


def run() -> Iterator[Figure]:
    for name, people, topics, listed, least, skill, aim, target in CASES:
        wanted = replace(_class(people, topics, listed, least, skill), fill="other topics" in name)
        started = time.process_time()
        plan = place(wanted, aim, "benchmark", 90.0)
        yield Figure(name, time.process_time() - started, "s", target)
        proof = "proved" if plan.optimal else f"gap {plan.gap}"
        yield Figure(
            f"  rules broken; {proof}, {profile(wanted, plan.places)}", len(broken(wanted, plan.places)), "", 0
        )


def _class(people: int, topics: int, listed: int, least: int, skill: int) -> Wanted:
    rng = random.Random(2026)
    popular = [rng.gauss(0, 0.35) for _ in range(topics)]

    def listing() -> tuple[int, ...]:
        return tuple(sorted(range(topics), key=lambda key: popular[key] + rng.gauss(0, 1))[:listed])

    lists = {one: listing() for one in range(people)}
    return Wanted(
        topics={
            key: Topic(most=-(-people * 11 // (10 * topics)), least=least, needs={"x": skill} if skill else {})
            for key in range(topics)
        },
        lists=lists,
        skills={one: frozenset({"x"}) for one in range(people) if rng.random() < 0.35},
    )
