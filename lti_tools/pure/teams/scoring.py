"""How well teams meet the wishes and rules: the definitions, from the teams alone, as a report tells them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from lti_tools.pure.teams.wishes import (
    Apart,
    AtLeast,
    Balance,
    Key,
    NewMates,
    NotAlone,
    Person,
    Rule,
    Spread,
    Together,
    Wish,
)

Teams = Sequence[Sequence[Person]]
NEAR = 0.5
"""Standard deviations of the class within which a team's mean counts as balanced."""


@dataclass(frozen=True)
class Met:
    """How a wish was met: `score` 0 to 1 enters the objective; `met` of `of` is the plain count beside it.

    Counted are teams (Balance: mean within half a standard deviation of the class; Spread: as near to its share of
    every value as whole people allow; AtLeast), people (NotAlone) or pairs of team mates (NewMates).
    """

    wish: Wish
    score: float
    met: int
    of: int


def rate(wish: Wish, teams: Teams) -> Met:
    """How these teams meet one wish."""
    if isinstance(wish, Balance):
        return _balance(wish, teams)
    if isinstance(wish, Spread):
        return _spread(wish, teams)
    if isinstance(wish, AtLeast):
        return _at_least(wish, teams)
    if isinstance(wish, NotAlone):
        return _not_alone(wish, teams)
    return _new_mates(wish, teams)


def objective(met: Iterable[Met]) -> float:
    """The weighted mean of the scores, 1 where there is no wish: what the group maker makes as large as it can."""
    rated = list(met)
    weights = sum(one.wish.weight for one in rated)
    return sum(one.score * one.wish.weight for one in rated) / weights if weights else 1.0


def keeps(rule: Rule, teams: Teams) -> bool:
    """Whether no team breaks the rule; people who are in none do not matter."""
    present = [sum(person.key in rule.keys for person in team) for team in teams]
    if isinstance(rule, Apart):
        return max(present, default=0) <= 1
    return sum(1 for number in present if number) <= 1


def _balance(wish: Balance, teams: Teams) -> Met:
    """1 minus the share of the class's variance that lies between teams (eta squared of the analysis of variance)."""
    known = [person.skills[wish.skill] for team in teams for person in team if wish.skill in person.skills]
    mean = sum(known) / len(known) if known else 0.0
    total = sum((value - mean) ** 2 for value in known)
    people = sum(map(len, teams))
    means = [sum(person.skills.get(wish.skill, mean) for person in team) / len(team) - mean for team in teams]
    if not total:
        return Met(wish, 1.0, len(teams), len(teams))
    between = sum(len(team) * own**2 for team, own in zip(teams, means, strict=True))
    near = NEAR * (total / people) ** 0.5
    return Met(wish, 1 - between / total, sum(abs(own) <= near for own in means), len(teams))


def _spread(wish: Spread, teams: Teams) -> Met:
    """1 minus the people that teams have too many or too few of (each seen from two sides), as a share of all."""
    people = sum(map(len, teams))
    everywhere = Counter(value for team in teams for value in _values(team, wish.trait))
    off = [
        sum(beyond_share(Counter(_values(team, wish.trait))[value], number, len(team), people) for value, number in
            everywhere.items())
        for team in teams
    ]  # fmt: skip
    return Met(wish, 1 - sum(off) / (2 * people) if people else 1.0, off.count(0), len(teams))


def beyond_share(here: int, everywhere: int, size: int, people: int) -> int:
    """How far `here` is from the whole numbers next to a team's share of `everywhere` people with a value."""
    low, high = everywhere * size // people, -(-everywhere * size // people)
    return max(0, low - here, here - high)


def _at_least(wish: AtLeast, teams: Teams) -> Met:
    """1 minus the people missing, as a share of all those wished for."""
    missing = [max(0, wish.least - _values(team, wish.trait).count(wish.value)) for team in teams]
    most = wish.least * len(teams)
    return Met(wish, 1 - sum(missing) / most if most else 1.0, missing.count(0), len(teams))


def _not_alone(wish: NotAlone, teams: Teams) -> Met:
    """The share of the people with the value who are not the only one."""
    counts = [_values(team, wish.trait).count(wish.value) for team in teams]
    return Met(
        wish, 1 - counts.count(1) / sum(counts) if sum(counts) else 1.0, sum(counts) - counts.count(1), sum(counts)
    )


def _new_mates(wish: NewMates, teams: Teams) -> Met:
    """1 minus the pairs that meet again, as a share of the most that could."""
    earlier = earlier_pairs(wish, [person.key for team in teams for person in team])
    again = sum(
        frozenset(pair) in earlier for team in teams for pair in combinations([person.key for person in team], 2)
    )
    pairs = sum(len(team) * (len(team) - 1) // 2 for team in teams)
    most = min(len(earlier), pairs)
    return Met(wish, 1 - again / most if most else 1.0, pairs - again, pairs)


def earlier_pairs(wish: NewMates, present: Iterable[Key]) -> set[frozenset[Key]]:
    """Pairs of people who are here and were together before."""
    here = set(present)
    return {frozenset(pair) for team in wish.earlier for pair in combinations(team & here, 2)}


def _values(team: Sequence[Person], trait: str) -> list[str]:
    return [person.traits[trait] for person in team if person.traits.get(trait)]


def named(teams: Sequence[Sequence[Key]], people: Mapping[Key, Person]) -> list[list[Person]]:
    """Teams of keys as teams of people."""
    return [[people[key] for key in team] for team in teams]


__all__ = ["Met", "Together", "beyond_share", "earlier_pairs", "keeps", "named", "objective", "rate"]
