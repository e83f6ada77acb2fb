"""Forms of the dates pages: more time for somebody, days without school, the course's zone."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from wtforms import BooleanField, DateField, RadioField, SelectField, validators

from lti_tools.kit.schedule.extensions import Asked
from lti_tools.launches import now
from lti_tools.pure.school_weeks import Holiday
from lti_tools.web.formats import format_list
from lti_tools.web.forms import CheckboxesField, Form, LocalDateTimeField, TextField, WholeNumberField
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from lti_tools.web.numbers import whole_number

LONGEST = 365
"""Days that can be given in one go, and that a holiday may last."""

WAYS = {"days": lazy("Some days more than they have now"), "until": lazy("Until a time that I set")}
EARLY = {"since": lazy("Let them begin before the class")}
"""Offered where a step may open early."""


class ExtensionForm(Form):
    """Who shall have how much longer for which step."""

    phase = RadioField(lazy("For which step?"))
    everybody = BooleanField(lazy("All students of the list below"))
    groups = CheckboxesField(lazy("Groups"), coerce=whole_number)
    people = CheckboxesField(lazy("Students"), coerce=whole_number)
    how = RadioField(
        lazy("What shall change for them?"),
        choices=WAYS | EARLY,
        default="days",
    )
    days = WholeNumberField(lazy("Days"), least=1, most=LONGEST, default=1)
    until = LocalDateTimeField(lazy("New closing time"), required=True)
    since = LocalDateTimeField(
        lazy("Opens for them"), required=False, description=lazy("Leave this empty to let them begin at once.")
    )
    reason = TextField(
        lazy("Reason"), required=False, max_length=200, description=lazy("Only teachers and assistants see it.")
    )
    shown_when = {"days": "how=days", "until": "how=until", "since": "how=since"}

    def __init__(
        self,
        phases: Mapping[str, str],
        people: Mapping[int, str],
        groups: Mapping[int, str],
        formdata: Any = None,
        *,
        early: Collection[str] = (),
    ) -> None:
        super().__init__(formdata)
        self.known, self.early = tuple(people), {key: title for key, title in phases.items() if key in early}
        if not self.early:
            self.how.choices = WAYS
        self.phase.choices = dict(phases)
        self.people.choices = {str(one): name for one, name in people.items()}
        self.groups.choices = {str(one): name for one, name in groups.items()}
        if not formdata:
            self.phase.data = next(iter(phases), None)

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and not (self.everybody.data or self.people.data or self.groups.data):
            self.people.errors = [_("Choose at least one student or group.")]
            return False
        if good and self.how.data == "until" and self.until.data and self.until.data <= now():
            self.until.errors = [_("This time has passed already. Choose one that is still to come.")]
            return False
        if good and self.how.data == "since" and self.phase.data not in self.early:
            steps = format_list(list(self.early.values()))
            self.how.errors = [_("Only these steps can open earlier for some: %(steps)s.", steps=steps)]
            return False
        return good

    @property
    def asked(self) -> Asked:
        """What a valid form asks for."""
        people = self.known if self.everybody.data else self.people.data or []
        return Asked(
            phase=self.phase.data,
            people=frozenset(people),
            groups=frozenset(self.groups.data or []),
            days=(self.days.data or 0) if self.how.data == "days" else 0,
            until=self.until.data if self.how.data == "until" else None,
            since=(self.since.data or now()) if self.how.data == "since" else None,
            reason=self.reason.data or "",
        )


class HolidayForm(Form):
    """Days without school."""

    name = TextField(lazy("Name"), max_length=100)
    first_day = DateField(lazy("First day"), [validators.InputRequired()])
    last_day = DateField(
        lazy("Last day"), [validators.Optional()], description=lazy("Leave this empty for a single day.")
    )

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        first, last = self.first_day.data, self.last_day.data
        if not good or first is None:
            return False
        if not 2000 <= first.year <= 2100:
            self.first_day.errors = [_("Choose a day between 2000 and 2100.")]
        elif last and last < first:
            self.last_day.errors = [_("The last day lies before the first.")]
        elif last and (last - first).days >= LONGEST:
            self.last_day.errors = [_("Holidays last less than a year.")]
        return not (self.first_day.errors or self.last_day.errors)

    @property
    def holiday(self) -> Holiday:
        """What a valid form says."""
        first = self.first_day.data
        if first is None:
            raise ValueError("the form is not valid")
        return Holiday(self.name.data or "", first, self.last_day.data or first)


class ZoneForm(Form):
    """The zone in which the course's dates are meant."""

    zone = SelectField(lazy("Time zone of this course"), validate_choice=True)

    def __init__(self, formdata: Any = None, **data: Any) -> None:
        super().__init__(formdata, **data)
        own = (("", _("Everybody sees the times of their own zone")),)
        self.zone.choices = [*own, *((name, name.replace("_", " ")) for name in _zones())]


@lru_cache
def _zones() -> tuple[str, ...]:
    """Zones by region and city, as people know them."""
    regions = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
    return ("UTC", *sorted(name for name in available_timezones() if name.startswith(regions)))
