"""Plans as an activity's settings hold them: JSON under the key "phases", the same for every tool."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from lti_tools.kit.schedule.declared import DeclaredPhase
from lti_tools.pure.schedule import End, Plan, Start

KEY = "phases"
"""Of the settings."""
Settings = Mapping[str, Any]


def read_plans(declared: Iterable[DeclaredPhase], settings: Settings) -> tuple[Plan, ...]:
    """The plans of the phases that an activity uses, in order; what is not stored is as a new activity has it."""
    stored = settings.get(KEY, {})
    return tuple(_plan(phase, stored.get(phase.key, {})) for phase in declared if uses(phase, settings))


def uses(phase: DeclaredPhase, settings: Settings) -> bool:
    """Whether an activity with these settings has the phase."""
    return not phase.optional or bool(settings.get(KEY, {}).get(phase.key, {}).get("used", phase.used_at_first))


def _plan(phase: DeclaredPhase, stored: Settings) -> Plan:
    return Plan(
        key=phase.key,
        start=Start(stored.get("start", phase.starts[0])),
        opens_at=read_instant(stored.get("opens_at")),
        end=End(stored.get("end", phase.ends[0])),
        closes_at=read_instant(stored.get("closes_at")),
    )


def write_plan(plan: Plan) -> dict[str, Any]:
    """A plan as settings hold it; dates only where they count."""
    return {
        "used": True,
        "start": plan.start.value,
        "opens_at": write_instant(plan.opens_at if plan.start is Start.DATE else None),
        "end": plan.end.value,
        "closes_at": write_instant(plan.closes_at if plan.end is End.DATE else None),
    }


def with_plan(settings: Settings, plan: Plan) -> dict[str, Any]:
    """The settings with another plan for one phase."""
    return {**settings, KEY: {**settings.get(KEY, {}), plan.key: write_plan(plan)}}


def without_dates(settings: Settings) -> dict[str, Any]:
    """For a copied activity: what had a date, or was open, waits for a hand; phases left out stay so."""
    return {**settings, KEY: {key: _without_dates(plan) for key, plan in settings.get(KEY, {}).items()}}


def _without_dates(plan: Settings) -> Settings:
    if not plan.get("used", True):
        return {"used": False}
    start = Start.AFTER if plan.get("start") == Start.AFTER else Start.HAND
    return {**plan, "start": start.value, "opens_at": "", "end": End.HAND.value, "closes_at": ""}


def span(settings: Settings) -> tuple[datetime | None, datetime | None]:
    """(first opening, last closing) among the dates of an activity, for an LMS that shows them beside the link."""
    used = [plan for plan in settings.get(KEY, {}).values() if plan.get("used", True)]
    opens = [at for plan in used if (at := read_instant(plan.get("opens_at")))]
    closes = [at for plan in used if (at := read_instant(plan.get("closes_at")))]
    return min(opens, default=None), max(closes, default=None)


def read_instant(text: Any) -> datetime | None:
    """An instant in UTC from its ISO text, None from nothing."""
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def write_instant(at: datetime | None) -> str:
    """The ISO text of an instant in UTC; empty for None."""
    return at.astimezone(UTC).isoformat() if at else ""
