"""Method of Equal Shares, completed by Phragmén's method: choose topics that fit a budget of weeks.

Everybody gets the same share of the weeks. A topic is taken when those who tick it can pay for it together, the one
that costs each of them least first. When no topic can be paid that way, everybody earns at the same speed and the next
topic whose fans can pay is taken, as long as it fits.
Sources: D. Peters and P. Skowron, "Proportionality and the limits of welfarism" (EC 2020); D. Peters, G. Pierczyński
and P. Skowron, "Proportional participatory budgeting with additive utilities" (NeurIPS 2021), with utility 1 for each
ticked topic; S. Janson, "Phragmén's and Thiele's election methods" (2016).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from tools.co_curriculum.domain.counting.profile import Grades
from tools.co_curriculum.domain.counting.purses import Purses
from tools.co_curriculum.domain.counting.ties import Lot, Tie, check_lot, first


class Way(StrEnum):
    """How a topic was paid."""

    SHARES = "shares"
    COMPLETION = "completion"


@dataclass(frozen=True)
class Bought:
    """One topic taken: by whom it is paid."""

    option: int
    way: Way
    cost: int
    fans: int
    each: Fraction
    """The most that one fan pays (shares), or what everybody had to earn first (completion)."""
    left: int
    """Budget that is left after it."""
    tie: Tie | None


@dataclass(frozen=True)
class EqualShares:
    """Topics in the order taken."""

    budget: int
    bought: tuple[Bought, ...]

    @property
    def winners(self) -> tuple[int, ...]:
        return tuple(one.option for one in self.bought)


def equal_shares(ballots: Grades, costs: Sequence[int], budget: int, lot: Lot) -> EqualShares:
    """Take topics within `budget`; `costs` has one positive whole number per topic, in the budget's unit.

    Topics that nobody ticks are never taken. Raises `ValueError` for a cost below 1.
    """
    _check(ballots, costs, lot)
    purses = Purses(ballots, Fraction(budget, ballots.voters or 1))
    taken = _take(purses, set(range(ballots.options)), costs, budget, Way.SHARES, lot)
    left = taken[-1].left if taken else budget
    waiting = set(range(ballots.options)) - {one.option for one in taken}
    return EqualShares(budget, (*taken, *_take(purses, waiting, costs, left, Way.COMPLETION, lot)))


def phragmen(ballots: Grades, costs: Sequence[int], budget: int, lot: Lot) -> EqualShares:
    """Sequential Phragmén within `budget`: everybody earns from nothing at the same speed.

    With costs of 1 the budget is the number of winners. Raises `ValueError` for a cost below 1.
    """
    _check(ballots, costs, lot)
    purses = Purses(ballots, Fraction(0))
    return EqualShares(budget, tuple(_take(purses, set(range(ballots.options)), costs, budget, Way.COMPLETION, lot)))


def _take(purses: Purses, waiting: set[int], costs: Sequence[int], left: int, way: Way, lot: Lot) -> list[Bought]:
    """Take topic after topic, the cheapest for its fans first, until none that fits can be paid."""
    price = {Way.SHARES: _share, Way.COMPLETION: _wait}[way]
    bought = list[Bought]()
    while True:
        prices = {one: price(purses, one, costs[one]) for one in waiting if costs[one] <= left}
        payable = {one: found for one, found in prices.items() if found is not None}
        if not payable:
            return bought
        cheapest = min(payable.values())
        option, tie = first((one for one in payable if payable[one] == cheapest), (), lot)
        fans = sum(people for _held, people in purses.of_fans(option))
        if way is Way.SHARES:
            purses.pay(option, cheapest)
        else:
            purses.earn(cheapest)
            purses.empty(option)
        waiting = waiting - {option}
        left -= costs[option]
        bought.append(Bought(option, way, costs[option], fans, cheapest, left, tie))


def _share(purses: Purses, option: int, cost: int) -> Fraction | None:
    """The smallest most that one fan pays when all fans together pay `cost`; None where they cannot."""
    fans = purses.of_fans(option)
    missing, people = Fraction(cost), sum(number for _held, number in fans)
    for held, number in fans:
        if held * people >= missing:
            return missing / people
        missing -= held * number
        people -= number
    return None


def _wait(purses: Purses, option: int, cost: int) -> Fraction | None:
    """What everybody has to earn until the fans together hold `cost`; None where there are no fans."""
    fans = purses.of_fans(option)
    people = sum(number for _held, number in fans)
    if not people:
        return None
    held = sum((each * number for each, number in fans), Fraction(0))
    return max((cost - held) / people, Fraction(0))


def _check(ballots: Grades, costs: Sequence[int], lot: Lot) -> None:
    check_lot(lot, ballots.options)
    if len(costs) != ballots.options or any(cost < 1 for cost in costs):
        raise ValueError("every topic has a cost of 1 or more")
