"""The group maker: diverse teams from people, wishes, rules, sizes and a seed, and how well each wish was met."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from lti_tools.pure.lots import Lots
from lti_tools.pure.teams.placing import Units, place, units_of
from lti_tools.pure.teams.problem import Ints, state_problem
from lti_tools.pure.teams.scoring import Met, keeps, objective, rate
from lti_tools.pure.teams.search import ENOUGH, improve, starts
from lti_tools.pure.teams.wishes import Apart, AtLeast, Key, Person, Rule, Sizes, Together, Wish


class Why(StrEnum):
    """Why a rule is broken. All but the last are proved."""

    CONTRADICTION = "contradiction"
    """Two people are to be together and apart."""
    TOO_LARGE = "too-large"
    """More people are to be together than the largest team holds."""
    TOO_FEW_TEAMS = "too-few-teams"
    """More people are to be apart than there are teams."""
    IMPOSSIBLE = "impossible"
    """Each rule could be kept, all of them together cannot."""
    NOT_FOUND = "not-found"
    """The search ended before it found a plan or a proof that there is none."""


@dataclass(frozen=True)
class Broken:
    """A rule that the plan breaks, and why."""

    rule: Rule
    why: Why


@dataclass(frozen=True)
class Plan:
    """The teams as keys in the order of the list of people, what each wish got, and which rules are broken."""

    teams: tuple[tuple[Key, ...], ...]
    objective: float
    """Weighted mean of the scores, 0 to 1."""
    met: tuple[Met, ...]
    broken: tuple[Broken, ...]
    sizes_kept: bool
    possible: bool | None = None
    """Whether all rules can be kept; None where neither a plan nor a proof was found."""


def make_teams(
    people: Sequence[Person], *, sizes: Sizes, seed: str, wishes: Sequence[Wish] = (), rules: Sequence[Rule] = ()
) -> Plan:
    """Teams that keep the rules and meet the wishes as well as a search finds; the same for the same people and seed.

    Rules about people who are not in the list ask nothing. `ValueError` for a key that is there twice, a weight below 0
    and sizes that make no sense. The order of `people` changes only the order within teams.
    """
    if max(Counter(person.key for person in people).values(), default=0) > 1:
        raise ValueError("a person is in the list twice")
    if any(wish.weight < 0 for wish in wishes):
        raise ValueError("a weight is 0 or more")
    if any(isinstance(wish, AtLeast) and wish.least < 1 for wish in wishes):
        raise ValueError("at least one person can be wished for")
    wishes = [wish for wish in wishes if wish.weight > 0]
    ordered = sorted(people, key=lambda person: str(person.key).rjust(20))
    heads = sizes.of(len(people))
    team, can = _search(ordered, wishes, rules, heads, Lots(seed))
    chosen = {person.key: int(one) for person, one in zip(ordered, team, strict=True)}
    teams = [[person.key for person in people if chosen[person.key] == one] for one in range(len(heads))]
    return report(people, teams, sizes=sizes, wishes=wishes, rules=rules, possible=can)


def report(
    people: Sequence[Person],
    teams: Sequence[Sequence[Key]],
    *,
    sizes: Sizes,
    wishes: Sequence[Wish] = (),
    rules: Sequence[Rule] = (),
    possible: bool | None = None,
) -> Plan:
    """How well these teams, found earlier, meet the wishes; everybody of `people` is in one of them."""
    known = {person.key: person for person in people}
    inside = [[known[key] for key in team] for team in teams]
    met = tuple(rate(wish, inside) for wish in wishes if wish.weight > 0)
    ordered = sorted(people, key=lambda person: str(person.key).rjust(20))
    return Plan(
        teams=tuple(tuple(team) for team in teams),
        objective=objective(met),
        met=met,
        broken=_broken(ordered, rules, inside, possible),
        sizes_kept=sizes.kept(len(people)),
        possible=possible,
    )


def _search(
    people: Sequence[Person], wishes: Sequence[Wish], rules: Sequence[Rule], heads: Sequence[int], lots: Lots
) -> tuple[Ints, bool | None]:
    """The best plan of several starts, and whether all rules can be kept (None: not known)."""
    problem = state_problem(people, wishes, rules, heads)
    if not people:
        return np.zeros(0, np.intp), True
    units = units_of([person.key for person in people], rules)
    best: tuple[float, Ints] | None = None
    can: bool | None = None
    for _ in range(starts(len(people))):
        first, possible = place(units, heads, lots)
        can = possible if can is None else can
        found = improve(problem, _whole(units, first), first, lots)
        if best is None or found[0] < best[0] - ENOUGH:
            best = found
        if best[0] <= ENOUGH:
            break
    assert best is not None
    return best[1], can


def _whole(units: Units, team: Sequence[int]) -> Units:
    """The units as they could be placed: one that had to be split moves as single people."""
    members: list[tuple[int, ...]] = []
    for unit in units.members:
        together = len({team[person] for person in unit}) == 1
        members += [unit] if together else [(person,) for person in unit]
    return Units(tuple(members), units.foes, units.torn)


def _broken(
    people: Sequence[Person], rules: Sequence[Rule], teams: Sequence[Sequence[Person]], can: bool | None
) -> tuple[Broken, ...]:
    keys = [person.key for person in people]
    units = units_of(keys, rules)
    unit = {keys[place]: number for number, members in enumerate(units.members) for place in members}
    largest = max(map(len, teams), default=0)
    found = []
    for rule in rules:
        if keeps(rule, teams):
            continue
        here = [unit[key] for key in rule.keys if key in unit]
        why = Why.IMPOSSIBLE if can is False else Why.NOT_FOUND
        if isinstance(rule, Apart) and len(set(here)) < len(here):
            why = Why.CONTRADICTION
        elif isinstance(rule, Apart) and len(here) > len(teams):
            why = Why.TOO_FEW_TEAMS
        elif isinstance(rule, Together) and len(units.members[here[0]]) > largest:
            why = Why.TOO_LARGE
        found.append(Broken(rule, why))
    return tuple(found)
