"""The forms of quizzes: their rules, a question, and questions from a file."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, validators

from lti_tools.web.files import UploadField
from lti_tools.web.forms import Form, LongTextField, WholeNumberField
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.gamification.domain.quiz.questions import Body, QuestionInvalid
from tools.gamification.domain.quiz.quiz import MOST_QUESTIONS, Quiz
from tools.gamification.domain.quiz.trying import Again, Retry, Reveal
from tools.gamification.quizzes import words
from tools.gamification.quizzes.typing import typed_body

IMPORT_BYTES = 5_000_000


class RulesForm(Form):
    """How a quiz is tried."""

    number = WholeNumberField(
        lazy("Questions in a try"),
        least=1,
        most=MOST_QUESTIONS,
        required=False,
        description=lazy("Drawn by lot for each student and try. Empty: all of them."),
    )
    passing = WholeNumberField(lazy("Counts from percent"), least=1, most=100, default=60)
    tries = WholeNumberField(
        lazy("Tries"), least=1, most=100, required=False, description=lazy("Empty: as many as wanted. The best counts.")
    )
    wait = WholeNumberField(lazy("Minutes between two tries"), least=0, most=43_200, required=False)
    again = RadioField(lazy("A further try has"), choices=words.AGAIN, default=Again.NEW.value)
    reveal = RadioField(lazy("Right answers and explanations are shown"), choices=words.REVEALS, default="at-once")
    mix = BooleanField(lazy("Mix the order of questions and options"), default=True)

    def changed(self, quiz: Quiz) -> Quiz:
        """The quiz under the rules of a valid form."""
        wait = timedelta(minutes=int(self.wait.data or 0))
        retry = Retry(int(self.tries.data or 0), wait, Again(self.again.data), Reveal(self.reveal.data))
        return replace(
            quiz,
            number=int(self.number.data or 0),
            passing=int(self.passing.data or 60),
            mix=bool(self.mix.data),
            retry=retry,
        )


def rules_data(quiz: Quiz) -> dict[str, Any]:
    return {
        "number": quiz.number or None,
        "passing": quiz.passing,
        "tries": quiz.retry.tries or None,
        "wait": int(quiz.retry.wait.total_seconds() // 60) or None,
        "again": str(quiz.retry.again),
        "reveal": str(quiz.retry.reveal),
        "mix": quiz.mix,
    }


class QuestionForm(Form):
    """One question as it is typed."""

    kind = SelectField(lazy("Kind"), choices=words.KINDS, default="choice")
    prompt = LongTextField(
        lazy("Question"), max_length=5000, rows=3, required=False, description=lazy("Markdown works here.")
    )
    answers = LongTextField(lazy("Answers"), max_length=10_000, rows=6)
    explanation = LongTextField(
        lazy("Explanation"), max_length=5000, rows=3, required=False, description=lazy("Why the right answer is right.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.body: Body | None = None

    def validate_answers(self, field: LongTextField) -> None:
        try:
            self.body = typed_body(str(self.kind.data), str(field.data))
        except QuestionInvalid as error:
            text = words.WRONG.get(str(error), words.SKIPPED["damaged"])
            raise validators.ValidationError(_(str(text))) from error


class ImportForm(Form):
    """Questions from another program."""

    file = UploadField(
        lazy("File"),
        most_bytes=IMPORT_BYTES,
        endings=(".txt", ".gift", ".xml", ".zip"),
        required=False,
        description=lazy("GIFT as Moodle writes it, QTI 2 or 3 as XML or ZIP."),
    )
    text = LongTextField(lazy("Or GIFT as text"), max_length=500_000, rows=6, required=False)
    other = SelectField(lazy("Or from another quiz of this draft"), choices={"": "–"}, default="")

    def validate(self, extra_validators: Any = None) -> bool:
        held = super().validate(extra_validators)
        if held and not self.text.data and not self.other.data and self.file.data is None:
            self.file.errors = [_("Choose a file or paste questions.")]
            return False
        return held
