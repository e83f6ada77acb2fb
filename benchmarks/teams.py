"""The group maker: its time for large classes, and how good its teams are beside the optimum and beside random draws.

Small classes are compared with every possible plan, larger ones with the best of 1,000 random plans that keep rules.
"""

import random
import time
from collections.abc import Iterator

from benchmarks.figures import Figure
from lti_tools.pure.teams.making import make_teams
from lti_tools.pure.teams.wishes import Sizes
from tests.unit.pure.brute import best, best_of_draws
from tests.unit.pure.classes import invent, rules_for, wish_for

SMALL, DRAWS = 40, 1000
LARGE = (30, 120, 500)


def run() -> Iterator[Figure]:
    worst, broken = 0.0, 0
    for seed in range(SMALL):
        gap = gap_to_optimum(seed)
        worst, broken = max(worst, gap or 0), broken + (gap is None)
    yield Figure(f"largest gap to the optimum, {SMALL} classes of 4 to 12", 100 * worst, "%", 2)
    yield Figure("classes whose rules were kept by a plan but not by ours", broken, "", 0)
    for number in LARGE:
        yield from compare(number)


def gap_to_optimum(seed: int) -> float | None:
    """The share of the optimum that our teams miss; None where they break a rule that some plan keeps."""
    rng = random.Random(seed)
    number, size = rng.randint(4, 12), rng.choice([2, 3, 4])
    people, sizes = invent(number, seed), Sizes(least=size, most=size + 1)
    wishes, rules = wish_for(people, seed, size), rules_for(people, seed) if seed % 2 else []
    optimum = best(people, sizes.of(number), wishes, rules)
    made = make_teams(people, sizes=sizes, seed="bench", wishes=wishes, rules=rules)
    if optimum is None:
        return 0.0
    return None if made.broken else 1 - made.objective / optimum


def compare(number: int) -> Iterator[Figure]:
    people, sizes = invent(number, number), Sizes(least=4, most=5)
    wishes, rules = wish_for(people, number), rules_for(people, number)
    started = time.perf_counter()
    made = make_teams(people, sizes=sizes, seed="bench", wishes=wishes, rules=rules)
    yield Figure(f"{number} people, 6 attributes, {len(wishes)} wishes", time.perf_counter() - started, "s", 10)
    drawn = best_of_draws(people, sizes.of(number), wishes, rules, DRAWS)
    yield Figure(f"{number} people: missed of a perfect score", 100 * (1 - made.objective), "%", 100 * (1 - drawn))
    yield Figure(f"{number} people: rules broken of {len(rules)}", len(made.broken), "", 0)
