"""What a member of a group fills in about each member: shares of 100 %, or how often they do what a team needs."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import SelectField
from wtforms.validators import InputRequired

from lti_tools.web.forms import Form, LongTextField, WholeNumberField
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.peer_review.learning import SHARES
from tools.peer_review.service.contributing import BEHAVIOURS, LONGEST, SHARE, Said

WORDS = {
    "work": lazy("Does their part of the work"),
    "together": lazy("Listens, helps and lets others have a say"),
    "track": lazy("Keeps an eye on what is to do, and by when"),
    "quality": lazy("Wants the work to become good"),
    "skills": lazy("Brings what the work needs, or learns it"),
}
OFTEN = {
    "": "–",
    "5": lazy("Always"),
    "4": lazy("Often"),
    "3": lazy("Sometimes"),
    "2": lazy("Seldom"),
    "1": lazy("Hardly ever"),
}


class TeamForm(Form):
    """Made for one group by `team_form`; `people` are (key of the fields, person, name)."""

    people: Sequence[tuple[str, int, str]] = ()
    kind = ""
    note = LongTextField(
        lazy("A word to your teacher"),
        required=False,
        max_length=LONGEST,
        rows=3,
        description=lazy("Only your teachers read this, and what you say about each mate."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and self.kind == SHARES and sum(self[name].data or 0 for name in self.names) != 100:
            self.form_errors.append(_("The shares do not make 100 together. Change one of them."))
            return False
        return good

    @property
    def names(self) -> list[str]:
        """The fields about members, in order."""
        keys = (SHARE,) if self.kind == SHARES else BEHAVIOURS
        return [f"{key}_{token}" for token, _person, _name in self.people for key in keys]

    def fields_about(self, token: str) -> list[Any]:
        keys = (SHARE,) if self.kind == SHARES else BEHAVIOURS
        return [self[f"{key}_{token}"] for key in keys]

    @property
    def said(self) -> Said:
        """The numbers of a valid form."""
        keys = (SHARE,) if self.kind == SHARES else BEHAVIOURS
        return {person: {key: int(self[f"{key}_{token}"].data) for key in keys} for token, person, _name in self.people}


def team_form(
    kind: str, people: Sequence[tuple[str, int, str]], formdata: Any = None, said: Said | None = None, note: str = ""
) -> TeamForm:
    """A form about these members, filled in with what was said before; shares begin with an even one."""
    fields: dict[str, Any] = {"people": people, "kind": kind}
    filled: dict[str, Any] = {"note": note}
    even = _even(len(people))
    for place, (token, person, name) in enumerate(people):
        before: Mapping[str, int] = (said or {}).get(person, {})
        if kind == SHARES:
            fields[f"{SHARE}_{token}"] = WholeNumberField(name, least=0, most=100)
            filled[f"{SHARE}_{token}"] = before.get(SHARE, even[place])
            continue
        for key in BEHAVIOURS:
            fields[f"{key}_{token}"] = SelectField(WORDS[key], [InputRequired()], choices=OFTEN)
            filled[f"{key}_{token}"] = str(before.get(key, ""))
    made: TeamForm = type("MembersForm", (TeamForm,), fields)(formdata, **filled)
    return made


def _even(members: int) -> list[int]:
    """100 in parts as equal as whole numbers are."""
    part, rest = divmod(100, members) if members else (0, 0)
    return [part + (place < rest) for place in range(members)]
