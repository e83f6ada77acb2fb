"""The settings form of peer review; forms that people fill in while it runs are in `writing_forms.py`."""

import json
from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField
from wtforms import Form as AnyForm

from lti_tools.kit.schedule import plans
from lti_tools.kit.schedule.fields import PhasedForm, PhaseField, phase_data, phase_settings
from lti_tools.launches import current_launch
from lti_tools.suite import current_suite
from lti_tools.web.fields import clean_text
from lti_tools.web.forms import CheckboxesField, LongTextField, Section, WholeNumberField, field_named
from lti_tools.web.forms import TextField as Text
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.peer_review import grading
from tools.peer_review import settings as known
from tools.peer_review.forms_comparing import compare_middle_field, compare_step_field, comparing_settings
from tools.peer_review.forms_flow import continuous_field, flow_settings, reviewers_again_field, start_with_field
from tools.peer_review.forms_grades import (
    method_field,
    single_marks_field,
    teacher_review_field,
    teacher_weight_field,
)
from tools.peer_review.forms_learning import contribution_field, escalate_field, examples_first_field, learning_settings
from tools.peer_review.forms_names import author_hidden_field, reveal_field, reviewer_hidden_field
from tools.peer_review.forms_pools import as_lines, pool_problems, pools_field, read_lines
from tools.peer_review.phases import AGAIN, CALIBRATE, FEEDBACK, PHASES, REVIEW, REVISE, SUBMIT
from tools.peer_review.rubric_choice import rubric_in, shipped_rubrics, titles
from tools.peer_review.service.configuring import objections
from tools.peer_review.settings import read_settings

Settings = dict[str, Any]
OWN = "own"
"""The rubric that the form carries with it: of the template, or of this activity."""
SLUG = "peer-review"
OF_GRADES = (
    "columns",
    "reviewing_points",
    "reviewing_share",
    "completion",
    "accuracy",
    "helpfulness",
    "method",
    "single_marks",
    "teacher_review",
    "teacher_weight",
    "compare_middle",
    "compare_step",
)
"""Fields about how grades come about."""


class SettingsForm(PhasedForm):
    """What a teacher sets. Title and task are theirs, the rest has defaults that suit most classes."""

    declared = PHASES

    title = Text(lazy("Title"), max_length=known.TITLE)
    instructions = LongTextField(
        lazy("What shall students hand in?"),
        required=False,
        max_length=known.INSTRUCTIONS,
        description=lazy("The task, as students read it. Markdown works here."),
    )
    rubric_from = RadioField(
        lazy("What do reviewers look at?"),
        choices={},
        validate_choice=False,
        description=lazy("You can change every criterion later, on the page “Rubric”."),
    )
    rubric = HiddenField()
    marks = RadioField(
        lazy("What do students get?"),
        choices={
            known.FEEDBACK_ONLY: lazy("Feedback only, no marks"),
            known.MARKS: lazy("Feedback, and a mark that you release"),
        },
        default=known.FEEDBACK_ONLY,
    )
    points = WholeNumberField(
        lazy("Points for the work"),
        required=False,
        least=1,
        most=100,
        default=100,
        description=lazy("In a column of the gradebook. Marks of fewer than three reviews wait for you."),
    )
    columns = RadioField(
        lazy("Columns in the gradebook"),
        choices={
            grading.TWO_COLUMNS: lazy("Two: the work, and the reviewing"),
            grading.ONE_COLUMN: lazy("One grade for both together"),
        },
        default=grading.TWO_COLUMNS,
    )
    reviewing_points = WholeNumberField(
        lazy("Points for reviewing"),
        required=False,
        least=0,
        most=100,
        default=25,
        description=lazy("In a second column. 0 for none."),
    )
    reviewing_share = WholeNumberField(
        lazy("Reviewing counts, percent of the grade"),
        required=False,
        least=0,
        most=100,
        default=25,
        description=lazy("The rest is the work’s mark. Needed for one grade alone."),
    )
    completion = WholeNumberField(
        lazy("Of reviewing: sending the reviews, percent"), required=False, least=0, most=100, default=40
    )
    accuracy = WholeNumberField(
        lazy("Of reviewing: telling works apart well, percent"), required=False, least=0, most=100, default=40
    )
    helpfulness = WholeNumberField(
        lazy("Of reviewing: being helpful to authors, percent"),
        required=False,
        least=0,
        most=100,
        default=20,
        description=lazy("The three together make 100."),
    )
    method = method_field()
    single_marks = single_marks_field()
    teacher_review = teacher_review_field()
    teacher_weight = teacher_weight_field()
    compare_middle = compare_middle_field()
    compare_step = compare_step_field()
    k = WholeNumberField(
        lazy("How many reviews does everybody write?"),
        least=1,
        most=known.MOST_REVIEWS,
        default=4,
        description=lazy("Everybody gets as many as they write. Take five where marks count."),
    )
    extra = BooleanField(
        lazy("Who is done may write more reviews"),
        default=True,
        description=lazy("So that works of people whose reviewers do nothing get their reviews too."),
    )
    escalate_hours = escalate_field()
    submit = PhaseField(SUBMIT)
    calibrate = PhaseField(CALIBRATE)
    examples_first = examples_first_field()
    review = PhaseField(REVIEW, description=lazy("Works are given out when this opens."))
    continuous = continuous_field()
    start_with = start_with_field()
    revise = PhaseField(REVISE, description=lazy("Authors read the reviews, and hand in again with a word on it."))
    again = PhaseField(AGAIN, description=lazy("Revised works are given out when this opens."))
    reviewers_again = reviewers_again_field()
    feedback = PhaseField(FEEDBACK)
    parts = CheckboxesField(
        lazy("What can be handed in?"),
        choices={
            known.TEXT: lazy("A text, typed here"),
            known.FILES: lazy("Files"),
            known.LINKS: lazy("Links"),
        },
        default=[known.TEXT, known.FILES],
    )
    by_group = BooleanField(
        lazy("Groups hand in together"),
        description=lazy("One work for each group that this activity works with (see “Groups”)."),
    )
    contribution = contribution_field()
    pairs = RadioField(
        lazy("Who reviews whom?"),
        choices={
            known.ANYBODY: lazy("Anybody"),
            known.ACROSS: lazy("Never somebody of the own group"),
            known.WITHIN: lazy("Only people of the own group"),
        },
        default=known.ANYBODY,
    )
    pools = pools_field()
    author_hidden = author_hidden_field()
    reviewer_hidden = reviewer_hidden_field()
    reveal = reveal_field()
    least = WholeNumberField(lazy("Characters of a comment, at least"), least=0, most=known.MOST_LEAST, default=40)
    self_review = BooleanField(
        lazy("Students judge their own work too"),
        description=lazy("By the same rubric. They see later where others saw it differently; it counts for nothing."),
    )

    shown_when = {
        "contribution": "by_group=on",
        "start_with": "continuous=on",
        "points": "marks=marks",
        **dict.fromkeys(OF_GRADES, "marks=marks"),
    }
    sections = (Section(lazy("How grades come about"), OF_GRADES),)

    def __init__(self, formdata: Any = None, **data: Any) -> None:
        super().__init__(formdata, **data)
        own = rubric_in(self.rubric.data)
        choices = {OWN: _("As it is now: %(criteria)s", criteria=titles(own))} if own else {}
        self.rubric_from.choices = choices | {name: label for name, (label, _rubric) in shipped_rubrics().items()}
        if self.rubric_from.data not in self.rubric_from.choices:
            self.rubric_from.data = next(iter(self.rubric_from.choices))

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        problems = self._problems() if good else {}
        for name, text in problems.items():
            field_named(self, name).errors = [text]
        return good and not problems

    def _problems(self) -> dict[str, str]:
        """What the fields cannot know by themselves."""
        launch, problems = current_launch(), {}
        if not self.parts.data:
            problems["parts"] = _("Choose one thing at least.")
        if self.again.form.is_used and not self.revise.form.is_used:
            problems["again-used"] = _("Works are reviewed again once authors could revise them: add that step too.")
        if self.marks.data == known.MARKS and self.points.data is None:
            problems["points"] = _("Say how many points, from 1 to 100.")
        parts = [self[name].data or 0 for name in vars(grading.USUAL)]
        if self.marks.data == known.MARKS and sum(parts) != 100:
            problems["helpfulness"] = _("The three parts make 100 together. Now they make %(sum)s.", sum=sum(parts))
        problems |= pool_problems(self.pools.data)
        if launch.configured and launch.activity_id is not None and launch.tool == SLUG:
            wanted, before = read_settings(to_settings(self)), read_settings(launch.settings)
            with current_suite().database.read() as db:
                problems |= objections(db, launch.activity_id, wanted, before)
        return problems


def _rubric(form: AnyForm) -> list[dict[str, Any]]:
    chosen = form.data["rubric_from"]
    if chosen == OWN:
        return rubric_in(form.data["rubric"])
    return shipped_rubrics()[chosen][1]


def to_settings(form: AnyForm) -> Settings:
    """The valid form -> settings as stored."""
    data = form.data
    return {
        "title": data["title"],
        "instructions": clean_text(data["instructions"] or ""),
        "parts": [part for part in known.PARTS if part in (data["parts"] or ())],
        "by_group": bool(data["by_group"]),
        **phase_settings(form),
        "k": data["k"],
        "pairs": data["pairs"],
        "pools": read_lines(data["pools"]),
        "author_hidden": bool(data["author_hidden"]),
        "reviewer_hidden": bool(data["reviewer_hidden"]),
        "reveal": bool(data["reveal"]),
        "rubric": _rubric(form),
        "least": data["least"],
        "extra": bool(data["extra"]),
        **learning_settings(form),
        **flow_settings(form),
        "self_review": bool(data["self_review"]),
        "marks": data["marks"],
        "method": data["method"],
        "single_marks": bool(data["single_marks"]),
        "points": data["points"] or 100,
        "reviewing_points": data["reviewing_points"] or 0,
        **_grading(data),
        **comparing_settings(form),
    }


def _grading(data: Mapping[str, Any]) -> Settings:
    """What is left empty gets its usual value."""
    usual = grading.write_grading(grading.Grading())
    return {name: usual[name] if data[name] is None else data[name] for name in usual}


def from_settings(stored: Mapping[str, Any]) -> Settings:
    """Settings as stored -> the form's data; what is missing gets the form's default."""
    data = dict(stored)
    data["title"] = stored.get("title") or _("Peer review")
    data["rubric"] = json.dumps(stored["rubric"]) if stored.get("rubric") else ""
    data["pools"] = as_lines(stored)
    data["start_with"] = stored.get("start_with") or None
    return data | phase_data(PHASES, stored)


def without_dates(stored: Mapping[str, Any]) -> Settings:
    """For a copied activity: no dates, and not open before its teacher has looked at it."""
    return plans.without_dates(stored)
