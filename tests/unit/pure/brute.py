"""Every way to cut a few people into teams, by the plainest of means."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from lti_tools.pure.lots import Lots
from lti_tools.pure.teams.scoring import keeps, objective, rate
from lti_tools.pure.teams.wishes import Person, Rule, Wish

Teams = list[list[Person]]


def partitions(people: Sequence[Person], sizes: Sequence[int]) -> Iterator[Teams]:
    """All plans with these team sizes; each set of equal teams once."""
    if not sizes:
        yield []
        return
    first, rest = people[0], people[1:]
    for size in sorted(set(sizes)):
        left = list(sizes)
        left.remove(size)
        for mates in combinations(rest, size - 1):
            others = [person for person in rest if person not in mates]
            for teams in partitions(others, left):
                yield [[first, *mates], *teams]


def best(people: Sequence[Person], sizes: Sequence[int], wishes: Sequence[Wish], rules: Sequence[Rule]) -> float | None:
    """The largest objective that a plan with all rules kept reaches; None where no plan keeps them."""
    values = [
        objective(rate(wish, teams) for wish in wishes)
        for teams in partitions(people, sizes)
        if all(keeps(rule, teams) for rule in rules)
    ]
    return max(values, default=None)


def best_of_draws(
    people: Sequence[Person], sizes: Sequence[int], wishes: Sequence[Wish], rules: Sequence[Rule], draws: int
) -> float:
    """The best of so many random plans that keep the rules."""
    lots = Lots("draws")
    values: list[float] = []
    while len(values) < draws:
        teams = draw(people, sizes, rules, lots)
        if all(keeps(rule, teams) for rule in rules):
            values.append(objective(rate(wish, teams) for wish in wishes))
    return max(values)


def draw(people: Sequence[Person], sizes: Sequence[int], rules: Sequence[Rule], lots: Lots) -> Teams:
    """A random plan; people whom a rule names are exchanged by lot until their rules hold."""
    order = lots.shuffled(people)
    place = {person.key: at for at, person in enumerate(order)}
    for _ in range(200):
        teams = cut(order, sizes)
        broken = [rule for rule in rules if not keeps(rule, teams)]
        if not broken:
            break
        one = place[lots.chosen(sorted(broken[0].keys, key=str))]
        other = lots.below(len(order))
        order[one], order[other] = order[other], order[one]
        place[order[one].key], place[order[other].key] = one, other
    return cut(order, sizes)


def cut(order: Sequence[Person], sizes: Sequence[int]) -> Teams:
    teams, start = [], 0
    for size in sizes:
        teams.append(list(order[start : start + size]))
        start += size
    return teams
