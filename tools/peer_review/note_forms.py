"""The fields of a comment on a place of a work; they stand in the form of the review."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, SelectField

from lti_tools.web.forms import Form, LongTextField, TextField
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from lti_tools.web.numbers import whole_number
from tools.peer_review.domain.notes.notes import COMMENT, QUOTE
from tools.peer_review.service.noting import Typed
from tools.peer_review.uploads import NamedFile


class NoteForm(Form):
    """One comment."""

    note_file = SelectField(lazy("Where"), choices={}, validate_choice=False)
    note_quote = LongTextField(
        lazy("Passage"),
        required=False,
        max_length=QUOTE,
        rows=2,
        description=lazy("Mark it in the work, or copy it from there."),
    )
    note_place = TextField(
        lazy("Page or time"),
        required=False,
        max_length=10,
        description=lazy("Of a PDF the page, of a recording the time, such as 2:05."),
    )
    note_text = LongTextField(lazy("Your comment on this place"), required=False, max_length=COMMENT, rows=3)
    note_near = HiddenField()

    def __init__(self, files: Sequence[NamedFile], formdata: Any = None, *, with_text: bool = True) -> None:
        super().__init__(formdata)
        for field in self:
            field.render_kw = {**(field.render_kw or {}), "form": "review-form"}
        words = {"": _("In the text")} if with_text else {}
        self.note_file.choices = words | {one.name: one.shown.name for one in files}

    @property
    def is_typed(self) -> bool:
        return bool((self.note_text.data or "").strip() or (self.note_quote.data or "").strip())

    @property
    def typed(self) -> Typed:
        near = str(self.note_near.data or "")
        return Typed(
            text=self.note_text.data or "",
            quote=self.note_quote.data or "",
            near=whole_number(near),
            file=self.note_file.data or "",
            place=self.note_place.data or "",
        )
