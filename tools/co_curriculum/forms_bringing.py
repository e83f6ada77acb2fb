"""The form in which a teacher brings proposals, and its lines read by the form of a single proposal."""

from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import SelectField

from lti_tools.kit.groups.forms import LONGEST_LIST
from lti_tools.web.forms import Form, LongTextField
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.co_curriculum.domain.proposals import Kind
from tools.co_curriculum.forms_proposals import KINDS, ProposalForm
from tools.co_curriculum.service.bringing import Line, rows_of


def _number(text: Any) -> int:
    text = str(text)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0


class BringForm(Form):
    """A table of proposals, or one of the course's other votes."""

    table = LongTextField(
        lazy("A list of proposals"),
        required=False,
        max_length=LONGEST_LIST,
        rows=8,
        description=lazy(
            "One proposal a line. With a first line that names the columns (title, text, kind, link, weeks, skills) in "
            "any order; without one the first column is the title and the second the text. Copied from a spreadsheet "
            "it works too."
        ),
    )
    source = SelectField(
        lazy("Or from an earlier vote of this course"), coerce=_number, validate_choice=False, default=0
    )

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and not self.source.data and not (self.table.data or "").strip():
            self.table.errors = [_("Bring a list, or choose a vote.")]
        return good and not self.errors


def lines_of(text: str) -> list[Line]:
    """The lines of a table as proposals; raises a `Refusal` for a table that cannot be read or is too long."""
    return [_line(number, cells) for number, cells in rows_of(text)]


def _line(number: int, cells: dict[str, str]) -> Line:
    kinds = {str(label).casefold(): kind for kind, label in KINDS.items()} | {kind.value: kind for kind in Kind}
    kind = kinds.get(cells.get("kind", "").casefold().strip(), Kind.TOPIC)
    form = ProposalForm(MultiDict({**cells, "kind": kind.value}))
    title = cells.get("text", "")[:200]
    if form.validate():
        return Line(number=number, words=form.words, title=form.words.text)
    problems = [f"{field.label.text}: {field.errors[0]}" for field in form if field.errors]
    return Line(number=number, words=None, title=title, problem=" ".join(problems))
