"""Local search: exchange two people wherever that helps, then shake the plan a little and try again, by lot."""

from collections import deque
from collections.abc import Iterable, Sequence

import numpy as np

from lti_tools.pure.lots import Lots
from lti_tools.pure.teams.placing import Units
from lti_tools.pure.teams.problem import Ints, Problem
from lti_tools.pure.teams.state import State

ENOUGH = 1e-10
"""A smaller change of the cost is none."""
LOOKS_EACH, LOOKS_LEAST = 30, 600
"""How often the search may weigh all exchanges of one person: per person, and at least."""
STARTS_FOR = 240
"""Small classes begin anew as often as this number holds their people, up to ten times."""
STALE = 60
"""Shakes in a row that find nothing better, per hundred people, before a start is left."""


def starts(people: int) -> int:
    """How many first plans are worth improving."""
    return max(1, min(10, STARTS_FOR // max(people, 1)))


def improve(problem: Problem, units: Units, team: Sequence[int], lots: Lots) -> tuple[float, Ints]:
    """A better plan than `team` (which is one already) and its cost. Sizes of teams stay as they are."""
    state = State(problem, team)
    if len(problem.sizes) < 2:
        return state.cost, state.team
    looks = _Looks(max(LOOKS_LEAST, LOOKS_EACH * len(team)))
    _descend(state, range(len(team)), looks)
    cost = state.cost
    stale, patience = 0, STALE * (1 + len(team) // 100)
    while cost > ENOUGH and looks.left > 0 and stale < patience:
        state.moves.clear()
        touched = _shake(state, units, lots, 1 + lots.below(3))
        _descend(state, touched, looks)
        stale = 0 if state.cost < cost - ENOUGH else stale + 1
        if state.cost > cost + ENOUGH:
            state.take_back()
        cost = state.cost
    return problem.cost(state.team), state.team


class _Looks:
    def __init__(self, left: int) -> None:
        self.left = left


def _descend(state: State, people: Iterable[int], looks: _Looks) -> None:
    """Make every exchange that lowers the cost, the best one of a person at a time."""
    queue = deque(people)
    waiting = set(queue)
    while queue and looks.left > 0:
        person = queue.popleft()
        waiting.discard(person)
        looks.left -= 1
        changes = state.changes(person)
        other = int(np.argmin(changes))
        if changes[other] >= -ENOUGH:
            continue
        here, there = int(state.team[person]), int(state.team[other])
        state.exchange(person, other)
        for one in (*state.members(here), *state.members(there)):
            if one not in waiting:
                waiting.add(one)
                queue.append(one)


def _shake(state: State, units: Units, lots: Lots, times: int) -> list[int]:
    """Let some units change places with as many people of another team; everybody in the teams concerned."""
    teams: dict[int, None] = {}
    for _ in range(times):
        unit = lots.chosen(units.members)
        here = int(state.team[unit[0]])
        there = lots.below(len(state.problem.sizes) - 1)
        there += there >= here
        others = _as_many(state, units, there, len(unit), lots)
        if others and all(state.team[person] == here for person in unit):
            for one, other in zip(unit, others, strict=True):
                state.exchange(one, other)
            teams |= {here: None, there: None}
    return [person for team in teams for person in state.members(team)]


def _as_many(state: State, units: Units, team: int, number: int, lots: Lots) -> list[int]:
    """`number` people of `team` in whole units; none where that does not come out even."""
    inside = [members for members in units.members if state.team[members[0]] == team]
    found: list[int] = []
    for members in lots.shuffled(inside):
        if len(found) + len(members) <= number and all(state.team[person] == team for person in members):
            found += members
    return found if len(found) == number else []
