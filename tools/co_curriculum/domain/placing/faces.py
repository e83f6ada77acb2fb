"""Plans for large numbers with seats and supervisors alone: linear programs, each on the best face of the one before.

The corners of such a program are whole numbers, and so are those of its faces. An optimal dual says which face is the
best one (complementary slackness): a pair that costs more than its dual prices is left out for good, a person or topic
with a price is filled to the last place from then on. So no count becomes a row that would spoil the network, and each
program is smaller than the one before. HiGHS solves them with its interior point method and goes to a corner after it.
"""

import time
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from lti_tools.pure.lots import Lots
from tools.co_curriculum.domain.placing.problem import Aim, NoPlan, Plan, Wanted
from tools.co_curriculum.domain.placing.stages import POOL, Pairs, Vector, pairs_of, stages

Flags = NDArray[np.bool_]
MOST_SINGLE = 250_000
"""Pairs of people and topics beyond which topics that are not on lists are taken together."""

NOTHING = 1e-6
"""Costs and duals are whole numbers here; less than this is rounding."""

IMPOSSIBLE = 2
"""scipy's status of a program that nothing solves."""


def plan(wanted: Wanted, aim: Aim, seed: str, seconds: float = 60.0) -> Plan:
    """The best plan, or after `seconds` the best of the last count that was solved; the draw of `seed` breaks ties.

    Raises `NoPlan` where not everybody can have the topic that is fixed for them.
    """
    pairs, topics = columns(wanted), sorted(wanted.topics)
    if not pairs:
        return Plan({}, aim, True)
    matrix, most, full = _rules(wanted, pairs)
    alive, shares = np.arange(matrix.shape[1]), np.zeros(matrix.shape[1])
    optimal, ends = True, time.monotonic() + seconds
    for pair_cost in stages(wanted, pairs, aim, seed):
        cost = np.concatenate([pair_cost, np.zeros(len(topics))])
        solved = _solve(cost[alive], matrix[:, alive], most, full, ends - time.monotonic())
        if solved is None:
            optimal = False
            break
        share, prices = solved
        shares[:] = 0
        shares[alive] = np.round(share)
        extra = cost[alive] - matrix[:, alive].T @ prices
        alive, full = alive[extra <= NOTHING], full | (np.abs(prices) > NOTHING)
    places = dict(pair for pair, share in zip(pairs, shares, strict=False) if share > 0)
    from_pool = {topic: int(share) for topic, share in zip(topics, shares[len(pairs) :], strict=True)}
    return Plan(_shared_out(places, from_pool, seed), aim, optimal)


def columns(wanted: Wanted) -> list[tuple[int, int]]:
    """(person, topic) that may be; where those are very many, the topics that are not on a list are one `POOL`.

    A pool is as good as its topics: they all have one rank. Somebody who gets a topic of their own list from it would
    have it by itself in a better plan, so the best one has nobody so.
    """
    if len(wanted.people) * len(wanted.topics) <= MOST_SINGLE:
        return pairs_of(wanted)
    found: list[tuple[int, int]] = []
    for person in wanted.people:
        if person in wanted.fixed or person in wanted.cannot or person in wanted.kept:
            found += [(person, topic) for topic in wanted.ranks_of(person)]
            continue
        found += [(person, topic) for topic in sorted(wanted.lists[person]) if topic in wanted.topics]
        found += [(person, POOL)] if wanted.fill or not wanted.lists[person] else []
    return found


def _shared_out(places: dict[int, int], from_pool: Mapping[int, int], seed: str) -> dict[int, int]:
    """Give those who have a seat of the pool one of its topics, by the draw."""
    pooled = [person for person, topic in places.items() if topic == POOL]
    seats = Lots(seed).shuffled(topic for topic, number in from_pool.items() for _seat in range(number))
    return places | dict(zip(pooled, seats, strict=True))


def _rules(wanted: Wanted, pairs: Pairs) -> tuple[csr_matrix, Vector, Flags]:
    """A row for each person, topic and supervisor and one for the pool, what each takes at most, which are to be full.

    A column for each pair, then one for each topic: its seats that go to the pool.
    """
    row_of_topic = {key: row for row, key in enumerate(sorted(wanted.topics), len(wanted.people))}
    row_of_name = {
        name: row for row, name in enumerate(sorted(wanted.supervisors), len(wanted.people) + len(wanted.topics))
    }
    row_of_person = {person: row for row, person in enumerate(wanted.people)}
    pool = len(row_of_person) + len(row_of_topic) + len(row_of_name)

    def rows_of(topic: int) -> list[int]:
        name = wanted.topics[topic].supervisor
        return [row_of_topic[topic], *([row_of_name[name]] if name in row_of_name else [])]

    ones = [[row_of_person[one], *([pool] if topic == POOL else rows_of(topic))] for one, topic in pairs]
    ones += [rows_of(topic) for topic in row_of_topic]
    rows = [row for used in ones for row in used] + [pool] * len(row_of_topic)
    at = [column for column, used in enumerate(ones) for _row in used]
    at += range(len(pairs), len(pairs) + len(row_of_topic))
    values = np.ones(len(rows))
    values[len(rows) - len(row_of_topic) :] = -1
    most = [1] * len(row_of_person) + [wanted.topics[key].most for key in row_of_topic]
    most += [wanted.supervisors[name] for name in row_of_name] + [0]
    full = np.array(
        [*(person in wanted.fixed for person in wanted.people), *[False] * (pool - len(row_of_person)), True]
    )
    return csr_matrix((values, (rows, at)), shape=(pool + 1, len(ones))), np.array(most, dtype=float), full


def _solve(cost: Vector, matrix: csr_matrix, most: Vector, full: Flags, seconds: float) -> tuple[Vector, Vector] | None:
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
