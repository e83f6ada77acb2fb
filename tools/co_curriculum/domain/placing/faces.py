"""Plans for large numbers with seats and supervisors alone: linear programs, each on the best face of the one before.

The corners of such a program are whole numbers, and so are those of its faces. An optimal dual says which face is the
best one (complementary slackness): a pair that costs more than its dual prices is left out for good, a person or topic
with a price is filled to the last place from then on. So no count becomes a row that would spoil the network, and each
program is smaller than the one before. HiGHS solves them with its interior point method and goes to a corner after it.
"""

import time

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from tools.co_curriculum.domain.placing.problem import Aim, NoPlan, Plan, Wanted
from tools.co_curriculum.domain.placing.stages import Pairs, Vector, pairs_of, stages

NOTHING = 1e-6
"""Costs and duals are whole numbers here; less than this is rounding."""

IMPOSSIBLE = 2
"""scipy's status of a program that nothing solves."""


def plan(wanted: Wanted, aim: Aim, seed: str, seconds: float = 60.0) -> Plan:
    """The best plan, or after `seconds` the best of the last count that was solved; the draw of `seed` breaks ties.

    Raises `NoPlan` where not everybody can have the topic that is fixed for them.
    """
    pairs = pairs_of(wanted)
    if not pairs:
        return Plan({}, aim, True)
    matrix, most = _rules(wanted, pairs)
    alive, full = np.arange(len(pairs)), np.zeros(len(most), dtype=bool)
    full[: len(wanted.people)] = [person in wanted.fixed for person in wanted.people]
    taken, ends = np.array([], dtype=int), time.monotonic() + seconds
    for cost in stages(wanted, pairs, aim, seed):
        solved = _solve(cost[alive], matrix[:, alive], most, full, ends - time.monotonic())
        if solved is None:
            return _plan(pairs, taken, aim, optimal=False)
        share, prices = solved
        taken = alive[share > 0.5]
        extra = cost[alive] - matrix[:, alive].T @ prices
        alive, full = alive[extra <= NOTHING], full | (np.abs(prices) > NOTHING)
    return _plan(pairs, taken, aim, optimal=True)


def _plan(pairs: Pairs, taken: "np.ndarray[tuple[int], np.dtype[np.int64]]", aim: Aim, *, optimal: bool) -> Plan:
    return Plan(dict(pairs[at] for at in taken.tolist()), aim, optimal)


def _rules(wanted: Wanted, pairs: Pairs) -> tuple[csr_matrix, Vector]:
    """A row for each person, topic and supervisor, and what it takes at most."""
    topics, names = sorted(wanted.topics), sorted(wanted.supervisors)
    row_of_person = {person: row for row, person in enumerate(wanted.people)}
    row_of_topic = {key: len(row_of_person) + row for row, key in enumerate(topics)}
    row_of_name = {name: len(row_of_person) + len(topics) + row for row, name in enumerate(names)}
    rows, columns = list[int](), list[int]()
    for column, (person, topic) in enumerate(pairs):
        used = [row_of_person[person], row_of_topic[topic]]
        if wanted.topics[topic].supervisor in row_of_name:
            used.append(row_of_name[wanted.topics[topic].supervisor])
        rows += used
        columns += [column] * len(used)
    most = [1] * len(row_of_person) + [wanted.topics[key].most for key in topics]
    most += [wanted.supervisors[name] for name in names]
    return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(most), len(pairs))), np.array(most, dtype=float)


def _solve(
    cost: Vector, matrix: csr_matrix, most: Vector, full: "np.ndarray[tuple[int], np.dtype[np.bool_]]", seconds: float
) -> tuple[Vector, Vector] | None:
    """(share of each pair, price of each row); None where time ran out. Raises `NoPlan`."""
    if seconds <= 0:
        return None
    tight = {"A_eq": matrix[full], "b_eq": most[full]} if full.any() else {}
    loose = {"A_ub": matrix[~full], "b_ub": most[~full]} if not full.all() else {}
    done = linprog(cost, **tight, **loose, bounds=(0, None), method="highs-ipm", options={"time_limit": seconds})
    if done.status == IMPOSSIBLE:
        raise NoPlan
    if done.x is None or done.status != 0:
        return None
    prices = np.zeros(len(most))
    if tight:
        prices[full] = done.eqlin.marginals
    if loose:
        prices[~full] = done.ineqlin.marginals
    return np.asarray(done.x), prices
