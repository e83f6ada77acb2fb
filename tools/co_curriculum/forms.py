"""The forms of topic vote: an activity's settings, a ballot, a closing time."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, RadioField
from wtforms import Form as AnyForm

from lti_tools.kit.schedule import plans
from lti_tools.kit.schedule.fields import PhasedForm, PhaseField, phase_data, phase_settings
from lti_tools.launches import current_launch, now
from lti_tools.suite import current_suite
from lti_tools.web.forms import (
    CheckboxesField,
    Form,
    LinesField,
    LocalDateTimeField,
    LongTextField,
    WholeNumberField,
    field_named,
)
from lti_tools.web.forms import TextField as Text
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy, ngettext
from tools.co_curriculum import refusals
from tools.co_curriculum.domain.ballots import fault
from tools.co_curriculum.phases import PHASES, VOTE
from tools.co_curriculum.service.configuring import objections
from tools.co_curriculum.service.reading import Vote
from tools.co_curriculum.settings import (
    AFTER_CLOSE,
    LIVE,
    MOST_OPTIONS,
    OPTION_LENGTH,
    read_settings,
)

Settings = dict[str, Any]


class SettingsForm(PhasedForm):
    """What a teacher sets. Texts and options are theirs, the rest has defaults that suit most votes."""

    declared = PHASES

    title = Text(lazy("Title"), max_length=200)
    question = LongTextField(
        lazy("What is this vote about?"),
        required=False,
        max_length=5000,
        description=lazy(
            "Shown above the options: what is up for choice, what is fixed and why, and what happens with the result. "
            "Markdown works here."
        ),
    )
    options = LinesField(
        lazy("Options"),
        required=False,
        max_entries=MOST_OPTIONS,
        entry_length=OPTION_LENGTH,
        description=lazy("One option a line. You can add them later; voting needs at least two."),
        render_kw={"rows": 8},
    )
    most = WholeNumberField(
        lazy("How many options may one person choose at most?"),
        required=False,
        least=1,
        most=MOST_OPTIONS,
        description=lazy("Leave this empty to let everybody choose as many as they like."),
    )
    vote = PhaseField(
        VOTE,
        description=lazy("Students can vote as soon as it is open and there are two options."),
    )
    results = RadioField(
        lazy("When do students see the count?"),
        choices={
            AFTER_CLOSE: lazy("After the vote has closed, so that nobody is swayed by it"),
            LIVE: lazy("At any time, while people are still voting"),
        },
        default=AFTER_CLOSE,
    )
    comments = BooleanField(
        lazy("Students may comment on the options"),
        default=True,
        description=lazy(
            "Everybody in the course reads the comments, with names. What students report is hidden until you decide."
        ),
    )
    graded = BooleanField(
        lazy("Give points for taking part"),
        default=True,
        description=lazy(
            "Everybody who votes gets all points, whatever they choose, “no preference” too. They go to the gradebook "
            "after the close."
        ),
    )
    points = WholeNumberField(lazy("Points for taking part"), required=False, least=1, most=100, default=10)

    shown_when = {"points": "graded=on"}

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        problems = self._problems() if good else {}
        for name, text in problems.items():
            field_named(self, name).errors = [text]
        return good and not problems

    def _problems(self) -> dict[str, str]:
        """What the fields cannot know by themselves: the clock, and the ballots that are cast already."""
        launch = current_launch()
        problems = {}
        if self.graded.data and self.points.data is None:
            problems["points"] = _("Say how many points, from 1 to 100.")
        if launch.configured and launch.activity_id is not None:
            with current_suite().database.read() as db:
                problems |= objections(db, launch.activity_id, read_settings(to_settings(self)), now())
        return problems


def to_settings(form: AnyForm) -> Settings:
    """The valid form -> settings as stored."""
    data = form.data
    return {
        "title": data["title"],
        "question": data["question"] or "",
        "options": list(data["options"] or ()),
        "most": data["most"],
        **phase_settings(form),
        "results": data["results"],
        "graded": bool(data["graded"]),
        "points": data["points"] or 10,
        "comments": bool(data["comments"]),
    }


def from_settings(stored: Mapping[str, Any]) -> Settings:
    """Settings as stored -> the form's data; what is missing gets the form's default."""
    data = dict(stored)
    data["title"] = stored.get("title") or _("Topic vote")
    data["comments"] = bool(stored.get("comments", "options" not in stored))
    return data | phase_data(PHASES, stored)


def without_dates(stored: Mapping[str, Any]) -> Settings:
    """For a copied activity: no closing time, and not open before its teacher has looked at it."""
    return plans.without_dates(stored)


def _option_id(text: Any) -> int:
    """An option's id as a browser sent it; 0, which no option has, for what is none."""
    text = str(text)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0


class BallotForm(Form):
    """One person's ballot: any of the options, or the word that there is no preference."""

    options = CheckboxesField(lazy("Your choice"), coerce=_option_id, validate_choice=False)
    no_preference = BooleanField(
        lazy("I have no preference"), description=lazy("This counts as having voted, for none of the options.")
    )

    def __init__(self, vote: Vote, formdata: Any = None, **data: Any) -> None:
        super().__init__(formdata, **data)
        self.vote = vote
        self.options.choices = {str(option): text for option, text in vote.options.items()}
        self.options.description = self._how_many()

    def _how_many(self) -> str:
        most = self.vote.settings.most
        if most is None or most >= len(self.vote.options):
            return _("Tick every option that you would be happy with, one or many.")
        return ngettext(
            "Tick the one option that you would be happy with.",
            "Tick the options that you would be happy with, at most %(num)s.",
            most,
        )

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        most = self.vote.settings.most
        problem = fault(
            self.options.data or [],
            no_preference=bool(self.no_preference.data),
            options=self.vote.options,
            most=most,
        )
        if problem:
            self.options.errors = [refusals.fault_text(problem, most)]
        return good and not problem


class ClosingForm(Form):
    """Another closing time, or none."""

    closes_at = LocalDateTimeField(
        lazy("Voting closes"), description=lazy("Leave this empty to close the vote by hand.")
    )

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and self.closes_at.data and self.closes_at.data <= now():
            self.closes_at.errors = [_("This time has passed already. Choose one that is still to come, or none.")]
            return False
        return good
