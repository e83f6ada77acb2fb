"""What students and staff send about evidence."""

from lti_tools.web.forms import Form, LongTextField, WholeNumberField
from lti_tools.web.forms import TextField as Text
from lti_tools.web.locale import lazy
from tools.gamification.domain.questline.line import MOST_POINTS, TEXT


class HandInForm(Form):
    """A text, a link or a report for an objective; which field is shown depends on its way."""

    text = LongTextField(lazy("Your text"), required=False, max_length=TEXT, rows=8)
    link = Text(lazy("Address"), required=False, max_length=2000)


class CodeForm(Form):
    code = Text(lazy("Code"), max_length=80)


class AcceptForm(Form):
    score = WholeNumberField(lazy("How much of it is reached, in percent?"), least=1, most=100, default=100)
    comment = LongTextField(lazy("Comment for the student"), required=False, max_length=4000, rows=3)


class AwardForm(Form):
    """Points by hand, for one or many."""

    points = WholeNumberField(lazy("Points"), least=1, most=MOST_POINTS, default=5)
    reason = Text(lazy("What for?"), max_length=300, description=lazy("The students read it beside the points."))


class ReasonForm(Form):
    reason = Text(lazy("Reason"), required=False, max_length=300)
