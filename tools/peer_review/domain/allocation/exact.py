"""A whole-number program for small rounds: finds an allocation where one exists, or proves that none does.

One variable per allowed pair; connectedness is asked for by cuts, added whenever a solution falls into circles (as
subtour cuts for the travelling salesman: Dantzig, Fulkerson and Johnson, 1954).
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from lti_tools.pure.lots import Lots
from tools.peer_review.domain.allocation.graph import circles
from tools.peer_review.domain.allocation.problem import Pair, Rule, Wanted

MOST_PAIRS = 2_500
"""Rounds with more allowed pairs are left to exchanges."""
SECONDS = 10.0
CUTS = 200
INFEASIBLE = 2
"""scipy's status of a program that has no solution."""


@dataclass(frozen=True)
class Answer:
    """`pairs` where an allocation was found; without them `proved` says that there is none."""

    pairs: tuple[Pair, ...] | None
    proved: bool


Vector = NDArray[np.float64]
Row = tuple[list[int], list[float], float, float]
"""Variables, their coefficients, and the bounds of the sum."""


def solve(wanted: Wanted, rules: frozenset[Rule], lots: Lots) -> Answer:
    """Ask for an allocation that keeps `rules`.

    With `GIVEN` (`RECEIVED`) everybody gives k, or all they may (every work receives the mean, rounded either way);
    without it, one less (one more or less) is allowed too.
    """
    pairs = [(one, work) for one in wanted.reviewers for work in wanted.works if wanted.allowed(one, work)]
    place = {pair: at for at, pair in enumerate(pairs)}
    rows = [*_numbers(wanted, pairs, rules), *(_mutual(wanted, place) if Rule.RECIPROCAL in rules else ())]
    low = np.array([Rule.MUST in rules and pair in wanted.possible_must for pair in pairs], dtype=float)
    costs = np.array([lots.below(1000) for _ in pairs], dtype=float) - (0 if Rule.GIVEN in rules else 10_000)
    for _ in range(CUTS):
        found, proved = _run(costs, low, rows)
        if found is None:
            return Answer(None, proved)
        chosen = [pair for pair, taken in zip(pairs, found, strict=True) if taken > 0.5]
        apart = circles(wanted, chosen)
        if Rule.CONNECTED not in rules or len(apart) == 1:
            return Answer(tuple(chosen), False)
        rows += [_cut(wanted, pairs, circle) for circle in apart[1:]]
    return Answer(None, False)


def _run(costs: Vector, low: Vector, rows: list[Row]) -> tuple[Vector | None, bool]:
    """The solution and False; without one, whether it is proved that there is none (or time ran out)."""
    if not len(costs):
        impossible = any(lower > 0 for *_, lower, _ in rows)
        return (None if impossible else costs), impossible
    values = [value for _, row, _, _ in rows for value in row]
    at = [number for number, (places, *_) in enumerate(rows) for _ in places]
    columns = [place for places, *_ in rows for place in places]
    matrix = csr_matrix((values, (at, columns)), shape=(len(rows), len(costs)))
    limits = LinearConstraint(matrix, [lower for *_, lower, _ in rows], [upper for *_, upper in rows])
    whole, options = np.ones(len(costs)), {"time_limit": SECONDS}
    done = milp(costs, integrality=whole, bounds=Bounds(low, 1), constraints=limits, options=options)
    return (None if done.x is None else np.asarray(done.x)), done.status == INFEASIBLE


def _numbers(wanted: Wanted, pairs: list[Pair], rules: frozenset[Rule]) -> Iterable[Row]:
    """How many each gives and receives."""
    by_reviewer: dict[int, list[int]] = {one: [] for one in wanted.reviewers}
    by_work: dict[int, list[int]] = {work: [] for work in wanted.works}
    for at, (reviewer, work) in enumerate(pairs):
        by_reviewer[reviewer].append(at)
        by_work[work].append(at)
    given = {one: min(wanted.k, wanted.choices(one)) for one in wanted.reviewers}
    slack = 0 if Rule.GIVEN in rules else 1
    for one, places in by_reviewer.items():
        yield places, [1.0] * len(places), max(given[one] - slack, 0), given[one]
    total, works = sum(given.values()), max(len(wanted.works), 1)
    slack = 0 if Rule.RECEIVED in rules else 1
    for places in by_work.values():
        yield places, [1.0] * len(places), max(total // works - slack, 0), -(-total // works) + slack


def _mutual(wanted: Wanted, place: dict[Pair, int]) -> Iterable[Row]:
    """Two people do not review each other."""
    if wanted.reciprocal:
        return
    for (reviewer, work), at in place.items():
        for author in wanted.authors[work]:
            for mine in wanted.works_of.get(reviewer, ()):
                back = place.get((author, mine))
                if back is not None and at < back:
                    yield [at, back], [1.0, 1.0], 0, 1


def _cut(wanted: Wanted, pairs: list[Pair], circle: set[int]) -> Row:
    """At least one review crosses the edge of this circle."""
    crossing = [
        at for at, (reviewer, work) in enumerate(pairs) if (reviewer in circle) != (min(wanted.authors[work]) in circle)
    ]
    return crossing, [1.0] * len(crossing), 1, float(len(crossing))
