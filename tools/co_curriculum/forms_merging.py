"""The forms of merging and grouping proposals."""

from datetime import timedelta
from typing import Any

from wtforms import SelectField

from lti_tools.launches import now
from lti_tools.web.forms import Form, LocalDateTimeField
from lti_tools.web.forms import TextField as Text
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy

USUAL = timedelta(days=3)
LONGEST_GROUP = 60


class MergeForm(Form):
    """Which proposal shall hold the other, and how long its authors have to answer."""

    into = SelectField(lazy("Which proposal shall it become part of?"), coerce=int)
    until = LocalDateTimeField(
        lazy("Until when can the authors answer?"),
        required=True,
        description=lazy("Who has not answered by then has said no. Nothing is merged once voting opens."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and self.until.data <= now():
            self.until.errors = [_("This time has passed already.")]
            return False
        return good


class GroupForm(Form):
    """The name under which proposals stand together."""

    name = Text(
        lazy("Group"),
        required=False,
        max_length=LONGEST_GROUP,
        description=lazy("Proposals with the same group stand together in the list. Each stays its own on the ballot."),
    )
