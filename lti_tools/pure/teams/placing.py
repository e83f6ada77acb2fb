"""A first plan: people whom rules bind are placed first, by trying until all rules hold or the tries run out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from lti_tools.pure.lots import Lots
from lti_tools.pure.teams.wishes import Apart, Key, Rule, Together

TRIES = 20_000
"""Placings tried in one search; beyond them nothing is said to be impossible."""


@dataclass(frozen=True)
class Units:
    """People who share a team by rule, as places in the list of people; `foes[u]` are units that `u` may not meet."""

    members: tuple[tuple[int, ...], ...]
    foes: tuple[frozenset[int], ...]
    torn: frozenset[int]
    """Units with two people in them whom another rule keeps apart."""


def units_of(keys: Sequence[Key], rules: Sequence[Rule]) -> Units:
    """Merge what is to be together; a unit stands for each person who is bound to nobody."""
    leader = {key: key for key in keys}
    for rule in rules:
        bound = [key for key in keys if key in rule.keys] if isinstance(rule, Together) else []
        for one, other in pairwise(bound):
            first, second = _top(leader, one), _top(leader, other)
            leader[second] = first
    grouped: dict[Key, list[int]] = {}
    for place, key in enumerate(keys):
        grouped.setdefault(_top(leader, key), []).append(place)
    unit = {place: number for number, members in enumerate(grouped.values()) for place in members}
    foes: list[set[int]] = [set() for _ in grouped]
    torn = set()
    for one, other in (pair for rule in rules if isinstance(rule, Apart) for pair in _pairs(keys, rule)):
        first, second = unit[one], unit[other]
        if first == second:
            torn.add(first)
        else:
            foes[first].add(second)
            foes[second].add(first)
    return Units(tuple(tuple(one) for one in grouped.values()), tuple(map(frozenset, foes)), frozenset(torn))


def place(units: Units, sizes: Sequence[int], lots: Lots) -> tuple[list[int], bool | None]:
    """(team of each person, whether all rules can be kept); None where neither a plan nor a proof was found."""
    order = _order(units, lots)
    bound = [unit for unit in order if units.foes[unit] or len(units.members[unit]) > 1]
    search = _Search(units, list(sizes), lots)
    done = search.seat(bound, 0)
    can = None if search.tries >= TRIES and not done else done and not units.torn
    room = list(sizes)
    team = [-1] * sum(map(len, units.members))
    rest = [unit for unit in order if unit not in search.chosen] if done else order
    for unit, chosen in search.chosen.items() if done else ():
        for person in units.members[unit]:
            team[person] = chosen
        room[chosen] -= len(units.members[unit])
    _fill(units, rest, team, room, lots)
    return team, can


def _order(units: Units, lots: Lots) -> list[int]:
    """Large units first, then those with most foes; equals by lot."""
    drawn = lots.shuffled(range(len(units.members)))
    return sorted(drawn, key=lambda unit: (-len(units.members[unit]), -len(units.foes[unit])))


class _Search:
    """Seats units one by one and goes back where one fits nowhere."""

    def __init__(self, units: Units, room: list[int], lots: Lots) -> None:
        self.units, self.room, self.lots = units, room, lots
        self.full = list(room)
        self.chosen: dict[int, int] = {}
        self.inside: list[set[int]] = [set() for _ in room]
        self.tries = 0

    def seat(self, bound: Sequence[int], at: int) -> bool:
        path: list[tuple[int, list[int]]] = []
        while len(path) < len(bound):
            unit = bound[len(path)]
            path.append((unit, self._teams(unit)))
            while path and not self._next(*path[-1]):
                path.pop()
                if path:
                    self._lift(path[-1][0])
            if not path:
                return False
        return True

    def _next(self, unit: int, teams: list[int]) -> bool:
        if not teams or self.tries >= TRIES:
            return False
        self.tries += 1
        team = teams.pop()
        self.chosen[unit] = team
        self.inside[team].add(unit)
        self.room[team] -= len(self.units.members[unit])
        return True

    def _lift(self, unit: int) -> None:
        team = self.chosen.pop(unit)
        self.inside[team].remove(unit)
        self.room[team] += len(self.units.members[unit])

    def _teams(self, unit: int) -> list[int]:
        """Teams with room and without foes, the roomiest last; of empty ones of one size a single one."""
        size, foes = len(self.units.members[unit]), self.units.foes[unit]
        seen: set[int] = set()
        fitting = []
        for team in self.lots.shuffled(range(len(self.room))):
            empty = not self.inside[team]
            if self.room[team] < size or foes & self.inside[team] or (empty and self.full[team] in seen):
                continue
            if empty:
                seen.add(self.full[team])
            fitting.append(team)
        return sorted(fitting, key=lambda team: self.room[team])


def _fill(units: Units, rest: Sequence[int], team: list[int], room: list[int], lots: Lots) -> None:
    """Seat everybody else: where nobody minds, if there is such a place; a unit too large for every team is split."""
    unit_of = {person: unit for unit, members in enumerate(units.members) for person in members}
    inside: list[set[int]] = [set() for _ in room]
    for person, chosen in enumerate(team):
        if chosen >= 0:
            inside[chosen].add(unit_of[person])
    for unit in rest:
        members = list(units.members[unit])
        while members:
            open_teams = [one for one in lots.shuffled(range(len(room))) if room[one]]
            best = max(
                open_teams,
                key=lambda one: (
                    room[one] >= len(members),
                    -len(units.foes[unit] & inside[one]),
                    room[one],
                ),
            )
            for person in members[: room[best]]:
                team[person] = best
            taken = min(room[best], len(members))
            inside[best].add(unit)
            room[best] -= taken
            members = members[taken:]


def _top(leader: Mapping[Key, Key], key: Key) -> Key:
    while leader[key] != key:
        key = leader[key]
    return key


def _pairs(keys: Sequence[Key], rule: Apart) -> list[tuple[int, int]]:
    return list(combinations([place for place, key in enumerate(keys) if key in rule.keys], 2))
