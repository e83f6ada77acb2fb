"""Why somebody has no better choice: what the best plan that gives it to them would cost the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tools.co_curriculum.domain.placing.placing import forced
from tools.co_curriculum.domain.placing.problem import Aim, Plan, Wanted, profile


class Cost(StrEnum):
    """What would be worse, the first of these that is."""

    NO_PLAN = "no-plan"
    """No plan that meets the demands gives it to them."""
    PLACES = "places"
    """`people` more would have no place at all."""
    MOVES = "moves"
    """`people` more would lose the place they have."""
    LOW = "low"
    """`people` more would have choice number `rank` (generous: the first rank from below that grows)."""
    HIGH = "high"
    """`people` fewer would have choice number `rank` (rank-maximal: the first rank from above that shrinks)."""
    SUM = "sum"
    """All ranks together would be `people` more (best on average)."""
    NOTHING = "nothing"
    """A plan as good as this one gives it to them: the draw decided between the two."""


@dataclass(frozen=True)
class Reason:
    """The answer for one person and one topic."""

    topic: int
    cost: Cost
    people: int = 0
    rank: int = 0


def why_not(wanted: Wanted, plan: Plan, person: int, topic: int, seed: str, seconds: float = 60.0) -> Reason:
    """Why `person` has not `topic` in `plan`, by solving anew with `topic` forced. Raises `OutOfTime`."""
    other = forced(wanted, plan.aim, person, topic, seed, seconds)
    if other is None:
        return Reason(topic, Cost.NO_PLAN)
    return Reason(topic, *difference(wanted, plan.aim, plan.places, other.places))


def difference(wanted: Wanted, aim: Aim, before: Mapping[int, int], after: Mapping[int, int]) -> tuple[Cost, int, int]:
    """(what is worse in `after` than in `before`, by how many, at which rank)."""
    if len(after) < len(before):
        return Cost.PLACES, len(before) - len(after), 0
    moved = _kept(wanted, before) - _kept(wanted, after)
    if moved > 0:
        return Cost.MOVES, moved, 0
    was, now = profile(wanted, before), profile(wanted, after)
    if aim is Aim.BEST_ON_AVERAGE:
        more = sum(rank * (late - soon) for rank, (soon, late) in enumerate(zip(was, now, strict=True), 1))
        return (Cost.SUM, more, 0) if more > 0 else (Cost.NOTHING, 0, 0)
    ranks = range(1, wanted.unlisted + 1)
    for rank in reversed(ranks) if aim is Aim.GENEROUS else ranks:
        change = now[rank - 1] - was[rank - 1]
        if change:
            worse = change > 0 if aim is Aim.GENEROUS else change < 0
            return (Cost.LOW if change > 0 else Cost.HIGH, abs(change), rank) if worse else (Cost.NOTHING, 0, 0)
    return Cost.NOTHING, 0, 0


def _kept(wanted: Wanted, places: Mapping[int, int]) -> int:
    return sum(places.get(person) == topic for person, topic in wanted.kept.items())
