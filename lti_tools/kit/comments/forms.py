"""The forms of comments: a text, a report."""

from wtforms import RadioField

from lti_tools.kit.comments.stances import NAMES, REMARK, known_stance
from lti_tools.kit.comments.writing import LONGEST
from lti_tools.kit.moderation.moderation import LONGEST as LONGEST_WORDS
from lti_tools.kit.moderation.reasons import REPORTED_FOR
from lti_tools.web.forms import Form, LongTextField
from lti_tools.web.locale import lazy


class CommentForm(Form):
    """A comment as it is typed."""

    stance = RadioField(
        lazy("What is it?"),
        choices={REMARK: lazy("A remark"), **{one.value: name for one, name in NAMES.items()}},
        default=REMARK,
        filters=[known_stance],
        validate_choice=False,
    )
    text = LongTextField(lazy("Your comment"), max_length=LONGEST, render_kw={"rows": 4})


class ReportForm(Form):
    """Why somebody reports a comment."""

    why = RadioField(lazy("What is wrong with it?"), choices=dict(REPORTED_FOR))
    words = LongTextField(
        lazy("Do you want to say more?"),
        required=False,
        max_length=LONGEST_WORDS,
        render_kw={"rows": 3},
        description=lazy("Your teacher reads this, the author does not."),
    )
