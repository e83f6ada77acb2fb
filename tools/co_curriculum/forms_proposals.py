"""The forms of proposals: what somebody proposes, and why a teacher refuses it."""

from typing import Any
from urllib.parse import urlsplit

from wtforms import RadioField
from wtforms.validators import ValidationError

from lti_tools.web.forms import Form, LongTextField, WholeNumberField
from lti_tools.web.forms import TextField as Text
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy, ngettext
from tools.co_curriculum.domain.proposals import LONGEST_BODY, SKILL_LENGTH, SKILLS, WEEKS, Kind, split_skills
from tools.co_curriculum.models import Option
from tools.co_curriculum.settings import OPTION_LENGTH
from tools.co_curriculum.store_proposals import Words

KINDS = {
    Kind.TOPIC: lazy("A topic"),
    Kind.ASSIGNMENT: lazy("An assignment"),
    Kind.FORMAT: lazy("A project format"),
    Kind.DATE: lazy("A deadline or date"),
    Kind.RULE: lazy("A rule of the class"),
    Kind.FREE: lazy("Something else"),
}


class ProposalForm(Form):
    """What somebody proposes."""

    text = Text(
        lazy("Your proposal in one line"),
        max_length=OPTION_LENGTH,
        min_length=3,
        description=lazy("This line stands on the ballot."),
    )
    kind = RadioField(
        lazy("What is it?"), choices={kind.value: label for kind, label in KINDS.items()}, default=Kind.TOPIC.value
    )
    body = LongTextField(
        lazy("What would we do, and why is it worth it?"),
        required=False,
        max_length=LONGEST_BODY,
        description=lazy("Markdown works here. You can add a picture once it is saved."),
    )
    link = Text(lazy("A link to read more"), required=False, max_length=500, render_kw={"type": "url"})
    effort = WholeNumberField(lazy("How many weeks would it take?"), required=False, least=1, most=WEEKS)
    skills = Text(
        lazy("Which skills does it need?"),
        required=False,
        max_length=SKILLS * (SKILL_LENGTH + 2),
        description=lazy("Separate them by commas."),
    )

    def validate_link(self, field: Any) -> None:
        if field.data and not _is_web_address(field.data):
            raise ValidationError(_("Enter a whole address, beginning with https://."))

    def validate_skills(self, field: Any) -> None:
        skills = split_skills(field.data or "")
        if len(skills) > SKILLS:
            raise ValidationError(ngettext("Name at most %(num)s skill.", "Name at most %(num)s skills.", SKILLS))
        if any(len(skill) > SKILL_LENGTH for skill in skills):
            raise ValidationError(
                ngettext(
                    "A skill has at most %(num)s character.", "A skill has at most %(num)s characters.", SKILL_LENGTH
                )
            )

    @property
    def words(self) -> Words:
        """A valid form as what is stored."""
        data = self.data
        return Words(
            kind=Kind(data["kind"]),
            text=data["text"],
            body=data["body"] or "",
            link=data["link"] or "",
            effort=data["effort"],
            skills=", ".join(split_skills(data["skills"] or "")),
        )


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in text
    except ValueError:
        return False


def form_of(row: Option) -> ProposalForm:
    """The form filled in with a stored proposal."""
    return ProposalForm(
        text=row.text, kind=row.kind, body=row.body, link=row.link, effort=row.effort, skills=row.skills
    )


class SummaryForm(Form):
    """What a teacher sums up of the talk about a proposal."""

    summary = LongTextField(
        lazy("Summary"),
        required=False,
        max_length=5000,
        description=lazy("It stands above the comments, for everybody. Markdown works here. Empty takes it away."),
    )


class ReasonForm(Form):
    """Why a proposal is refused; its author reads it."""

    reason = LongTextField(
        lazy("Why?"), max_length=2000, description=lazy("Its author reads this, and can change the proposal.")
    )
