"""The fields of phases for a tool's settings form: one group per declared phase, and what must hold between them.

class SettingsForm(PhasedForm):
    declared = (VOTE,)
    vote = PhaseField(VOTE)

`phase_settings(form)` goes into `to_settings`, `phase_data(declared, stored)` into `from_settings`.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import wtforms
from wtforms import BooleanField, RadioField

from lti_tools.kit.schedule.declared import DeclaredPhase
from lti_tools.kit.schedule.plans import KEY, read_plans, uses, write_plan
from lti_tools.launches import current_launch, now
from lti_tools.pure.schedule import End, Fault, Plan, Problem, Start, problems
from lti_tools.web.forms import Form, LocalDateTimeField, field_named
from lti_tools.web.locale import lazy

STARTS = {
    Start.NOW: lazy("Right away, as soon as this is saved"),
    Start.DATE: lazy("At a time that I set"),
    Start.AFTER: lazy("When the step before it ends"),
    Start.HAND: lazy("When I open it by hand"),
}
ENDS = {End.HAND: lazy("When I close it by hand"), End.DATE: lazy("At a time that I set")}
FAULTS = {
    Fault.NO_DATE: lazy("Choose a date and a time."),
    Fault.PAST: lazy("This time has passed already. Choose one that is still to come."),
    Fault.EMPTY: lazy("This is not after the opening. Choose a later time."),
    Fault.ORDER: lazy("A step before this one opens later. Change one of the two."),
    Fault.OVERLAP: lazy("The step before this one is still open then. Choose a later time, or end that step earlier."),
    Fault.NEVER: lazy("There is no step before this one to wait for."),
}


class _PhaseForm(Form):
    """One phase's fields; a date that its choice does not ask for is not looked at."""

    shown_when = {"opens_at": "start=date", "closes_at": "end=date"}

    def applies(self, name: str) -> bool:
        """Whether the field matters; `name` may have the group's before it."""
        return self.is_used and super().applies(name.rpartition("-")[2])

    @property
    def is_used(self) -> bool:
        return "used" not in self or bool(self["used"].data)


if TYPE_CHECKING:
    _Group = wtforms.FormField[_PhaseForm]
else:
    _Group = wtforms.FormField


class PhaseField(_Group):
    """How one phase begins and ends; `data` has `used`, `start`, `opens_at`, `end`, `closes_at`."""

    def __init__(self, phase: DeclaredPhase, **options: Any) -> None:
        self.phase = phase
        fields: dict[str, Any] = {}
        if phase.optional:
            fields["used"] = BooleanField(lazy("This activity has this step"), default=phase.used_at_first)
        fields["start"] = RadioField(
            lazy("It opens"), choices={one.value: STARTS[one] for one in phase.starts}, default=phase.starts[0].value
        )
        fields["opens_at"] = LocalDateTimeField(lazy("Opening time"))
        fields["end"] = RadioField(
            lazy("It closes"), choices={one.value: ENDS[one] for one in phase.ends}, default=phase.ends[0].value
        )
        fields["closes_at"] = LocalDateTimeField(lazy("Closing time"))
        super().__init__(type("PhaseForm", (_PhaseForm,), fields), phase.title, **options)

    def shown_when(self, name: str) -> str:
        """What a field depends on, for `data-shown-when`: a date on its choice, everything on the phase being used."""
        when = [self.form.shown_when[name]] if name in self.form.shown_when else []
        used = ["used=on"] if "used" in self.form and name != "used" else []
        return "&".join(f"{self.short_name}-{one}" for one in used + when)

    @property
    def plan(self) -> Plan | None:
        """What was typed; None where the activity leaves the phase out."""
        if not self.form.is_used:
            return None
        data = self.form.data
        start, end = Start(data["start"]), End(data["end"])
        return Plan(
            key=self.phase.key,
            start=start,
            opens_at=data["opens_at"] if start is Start.DATE else None,
            end=end,
            closes_at=data["closes_at"] if end is End.DATE else None,
        )


class PhasedForm(Form):
    """A settings form with a `PhaseField` for each declared phase, named by its key."""

    declared: tuple[DeclaredPhase, ...] = ()

    @property
    def phase_fields(self) -> list[PhaseField]:
        """In the order in which the phases follow each other, wherever the form shows them."""
        order = [phase.key for phase in self.declared]
        fields = [field for field in self if isinstance(field, PhaseField)]
        return sorted(fields, key=lambda field: order.index(field.phase.key))

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        found = self._phase_problems() if good else []
        for problem in found:
            name = "closes_at" if problem.of_end else "start" if problem.fault is Fault.NEVER else "opens_at"
            field_named(self, f"{problem.key}-{name}").errors = [str(FAULTS[problem.fault])]
        return good and not found

    def _phase_problems(self) -> list[Problem]:
        stored = {plan.key: plan for plan in read_plans(self.declared, current_launch().settings)}
        plans = [field.plan for field in self.phase_fields if field.plan]
        overlapping = [phase.key for phase in self.declared if phase.may_overlap]
        return problems(plans, now(), stored, may_overlap=overlapping)


def phase_settings(form: wtforms.Form) -> dict[str, Any]:
    """A valid form's phases as settings: `{**phase_settings(form), "title": ...}`."""
    fields = [field for field in form if isinstance(field, PhaseField)]
    return {KEY: {one.phase.key: write_plan(one.plan) if one.plan else {"used": False} for one in fields}}


def phase_data(declared: Iterable[DeclaredPhase], stored: Mapping[str, Any]) -> dict[str, Any]:
    """Stored settings as the initial data of the phase fields."""
    known = tuple(declared)
    plans = {plan.key: plan for plan in read_plans(known, stored)}
    return {phase.key: _data(plans.get(phase.key), uses(phase, stored)) for phase in known}


def _data(plan: Plan | None, used: bool) -> dict[str, Any]:
    if plan is None:
        return {"used": used}
    return {
        "used": used,
        "start": plan.start.value,
        "opens_at": plan.opens_at,
        "end": plan.end.value,
        "closes_at": plan.closes_at,
    }
