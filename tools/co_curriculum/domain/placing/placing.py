"""Place people: our own flow for a class, linear programs for more people, the chain of solves for all other rules."""

from collections.abc import Mapping
from dataclasses import replace

from tools.co_curriculum.domain.placing import chain, faces, flowing
from tools.co_curriculum.domain.placing.problem import Aim, NoPlan, Plan, Wanted, profile


def place(wanted: Wanted, aim: Aim, seed: str, seconds: float = 60.0) -> Plan:
    """The best plan by `aim`; raises `NoPlan` where the demands exclude each other, `OutOfTime`."""
    if flowing.fits(wanted):
        return flowing.plan(wanted, aim, seed)
    if wanted.is_plain:
        return faces.plan(wanted, aim, seed, seconds)
    return chain.plan(wanted, aim, seed, seconds)


def compare(wanted: Wanted, seed: str, seconds: float = 60.0) -> Mapping[Aim, tuple[Plan, tuple[int, ...]]]:
    """The plan and profile of every aim, side by side, for whoever chooses among them."""
    plans = {aim: place(wanted, aim, seed, seconds) for aim in Aim}
    return {aim: (plan, profile(wanted, plan.places)) for aim, plan in plans.items()}


def forced(wanted: Wanted, aim: Aim, person: int, topic: int, seed: str, seconds: float = 60.0) -> Plan | None:
    """The best plan in which `person` has `topic`; None where no plan that meets the demands gives it to them."""
    try:
        return place(replace(wanted, fixed={**wanted.fixed, person: topic}), aim, seed, seconds)
    except NoPlan:
        return None
