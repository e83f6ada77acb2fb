"""Plans for a class by our own exact flow: seats and supervisors, no minimum sizes, skills or company.

One unit flows from the source over a person, a topic and its supervisor to the sink. The costs put the aims into one
number: a place counts more than any rank, ranks as the aim says, and the tie order last (A. Kwanashie, R. Irving,
D. Manlove and C. Sng, "Profile-based optimal matchings in the student/project allocation problem", 2015). Whole numbers
of any size keep all of it exact.
"""

from collections.abc import Mapping, Sequence

from lti_tools.pure.flow import Arc, least_cost_flow
from lti_tools.pure.lots import Lots
from tools.co_curriculum.domain.placing.problem import Aim, NoPlan, Plan, Wanted

MOST_PAIRS = 12_000
"""A class of 300 with 40 topics."""
DRAWN = 1 << 16


def fits(wanted: Wanted) -> bool:
    """Whether this way can plan it."""
    return wanted.is_plain and len(wanted.people) * len(wanted.topics) <= MOST_PAIRS


def plan(wanted: Wanted, aim: Aim, seed: str) -> Plan:
    """The best plan; among equally good ones the draw of `seed` decides. Raises `NoPlan` for what cannot be fixed."""
    pairs = [(person, topic) for person in wanted.people for topic in wanted.ranks[person]]
    drawn = dict(zip(pairs, tie_order(pairs, seed), strict=True))
    base = DRAWN * len(wanted.people) + 1
    costs = rank_costs(aim, len(wanted.people), wanted.unlisted)
    stay = base * (max(costs.values(), default=0) * len(wanted.people) + 1)
    worth = stay * (len(wanted.people) + 1)
    late = worth * len(wanted.people) + 1

    def cost(person: int, topic: int) -> int:
        own = base * costs[wanted.ranks[person][topic]] + drawn[person, topic]
        own -= stay if wanted.kept.get(person) == topic else 0
        return own - worth - (late if wanted.lists[person] else 0)

    arcs = [Arc("in", ("person", person), 1) for person in wanted.people]
    arcs += [Arc(("person", person), "out", 1) for person in wanted.people if person not in wanted.fixed]
    first = len(arcs)
    arcs += [Arc(("person", one), ("topic", topic), 1, cost(one, topic)) for one, topic in pairs]
    for key, topic in sorted(wanted.topics.items()):
        to = ("by", topic.supervisor) if topic.supervisor in wanted.supervisors else "out"
        arcs.append(Arc(("topic", key), to, topic.most))
    arcs += [Arc(("by", name), "out", most) for name, most in sorted(wanted.supervisors.items())]
    flow = least_cost_flow(arcs, "in", "out", len(wanted.people))
    if flow is None:
        raise NoPlan
    on = flow.on[first : first + len(pairs)]
    return Plan({person: topic for (person, topic), one in zip(pairs, on, strict=True) if one}, aim, True)


def rank_costs(aim: Aim, people: int, worst: int) -> Mapping[int, int]:
    """What each rank costs so that the least sum is the aim: generous 0, 1, B, B^2, ...; rank-maximal B^L - B^(L-r)."""
    many = people + 1
    if aim is Aim.GENEROUS:
        return {rank: 0 if rank == 1 else many ** (rank - 2) for rank in range(1, worst + 1)}
    if aim is Aim.RANK_MAXIMAL:
        return {rank: many**worst - many ** (worst - rank) for rank in range(1, worst + 1)}
    return {rank: rank - 1 for rank in range(1, worst + 1)}


def tie_order(pairs: Sequence[tuple[int, int]], seed: str) -> list[int]:
    """A drawn number for each pair that may be, below `DRAWN`: the smallest sum wins among equally good plans."""
    lots = Lots(seed)
    return [lots.below(DRAWN) for _pair in pairs]
