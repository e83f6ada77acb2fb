"""What the shared rules cost at the sizes that tools ask for: plans by flow, likeness within a class."""

import random
import time
from collections.abc import Callable, Iterator

from benchmarks.figures import Figure
from lti_tools.pure.flow import Arc, least_cost_flow
from lti_tools.pure.similarity import likenesses

STUDENTS, TOPICS, SEATS, LEAST = 300, 40, 9, 4
TEXTS, LENGTH, VOCABULARY = 500, 1000, 8000


def run() -> Iterator[Figure]:
    lists = wishes(random.Random(1))
    for name, cost in (
        ("sum of ranks", lambda rank: rank),
        ("rank-maximal", lambda rank: -(STUDENTS ** (TOPICS - rank))),
    ):
        yield Figure(f"plan of {STUDENTS} x {TOPICS}, {name}", seconds(lambda cost=cost: plan(lists, cost)), "s", 10)
    texts = essays(random.Random(1))
    yield Figure(f"likeness of {TEXTS} texts of {LENGTH} words", seconds(lambda: likenesses(texts)), "s", 10)


def seconds(deed: Callable[[], object]) -> float:
    started = time.perf_counter()
    deed()
    return time.perf_counter() - started


def wishes(rng: random.Random) -> list[list[int]]:
    """Full rankings in which some topics are wanted much more than others."""
    draw = [[(rng.random() ** (1 + topic / 8), topic) for topic in range(TOPICS)] for _ in range(STUDENTS)]
    return [[topic for _, topic in sorted(own, reverse=True)] for own in draw]


def plan(lists: list[list[int]], cost: Callable[[int], int]) -> None:
    people = [Arc("in", ("person", person), 1) for person in range(STUDENTS)]
    ranked = [
        Arc(("person", person), ("topic", topic), 1, cost(rank))
        for person, own in enumerate(lists)
        for rank, topic in enumerate(own)
    ]
    topics = [Arc(("topic", topic), "out", SEATS, lower=LEAST) for topic in range(TOPICS)]
    flow = least_cost_flow([*people, *ranked, *topics], "in", "out")
    assert flow is not None
    assert flow.amount == STUDENTS


def essays(rng: random.Random) -> list[str]:
    words = [f"word{number}" for number in range(VOCABULARY)]
    weights = [1 / (place + 1) for place in range(VOCABULARY)]
    return [" ".join(rng.choices(words, weights, k=LENGTH)) for _ in range(TEXTS)]
