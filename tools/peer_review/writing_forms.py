"""Forms that people fill in while a peer review runs: a work, a review, ratings, questions to the teacher."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import Optional, ValidationError

from lti_tools.web.forms import DecimalField, Form, LinesField, LongTextField, WholeNumberField
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.peer_review import refusals
from tools.peer_review.domain.rubric.answers import LONGEST_COMMENT, Answer, Answers, Fault, faults
from tools.peer_review.domain.rubric.criteria import Criterion, Kind, Rubric
from tools.peer_review.settings import LINK, MOST_LINKS, WORK_TEXT


class WorkForm(Form):
    """What somebody hands in beside files."""

    text = LongTextField(
        lazy("Your text"),
        required=False,
        max_length=WORK_TEXT,
        rows=16,
        description=lazy(
            "Markdown works here: **bold**, lists, tables, code between lines of ~~~, formulas such as $a^2$. "
            "“Preview” shows how it will look."
        ),
    )
    links = LinesField(
        lazy("Links"),
        required=False,
        max_entries=MOST_LINKS,
        entry_length=LINK,
        render_kw={"rows": 3},
        description=lazy("One address a line. Where it leads may show your name: that is not checked here."),
    )
    changed = LongTextField(
        lazy("What did you change, and why?"),
        required=False,
        max_length=2000,
        rows=4,
        description=lazy("For those who read it again. Say too what you left as it was, and why."),
    )
    with_name = BooleanField(lazy("My name may stay in it"))
    version = HiddenField()
    """Of the work that the form was made from: an older tab, or an older page of a group's other member, is told so."""

    def validate_links(self, field: LinesField) -> None:
        check_links(field)


def check_links(field: LinesField) -> None:
    """Raise `ValidationError` where a line is no address of a page."""
    wrong = [one for one in field.data or () if not _is_web(one)]
    if wrong:
        raise ValidationError(_("“%(link)s” is no address of a page. Addresses begin with https://.", link=wrong[0]))


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


class ReviewForm(Form):
    """One review: for each criterion a value and a comment. Made for its rubric by `review_form`."""

    rubric: Rubric = ()
    least = 0
    rubric_id = HiddenField()
    version = HiddenField()

    @property
    def answers(self) -> dict[str, Answer]:
        """What is filled in; a value that is none counts as missing."""
        return {
            one.key: Answer(_number(self[f"value_{one.key}"].data) if one.has_value else None, self._comment(one.key))
            for one in self.rubric
        }

    def _comment(self, key: str) -> str:
        return str(self[f"comment_{key}"].data or "")

    def field_of(self, criterion: Criterion, fault: Fault | None) -> str:
        of_comment = fault in (Fault.NO_COMMENT, Fault.SHORT_COMMENT, Fault.LONG_COMMENT)
        return f"{'comment' if of_comment or not criterion.has_value else 'value'}_{criterion.key}"

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether it can be sent; each fault stands beside its field."""
        good = super().validate(extra_validators)
        found = faults(self.rubric, self.answers, self.least)
        for criterion in self.rubric:
            fault = found.get(criterion.key)
            if fault:
                field = self[self.field_of(criterion, fault)]
                field.errors = field.errors or [refusals.fault_text(fault, criterion, self.least)]
        return good and not found

    def may_be_kept(self) -> bool:
        """Whether it can be kept as it is, finished or not: nothing in it is impossible."""
        return super().validate()


def _number(value: object) -> int | None:
    text = str(value if value is not None else "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def review_form(
    rubric: Rubric, least: int, formdata: Any = None, *, answers: Answers | None = None, **data: Any
) -> ReviewForm:
    """A form for this rubric, filled in with `answers`."""
    fields: dict[str, Any] = {"rubric": rubric, "least": least}
    for one in rubric:
        if one.has_value:
            fields[f"value_{one.key}"] = _value_field(one)
        fields[f"comment_{one.key}"] = LongTextField(
            _comment_label(one), required=False, max_length=LONGEST_COMMENT, rows=4
        )
    made: ReviewForm = type("RubricForm", (ReviewForm,), fields)(formdata, **data, **_filled(rubric, answers or {}))
    for one in rubric:
        made[f"comment_{one.key}"].flags.optional = not one.required
    return made


def _comment_label(criterion: Criterion) -> str:
    if criterion.required:
        return _("Your comment on “%(criterion)s”", criterion=criterion.title)
    return _("A comment on “%(criterion)s”, if you like", criterion=criterion.title)


def _level_label(criterion: Criterion) -> str:
    return _("What fits best for “%(criterion)s”?", criterion=criterion.title)


def _value_field(criterion: Criterion) -> Any:
    if criterion.kind is Kind.LEVELS:
        choices = {str(place): level.title for place, level in enumerate(criterion.levels)}
        return RadioField(_level_label(criterion), [Optional()], choices=choices)
    if criterion.kind is Kind.YES_NO:
        return RadioField(_level_label(criterion), [Optional()], choices={"1": _("Yes"), "0": _("No")})
    if criterion.kind is Kind.SCALE:
        label = _("%(criterion)s: from 0 to %(most)s", criterion=criterion.title, most=criterion.most)
        return WholeNumberField(label, required=False, least=0, most=criterion.most)
    label = _("%(criterion)s: how many do you find?", criterion=criterion.title)
    return WholeNumberField(label, required=False, least=0, most=criterion.highest)


def _filled(rubric: Rubric, answers: Answers) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in rubric:
        answer = answers.get(one.key, Answer())
        found[f"comment_{one.key}"] = answer.comment
        if one.has_value:
            found[f"value_{one.key}"] = _as_filled(one, answer.value)
    return found


def _as_filled(criterion: Criterion, value: int | None) -> Any:
    """A radio button's value is a text."""
    return value if value is None or criterion.kind in (Kind.SCALE, Kind.ERRORS) else str(value)


FIRST_OF_TWO, SECOND_OF_TWO = "first", "second"


def compare_form(asked: Sequence[Criterion], names: tuple[str, str], formdata: Any = None, **chosen: str) -> Form:
    """Which of two works is better, by each question; `chosen` are fields as they stand."""
    choices = {
        FIRST_OF_TWO: _("The work of %(name)s", name=names[0]),
        SECOND_OF_TWO: _("The work of %(name)s", name=names[1]),
    }
    fields = {f"better_{one.key}": RadioField(one.title, choices=choices, description=one.text) for one in asked}
    made: Form = type("CompareForm", (Form,), fields)(formdata, **chosen)
    return made


HELPFUL: Mapping[str, str] = {
    "5": lazy("Very helpful"),
    "4": lazy("Helpful"),
    "3": lazy("Partly helpful"),
    "2": lazy("Hardly helpful"),
    "1": lazy("Not helpful"),
}


def prefix_of(token: str) -> str:
    """What tells forms of several reviews on one page apart."""
    return f"{token[:8]}-"


def rating_form(rubric: Rubric, token: str, formdata: Any = None, ratings: Mapping[str, Any] | None = None) -> Form:
    """How helpful a review is, criterion by criterion."""
    fields = {f"rate_{one.key}": RadioField(one.title, choices=dict(HELPFUL)) for one in rubric}
    filled = {f"rate_{key}": str(value) for key, value in (ratings or {}).items()}
    made: Form = type("RatingForm", (Form,), fields)(formdata, prefix=prefix_of(token), **filled)
    return made


def ratings_in(rubric: Rubric, form: Form) -> dict[str, int]:
    """The ratings of a valid form."""
    return {one.key: int(form[f"rate_{one.key}"].data) for one in rubric}


class ReplyForm(Form):
    """An author's answer to a reviewer."""

    reply = LongTextField(lazy("Your answer to the reviewer"), required=False, max_length=2000, rows=3)


class IntentionForm(Form):
    """What an author wants to change after reading the feedback."""

    change = LongTextField(
        lazy("What will you change next time?"),
        required=False,
        max_length=2000,
        rows=3,
        description=lazy("One or two things are enough. Nobody else sees it. You see it again before your next work."),
    )


class AppealForm(Form):
    """An author's question to the teacher."""

    reason = LongTextField(
        lazy("What shall your teacher look at?"),
        min_length=20,
        max_length=5000,
        description=lazy("Say which review or which criterion you mean, and why you see it differently."),
    )


class WordForm(Form):
    """A teacher's word about a student's review."""

    comment = LongTextField(lazy("Your comment, for the reviewer"), required=False, max_length=4000, rows=3)
    points = WholeNumberField(
        lazy("How good is this review, of 100?"),
        required=False,
        least=0,
        most=100,
        description=lazy(
            "Takes the place of accuracy and helpfulness for this review. Leave it empty to comment alone."
        ),
    )


class AnswerForm(Form):
    """A teacher's answer."""

    answer = LongTextField(lazy("Your answer"), min_length=1, max_length=5000, rows=4)
    upheld = RadioField(
        lazy("What comes of it?"),
        choices={"yes": lazy("Something changes"), "no": lazy("It stays as it is")},
        default="no",
    )


class OverrideForm(Form):
    """Another mark, with the reason."""

    mark = DecimalField(
        lazy("Another mark, from 0 to 100"),
        least=0,
        most=100,
        places=1,
        required=False,
        description=lazy("Leave this empty to take the mark of the reviews."),
    )
    reason = LongTextField(
        lazy("Why?"),
        min_length=3,
        max_length=2000,
        rows=3,
        description=lazy("Kept in the record of changes. Students do not see it."),
    )
