"""Simulated classes that peer marks are tried on; they share no likelihood with the estimator.

True marks are drawn, noise is skewed (a gamma turned round), marks are rounded to the levels of a rubric; in the
heterogeneous class a halo draws every mark towards the usual one; careless reviewers give about the same mark to all,
some copying what is usual; colluders give full marks.
"""

from dataclasses import dataclass

import numpy as np

from tools.peer_review.domain.aggregation.readings import Index, Readings, Vector

SCENARIOS = ("equal", "heterogeneous", "careless", "collusion")
USUAL, SPREAD, LEVEL, NOISE = 68.0, 12.0, 5.0, 9.5


@dataclass(frozen=True)
class SimulatedClass:
    """Readings, the marks that the works deserve, and who does not review honestly."""

    readings: Readings
    true: Vector
    dishonest: Index


def simulate(
    scenario: str,
    people: int,
    k: int,
    rng: np.random.Generator,
    pairs: tuple[Index, Index] | None = None,
    examples: int = 0,
) -> SimulatedClass:
    """A class in which everybody gives and receives k reviews, or in which `pairs` of reviewer and work are written.

    Everybody reviews the `examples` too; their places follow the works', and their true marks are known.
    """
    who, what = pairs or circle(people, k, rng)
    who = np.concatenate([who, np.repeat(np.arange(people), examples)])
    what = np.concatenate([what, np.tile(people + np.arange(examples), people)])
    true = np.clip(rng.normal(USUAL, SPREAD, people + examples), 5, 98)
    alike = scenario == "equal"
    bias = rng.normal(0, 1.0 if alike else 6.0, people)
    size = np.full(people, NOISE) if alike else np.exp(rng.normal(np.log(NOISE), 0.35, people))
    skewed = -(rng.gamma(3, 1, len(who)) - 3) / np.sqrt(3)
    mark = true[what] + bias[who] + size[who] * skewed
    if scenario == "heterogeneous":
        mark = 0.9 * mark + 0.1 * USUAL
    drawn = rng.random(people)
    careless = drawn < (0.15 if scenario == "careless" else 0)
    colluding = drawn < (0.10 if scenario == "collusion" else 0)
    lazy = np.where(rng.random(people) < 0.5, 88.0, USUAL)[who] + rng.normal(0, 3, len(who))
    mark = np.where(careless[who], lazy, np.where(colluding[who], 100.0, mark))
    rounded = np.clip(np.round(mark / LEVEL) * LEVEL, 0, 100)
    truth = {people + one: float(true[people + one]) for one in range(examples)}
    authors = {one: frozenset({one}) for one in range(people)}
    readings = Readings(who, what, rounded, people, people + examples, truth, authors)
    return SimulatedClass(readings, true, np.flatnonzero(careless | colluding))


def circle(people: int, k: int, rng: np.random.Generator) -> tuple[Index, Index]:
    """Reviewers and works of a class in which everybody gives and receives k reviews."""
    order = rng.permutation(people)
    steps = rng.choice(np.arange(1, (people - 1) // 2 + 1), k, replace=False)
    what = np.concatenate([order[(place + steps) % people] for place in range(people)])
    return np.repeat(order, k).astype(np.int64), what.astype(np.int64)
