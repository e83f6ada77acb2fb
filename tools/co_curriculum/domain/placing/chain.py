"""Plans with minimum sizes, skills or company: a chain of HiGHS solves, one count after another.

First as many as can be who gave a list get a place, then as many others, then the aim rank by rank, last the tie order;
each count, once solved, becomes a bound for what follows. So no weights are needed that floating point cannot hold.
"""

import time
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from tools.co_curriculum.domain.placing.problem import Aim, NoPlan, OutOfTime, Plan, Wanted
from tools.co_curriculum.domain.placing.stages import Vector, pairs_of, stages

IMPOSSIBLE = 2
"""scipy's status of a program that nothing solves."""


@dataclass
class _Model:
    """Variables: one per pair that may be, then one per topic that says whether it runs."""

    wanted: Wanted
    pairs: list[tuple[int, int]]
    rows: list[tuple[list[int], list[float], float, float]] = field(default_factory=list)
    """(variables, coefficients, least, most)."""

    @property
    def size(self) -> int:
        return len(self.pairs) + len(self.wanted.topics)

    def running(self, topic: int) -> int:
        return len(self.pairs) + sorted(self.wanted.topics).index(topic)


def plan(wanted: Wanted, aim: Aim, seed: str, seconds: float = 60.0) -> Plan:
    """The best plan found in `seconds`, ties broken by the draw of `seed`; raises `NoPlan` and `OutOfTime`."""
    pairs = pairs_of(wanted)
    model = _Model(wanted, pairs)
    _add_rules(model)
    ends, found, optimal, gap = time.monotonic() + seconds, None, True, 0
    for cost in stages(wanted, pairs, aim, seed):
        objective = _wide(model, cost)
        left = ends - time.monotonic()
        if left <= 0 and found is not None:
            optimal = False
            break
        solved = _solve(model, objective, max(left, 1.0))
        if solved is None:
            if found is None:
                raise OutOfTime
            optimal = False
            break
        found, value, bound = solved
        if value - bound > 0.5 and optimal:
            optimal, gap = False, round(value - bound)
        used = [int(at) for at in np.flatnonzero(objective)]
        model.rows.append((used, [float(objective[at]) for at in used], -np.inf, round(value)))
    taken = [] if found is None else [pair for pair, share in zip(pairs, found, strict=False) if share > 0.5]
    return Plan(dict(taken), aim, optimal, gap)


def _wide(model: _Model, over_pairs: Vector) -> Vector:
    return np.concatenate([over_pairs, np.zeros(len(model.wanted.topics))])


def _solve(model: _Model, objective: Vector, seconds: float) -> tuple[Vector, float, float] | None:
    """(solution, value, proved bound); None where none was found in time. Raises `NoPlan`."""
    at = [number for number, (used, *_) in enumerate(model.rows) for _ in used]
    columns = [one for used, *_ in model.rows for one in used]
    values = [value for _, row, _, _ in model.rows for value in row]
    matrix = csr_matrix((values, (at, columns)), shape=(len(model.rows), model.size))
    limits = LinearConstraint(matrix, [least for *_, least, _ in model.rows], [most for *_, most in model.rows])
    options = {"time_limit": seconds, "mip_rel_gap": 0.0}
    done = milp(objective, integrality=np.ones(model.size), bounds=Bounds(0, 1), constraints=limits, options=options)
    if done.status == IMPOSSIBLE:
        raise NoPlan
    if done.x is None:
        return None
    bound = done.mip_dual_bound if done.mip_dual_bound is not None else done.fun
    return np.round(np.asarray(done.x)), float(done.fun), float(bound)


def _add_rules(model: _Model) -> None:
    wanted = model.wanted
    of_person: dict[int, list[int]] = {person: [] for person in wanted.people}
    of_topic: dict[int, list[int]] = {topic: [] for topic in wanted.topics}
    place = {pair: at for at, pair in enumerate(model.pairs)}
    for at, (person, topic) in enumerate(model.pairs):
        of_person[person].append(at)
        of_topic[topic].append(at)
    for person, used in of_person.items():
        model.rows.append((used, [1.0] * len(used), 1 if person in wanted.fixed else 0, 1))
    for key, used in of_topic.items():
        _add_topic(model, key, used)
    for skill, most in wanted.alike.items():
        for used in of_topic.values():
            able = [at for at in used if skill in wanted.skills.get(model.pairs[at][0], ())]
            model.rows.append((able, [1.0] * len(able), 0, most))
    for name, most in wanted.supervisors.items():
        used = [at for key, places in of_topic.items() if wanted.topics[key].supervisor == name for at in places]
        model.rows.append((used, [1.0] * len(used), 0, most))
    _add_company(model, place)


def _add_topic(model: _Model, key: int, used: list[int]) -> None:
    """Seats only where it runs, the least number of people and of skills where it does."""
    topic, runs = model.wanted.topics[key], model.running(key)
    if not topic.may_close:
        model.rows.append(([runs], [1.0], 1, 1))
    model.rows.append(([*used, runs], [*[1.0] * len(used), -float(topic.most)], -np.inf, 0))
    if topic.least:
        model.rows.append(([*used, runs], [*[1.0] * len(used), -float(topic.least)], 0, np.inf))
    for skill, number in topic.needs.items():
        able = [at for at in used if skill in model.wanted.skills.get(model.pairs[at][0], ())]
        model.rows.append(([*able, runs], [*[1.0] * len(able), -float(number)], 0, np.inf))


def _add_company(model: _Model, place: dict[tuple[int, int], int]) -> None:
    for group in model.wanted.together:
        first, *others = sorted(group)
        for topic in model.wanted.topics:
            for other in others:
                both = [at for at in (place.get((first, topic)), place.get((other, topic))) if at is not None]
                signs = [1.0, -1.0] if len(both) == 2 else [1.0] * len(both)
                model.rows.append((both, signs, 0, 0))
    for foes in model.wanted.apart:
        for topic in model.wanted.topics:
            used = [place[person, topic] for person in foes if (person, topic) in place]
            model.rows.append((used, [1.0] * len(used), 0, 1))
