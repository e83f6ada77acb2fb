"""Asking the class, answering, saying what changed."""

from typing import Any

from wtforms import BooleanField, RadioField

from lti_tools.launches import now
from lti_tools.web.forms import Form, LocalDateTimeField, LongTextField, TextField
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy

LEVELS = {
    "5": lazy("Very good"),
    "4": lazy("Good"),
    "3": lazy("So-so"),
    "2": lazy("Not so good"),
    "1": lazy("Bad"),
}


class AskForm(Form):
    question = TextField(lazy("Question to the class"), max_length=200)
    with_text = BooleanField(
        lazy("People may add a few words"),
        default=True,
        description=lazy("You read them after the close, mixed and without names."),
    )
    closes_at = LocalDateTimeField(lazy("It closes"), description=lazy("Leave this empty to close it by hand."))

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and self.closes_at.data and self.closes_at.data <= now():
            self.closes_at.errors = [_("This time has passed already. Choose one that is still to come, or none.")]
            return False
        return good


class AnswerForm(Form):
    level = RadioField(lazy("Your answer"), choices=LEVELS)
    text = LongTextField(
        lazy("Do you want to add something?"),
        required=False,
        max_length=1000,
        rows=3,
        description=lazy(
            "Your teacher reads it without a name. Who knows how you write may guess, so write what you stand by."
        ),
    )


class ReplyForm(Form):
    reply = LongTextField(
        lazy("What did you change, or why did nothing change?"),
        max_length=1000,
        rows=3,
        description=lazy(
            "The whole class reads this beside the result. People answer again when they see that it counts."
        ),
    )
