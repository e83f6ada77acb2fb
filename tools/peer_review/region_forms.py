"""The form of a comment on a place of a picture: a rectangle in per cent, and words."""

from typing import Any

from lti_tools.web.forms import Form, LongTextField, WholeNumberField
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.peer_review.domain.notes.notes import COMMENT
from tools.peer_review.domain.notes.regions import WHOLE, Region


class RegionForm(Form):
    """All four numbers, or none for all of the picture."""

    left = WholeNumberField(lazy("From the left"), least=0, most=WHOLE - 1, required=False)
    top = WholeNumberField(lazy("From above"), least=0, most=WHOLE - 1, required=False)
    width = WholeNumberField(lazy("Width"), least=1, most=WHOLE, required=False)
    height = WholeNumberField(lazy("Height"), least=1, most=WHOLE, required=False)
    comment = LongTextField(lazy("Your comment on this place"), max_length=COMMENT, rows=4)

    @property
    def sides(self) -> list[Any]:
        return [self.left, self.top, self.width, self.height]

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        given = [one.data is not None for one in self.sides]
        if good and any(given) and not all(given):
            self.form_errors.append(_("A place has four numbers. Fill in all of them, or none for the whole picture."))
            return False
        return good

    @property
    def region(self) -> Region | None:
        """The rectangle that was typed, whether it is good or not; None where a number is missing."""
        left, top, width, height = (one.data for one in self.sides)
        return None if None in (left, top, width, height) else Region(left, top, width, height)
