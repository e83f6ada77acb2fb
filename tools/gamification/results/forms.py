"""The forms of results from a file: the file, then what of it counts for what."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField

from lti_tools.web.files import UploadField
from lti_tools.web.forms import CheckboxesField, Form, WholeNumberField
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.gamification.domain.csv_completion import Kind, Table
from tools.gamification.domain.questline.line import Objective

MOST_BYTES = 1_000_000
"""It travels in the form from page to page until it is taken."""


class FileForm(Form):
    file = UploadField(
        lazy("Export of the gradebook or of completion"),
        most_bytes=MOST_BYTES,
        endings=(".csv", ".txt"),
        description=lazy("CSV as Moodle and Canvas write it, up to 1 MB."),
    )


class ChoiceForm(Form):
    """Which column counts for which objective."""

    objective = SelectField(lazy("For which objective?"))
    column = SelectField(lazy("Which column?"))
    full = WholeNumberField(
        lazy("Full points of the column"),
        required=False,
        least=1,
        most=1_000_000,
        description=lazy("Only where the file does not say them."),
    )
    done = CheckboxesField(lazy("Which words mean done?"), validate_choice=False)

    def __init__(self, table: Table, objectives: Sequence[Objective], formdata: Any = None, **data: Any) -> None:
        super().__init__(formdata, **data)
        self.table = table
        self._objectives = objectives
        self.objective.choices = {one.key: one.title for one in objectives}
        self.column.choices = {str(one.place): one.name for one in table.columns}
        self.done.choices = {word: word for one in table.columns for word in one.words}

    @property
    def passing(self) -> int:
        """The least percentage that counts for the chosen objective."""
        return next((one.passing for one in self._objectives if one.key == self.objective.data), 1)

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if not good:
            return False
        column = next(one for one in self.table.columns if str(one.place) == self.column.data)
        if column.kind is Kind.POINTS and column.maximum is None and not self.full.data:
            self.full.errors = [_("Say how many points are full points in this column.")]
        if column.kind is Kind.DONE and not set(self.done.data or ()) & set(column.words):
            self.done.errors = [_("Say which words of this column mean that something was done.")]
        return not self.errors
