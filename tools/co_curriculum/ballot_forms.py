"""The ballot as a form: one field for each option, of the sort that the kind of ballot asks for."""

from typing import Any

import wtforms
from wtforms import BooleanField, RadioField, SelectField

from lti_tools.web.forms import CheckboxesField, Form, LongTextField, WholeNumberField
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy, ngettext
from lti_tools.web.numbers import whole_number
from tools.co_curriculum import refusals
from tools.co_curriculum.domain.ballots import LISTED, Fault, Kind, Marks, fault
from tools.co_curriculum.method_words import answers
from tools.co_curriculum.service.reading import Vote

MARK = "mark_"
"""Begins the name of an option's own field."""


def _option_id(text: Any) -> int:
    """An option's id as a browser sent it; 0, which no option has, for what is none."""
    text = str(text)
    return whole_number(text)


class BallotForm(Form):
    """One person's ballot, or the word that there is no preference. Make one with `ballot_form`."""

    vote: Vote

    @property
    def marks(self) -> dict[int, int]:
        """Option id -> mark, as sent."""
        if self.vote.card.kind in LISTED:
            return dict.fromkeys(self._ticked(), 1)
        fields = {int(field.name.removeprefix(MARK)): field.data for field in self.option_fields}
        return {option: int(mark) for option, mark in fields.items() if mark not in (None, "", "-")}

    @property
    def option_fields(self) -> list[wtforms.Field]:
        """The fields of single options; none on a ballot that is one list."""
        return [field for field in self if field.name.startswith(MARK)]

    @property
    def undecided(self) -> bool:
        """Whether the person says that they have no preference."""
        return bool(self["no_preference"].data)

    @property
    def reason(self) -> str:
        """What an objection says."""
        return str(self["words"].data or "") if "words" in self else ""

    def _ticked(self) -> list[int]:
        data = self["options"].data
        if isinstance(data, list):
            return data
        return [] if data in (None, "None", "") else [_option_id(data)]

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        problem = self._fault() if good else None
        if problem:
            self._at_fault(problem).errors = [refusals.fault_text(problem, self.vote.card.paper)]
        return good and not problem

    def _fault(self) -> Fault | None:
        ticked = self._ticked() if self.vote.card.kind in LISTED else []
        if len(set(ticked)) < len(ticked) and set(ticked) <= set(self.vote.options):
            return Fault.REPEATED
        none = self.undecided
        return fault(self.vote.card.paper, self.marks, no_preference=none, options=self.vote.options, words=self.reason)

    def _at_fault(self, problem: Fault) -> wtforms.Field:
        if problem is Fault.NO_REASON:
            return self["words"]
        return self["options"] if self.vote.card.kind in LISTED else self.option_fields[0]


def ballot_form(vote: Vote, formdata: Any = None, marks: Marks | None = None, words: str = "") -> BallotForm:
    """The form of a vote's ballot: empty (`marks` None), as cast (`marks`), or as sent (`formdata`)."""
    made = _form_class(vote)
    data = {} if marks is None else _as_data(vote.card.kind, marks) | {"words": words, "no_preference": not marks}
    form = made(formdata, data=data)
    form.vote = vote
    return form


def _as_data(kind: Kind, marks: Marks) -> dict[str, Any]:
    if kind is Kind.APPROVAL:
        return {"options": list(marks)}
    if kind is Kind.SINGLE:
        return {"options": str(next(iter(marks), ""))}
    return {f"{MARK}{option}": mark if kind in _COUNTED else str(mark) for option, mark in marks.items()}


_COUNTED = (Kind.DOTS, Kind.QUADRATIC)


def _form_class(vote: Vote) -> type[BallotForm]:
    """A form with the fields of this vote; a class, as WTForms takes its fields from one."""
    kind = vote.card.kind
    if kind in LISTED:
        fields: dict[str, Any] = {"options": _list_field(vote)}
    else:
        fields = {f"{MARK}{option}": _option_field(vote, text) for option, text in vote.options.items()}
    if kind is Kind.CONSENT:
        fields["words"] = LongTextField(
            lazy("If you object: what would have to change so that you could live with it?"),
            required=False,
            max_length=500,
            rows=3,
            description=lazy("The class reads it with the result."),
        )
    fields["no_preference"] = BooleanField(
        lazy("I have no preference"), description=lazy("This counts as having voted, for none of the options.")
    )
    return type("VoteBallotForm", (BallotForm,), fields)


def _list_field(vote: Vote) -> Any:
    choices = {str(option): text for option, text in vote.options.items()}
    if vote.card.kind is Kind.SINGLE:
        return RadioField(lazy("Your choice"), choices=choices, validate_choice=False, description=_("Choose one."))
    return CheckboxesField(
        lazy("Your choice"),
        coerce=_option_id,
        validate_choice=False,
        choices=choices,
        description=_how_many(vote),
    )


def _how_many(vote: Vote) -> str:
    most = vote.card.most
    if most is None or most >= len(vote.options):
        return _("Tick every option that you would be happy with, one or many.")
    return ngettext(
        "Tick the one option that you would be happy with.",
        "Tick the options that you would be happy with, at most %(num)s.",
        most,
    )


def _option_field(vote: Vote, text: str) -> Any:
    kind = vote.card.kind
    if kind is Kind.RANKED:
        places = {"": _("no place"), **{str(place): str(place) for place in range(1, len(vote.options) + 1)}}
        return SelectField(text, choices=places, default="")
    if kind in _COUNTED:
        return WholeNumberField(text, required=False, least=0, most=vote.card.budget or 0)
    return RadioField(text, choices=dict(answers(kind)), default=_BLANK.get(kind, "-"))


_BLANK = {Kind.STARS: "0", Kind.DATES: "0"}
"""What stands chosen on an empty ballot; "-" elsewhere: abstains, or not looked at."""
