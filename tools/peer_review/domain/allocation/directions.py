"""Who may review whom between works of groups, fixed beforehand so that nobody can review each other.

Where groups are large, nearly every two groups review each other in whatever is dealt, and exchanges two by two find no
way out. So for each two works a direction is drawn: the authors of one may review the other, never the other way round
(a tournament in which every work has about as many before it as behind it).
"""

from collections import defaultdict
from dataclasses import replace

from lti_tools.pure.flow import Arc, least_cost_flow
from lti_tools.pure.lots import Lots
from tools.peer_review.domain.allocation.graph import join
from tools.peer_review.domain.allocation.problem import Pair, Wanted
from tools.peer_review.domain.allocation.state import State

DRAWS = 5
"""How often directions are drawn before that is given up."""

Way = tuple[int, int]
"""(work, work that its authors may review)."""


def one_way(wanted: Wanted, lots: Lots) -> tuple[Pair, ...] | None:
    """Pairs that keep every rule, each two works reviewed in one direction alone; None where none were found."""
    for _ in range(DRAWS if len(wanted.works) > 1 else 0):
        round_of_ways = directed(wanted, lots)
        pairs = _deal(wanted, round_of_ways, lots)
        if pairs is None:
            continue
        state = State(round_of_ways, pairs, wanted.possible_must)
        if join(state, lots):
            return tuple(state.pairs)
    return None


def _deal(wanted: Wanted, ways: Wanted, lots: Lots) -> list[Pair] | None:
    """Pairs with the right numbers, drawn by a flow of least cost at prices by lot; None where there are none."""
    given = {one: min(wanted.k, wanted.choices(one)) for one in wanted.reviewers}
    base, over = divmod(sum(given.values()), len(wanted.works))
    pairs = [(one, work) for one in wanted.reviewers for work in wanted.works if ways.allowed(one, work)]
    must = wanted.possible_must
    arcs = [Arc(("r", one), ("w", work), 1, lots.below(1000), int((one, work) in must)) for one, work in pairs]
    arcs += [Arc("from", ("r", one), number) for one, number in given.items()]
    arcs += [Arc(("w", work), "to", base + bool(over), 0, base) for work in wanted.works]
    flow = least_cost_flow(arcs, "from", "to", sum(given.values()))
    return None if flow is None else [pair for pair, taken in zip(pairs, flow.on, strict=False) if taken]


def directed(wanted: Wanted, lots: Lots) -> Wanted:
    """The same round with everybody barred from the works that lie behind theirs in a drawn circle.

    Pairs that the teacher wants go before the circle's direction, and a direction is turned for somebody who would have
    fewer than k works to review.
    """
    circle = lots.shuffled(wanted.works)
    wished = _wished(wanted)
    ways = _half_circle(circle, lots) - {(work, own) for own, work in wished} | wished
    _turn_for_the_short(wanted, ways, wished, lots)
    barred = {
        reviewer: wanted.barred.get(reviewer, frozenset())
        | {work for work in circle if any(own != work and (own, work) not in ways for own in owns)}
        for reviewer in wanted.reviewers
        if (owns := wanted.works_of.get(reviewer, ()))
    }
    return replace(wanted, barred={**wanted.barred, **barred})


def _half_circle(circle: list[int], lots: Lots) -> set[Way]:
    """From every work to the half of the circle ahead of it; of two that lie opposite each other one way, by lot."""
    size, found = len(circle), set[Way]()
    for at, work in enumerate(circle):
        found |= {(work, circle[(at + step) % size]) for step in range(1, (size - 1) // 2 + 1)}
    if size % 2 == 0:
        for at in range(size // 2):
            two = (circle[at], circle[at + size // 2])
            found.add(two if lots.below(2) else (two[1], two[0]))
    return found


def _wished(wanted: Wanted) -> set[Way]:
    """The ways that pairs wanted by the teacher need."""
    return {(own, work) for reviewer, work in wanted.possible_must for own in wanted.works_of.get(reviewer, ())}


def _turn_for_the_short(wanted: Wanted, ways: set[Way], wished: set[Way], lots: Lots) -> None:
    """Turn ways towards somebody who may review fewer than they are to give, where that makes nobody else short."""
    reviewers = set(wanted.reviewers)
    members = {work: [one for one in sorted(authors) if one in reviewers] for work, authors in wanted.authors.items()}
    left: dict[int, int] = defaultdict(int)
    for own, work in ways:
        for one in members[own]:
            left[one] += wanted.allowed(one, work)
    need = {one: min(wanted.k, wanted.choices(one)) for one in wanted.reviewers}
    for own in wanted.works:
        for work in lots.shuffled(wanted.works):
            helped = [one for one in members[own] if left[one] < need[one] and wanted.allowed(one, work)]
            losers = [one for one in members[work] if wanted.allowed(one, own)]
            free = (work, own) in ways - wished and all(left[one] > need[one] for one in losers)
            if helped and free:
                ways.remove((work, own))
                ways.add((own, work))
                for one in losers:
                    left[one] -= 1
                for one in members[own]:
                    left[one] += wanted.allowed(one, work)
