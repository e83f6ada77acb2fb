"""Place people: our own flow for a class, linear programs for more people, the chain of solves for all other rules."""

from collections.abc import Mapping
from dataclasses import replace

from tools.co_curriculum.domain.placing import chain, faces, flowing
from tools.co_curriculum.domain.placing.problem import Aim, Plan, Wanted, profile


def place(wanted: Wanted, aim: Aim, seed: str, seconds: float = 60.0) -> Plan:
    """The best plan by `aim`; raises `chain.NoPlan` where the demands exclude each other."""
    if flowing.fits(wanted):
        return flowing.plan(wanted, aim, seed)
    if wanted.is_plain:
        return faces.plan(wanted, aim, seed, seconds)
    return chain.plan(wanted, aim, seed, seconds)


def compare(wanted: Wanted, seed: str, seconds: float = 60.0) -> Mapping[Aim, tuple[Plan, tuple[int, ...]]]:
    """The plan and profile of every aim, side by side, for whoever chooses among them."""
    plans = {aim: place(wanted, aim, seed, seconds) for aim in Aim}
    return {aim: (plan, profile(wanted, plan.places)) for aim, plan in plans.items()}


def why_not(wanted: Wanted, plan: Plan, person: int, topic: int, seed: str) -> tuple[int, ...] | None:
    """The profile of the best plan in which `person` has `topic`; None where there is no such plan.

    Beside the plan's own profile it says what others would pay.
    """
    forced = replace(wanted, cannot={**wanted.cannot, person: frozenset(wanted.topics) - {topic}})
    try:
        found = place(forced, plan.aim, seed)
    except chain.NoPlan:
        return None
    return profile(wanted, found.places) if found.places.get(person) == topic else None
