"""The forms of a closing time, and of excusing somebody."""

from typing import Any

from lti_tools.launches import now
from lti_tools.web.forms import Form, LocalDateTimeField, LongTextField
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy


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


class ExcuseForm(Form):
    """Why somebody does not have to take part."""

    reason = LongTextField(
        lazy("Why?"),
        required=False,
        max_length=500,
        render_kw={"rows": 2},
        description=lazy("Teachers alone read this."),
    )
