"""The wishes as arrays: what a search adds up instead of scoring teams anew.

The cost of teams is `1 - objective` plus `HARD` for every pair that breaks a rule. Each wish is a sum over teams, so
that exchanging two people changes the terms of two teams alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from lti_tools.pure.teams.scoring import beyond_share, earlier_pairs
from lti_tools.pure.teams.wishes import AtLeast, Balance, NewMates, NotAlone, Person, Rule, Spread, Together, Wish

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
HARD = 1000.0


@dataclass(frozen=True)
class Trait:
    """`value[p]` numbers person p's value (the last: none); `cost[t, v, k]` is what k people of v cost team t."""

    value: Ints
    cost: Floats


@dataclass(frozen=True)
class Problem:
    """People and teams are places in lists. `skills[s, p]` is centred and scaled so that a team costs sum**2 / size."""

    sizes: Ints
    skills: Floats
    traits: tuple[Trait, ...]
    pairs: Floats | None
    """What each two people cost in one team; negative where a rule keeps them together."""
    offset: float
    """Cost of all pairs to keep together if none were."""

    def cost(self, team: Ints) -> float:
        """The cost of a whole plan, `team[p]` being person p's team."""
        teams = len(self.sizes)
        member = np.zeros((len(team), teams))
        member[np.arange(len(team)), team] = 1
        total = float((((self.skills @ member) ** 2) / self.sizes).sum()) + self.offset
        for trait in self.traits:
            counts = count(trait, team, teams)
            total += float(np.take_along_axis(trait.cost, counts[:, :, None], axis=2).sum())
        if self.pairs is not None:
            total += float(np.einsum("pt,pt->", self.pairs @ member, member)) / 2
        return total


def count(trait: Trait, team: Ints, teams: int) -> Ints:
    """How many people of each value each team has."""
    counts = np.zeros((teams, trait.cost.shape[1]), np.intp)
    np.add.at(counts, (team, trait.value), 1)
    return counts


def state_problem(
    people: Sequence[Person], wishes: Sequence[Wish], rules: Sequence[Rule], sizes: Sequence[int]
) -> Problem:
    """The arrays of a task."""
    whole = sum(wish.weight for wish in wishes) or 1.0
    skills = [_skill(people, wish, wish.weight / whole) for wish in wishes if isinstance(wish, Balance)]
    names = sorted({wish.trait for wish in wishes if isinstance(wish, (Spread, AtLeast, NotAlone))})
    pairs, offset = _pairs(people, wishes, rules, sizes, whole)
    return Problem(
        np.array(sizes, np.intp),
        np.array(skills).reshape(len(skills), len(people)),
        tuple(_trait(people, name, wishes, sizes, whole) for name in names),
        pairs,
        offset,
    )


def _skill(people: Sequence[Person], wish: Balance, share: float) -> Floats:
    levels = np.array([person.skills.get(wish.skill, np.nan) for person in people], np.float64)
    known = levels[~np.isnan(levels)]
    centred = np.nan_to_num(levels - (known.mean() if len(known) else 0.0))
    total = float((centred**2).sum())
    return centred * np.sqrt(share / total) if total else centred


def _trait(people: Sequence[Person], name: str, wishes: Sequence[Wish], sizes: Sequence[int], whole: float) -> Trait:
    values = sorted({person.traits[name] for person in people if person.traits.get(name)})
    number = {value: place for place, value in enumerate(values)}
    of = np.array([number.get(person.traits.get(name, ""), len(values)) for person in people], np.intp)
    everywhere = np.bincount(of, minlength=len(values) + 1).tolist()
    heads = np.arange(max(sizes, default=0) + 2)
    cost = np.zeros((len(sizes), len(values) + 1, len(heads)))
    for wish in wishes:
        if isinstance(wish, Balance | NewMates) or wish.trait != name:
            continue
        share = wish.weight / whole
        if isinstance(wish, Spread):
            for team, size in enumerate(sizes):
                for value in range(len(values)):
                    off = [beyond_share(here, everywhere[value], size, len(people)) for here in heads.tolist()]
                    cost[team, value] += np.array(off) * share / (2 * len(people))
        elif isinstance(wish, AtLeast):
            missing = np.maximum(0, wish.least - heads) * share / (wish.least * max(len(sizes), 1))
            # a value that nobody has costs every team the same: it stands on "none" once, for any count
            place = number.get(wish.value)
            cost[:, len(values) if place is None else place] += missing if place is not None else missing[0]
        elif wish.value in number:
            cost[:, number[wish.value], 1] += share / everywhere[number[wish.value]]
    return Trait(of, cost)


def _pairs(
    people: Sequence[Person], wishes: Sequence[Wish], rules: Sequence[Rule], sizes: Sequence[int], whole: float
) -> tuple[Floats | None, float]:
    place = {person.key: at for at, person in enumerate(people)}
    costs = np.zeros((len(people), len(people)))
    offset = 0.0
    for wish in wishes:
        if isinstance(wish, NewMates):
            earlier = earlier_pairs(wish, place)
            most = min(len(earlier), sum(size * (size - 1) // 2 for size in sizes))
            for one, other in map(sorted, ([place[key] for key in pair] for pair in earlier)):
                costs[one, other] += wish.weight / whole / max(most, 1)
    for rule in rules:
        for one, other in combinations(sorted(place[key] for key in rule.keys if key in place), 2):
            costs[one, other] += -HARD if isinstance(rule, Together) else HARD
            offset += HARD if isinstance(rule, Together) else 0.0
    return (costs + costs.T, offset) if costs.any() or offset else (None, 0.0)
