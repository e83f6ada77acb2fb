"""How a score stands, in words for teachers: each refusal says what happened and who can mend it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lti_tools.grades.outbox import Standing
from lti_tools.grades.terms import Refusal, State
from lti_tools.web.locale import Lazy, lazy

STATES: dict[State, tuple[Lazy, str]] = {
    State.WAITING: (lazy("Waiting to be sent"), "info"),
    State.SENDING: (lazy("Being sent"), "info"),
    State.CONFIRMED: (lazy("In the gradebook"), "good"),
    State.REFUSED: (lazy("Not taken"), "bad"),
}
"""State -> word and tone of its badge."""

REFUSALS: dict[Refusal, Lazy] = {
    Refusal.NOT_GRADABLE: lazy(
        "The gradebook has no row for this person: not enrolled as a student, or enrolled after the last launch."
    ),
    Refusal.NEWER_GRADE: lazy("The gradebook holds a newer grade, given there by hand. It was left as it is."),
    Refusal.COLUMN_GONE: lazy(
        "The column was deleted from the gradebook. Open the activity from the course once more."
    ),
    Refusal.NO_COLUMN: lazy(
        "This activity has no column in the gradebook. Switch grading on in the activity's settings in your course."
    ),
    Refusal.NOT_PERMITTED: lazy(
        "Your learning platform does not let this tool write grades. Its administrator can allow it."
    ),
    Refusal.NOT_AUTHORIZED: lazy(
        "Your learning platform did not recognise this tool. Its administrator can check the registration."
    ),
    Refusal.REMOVED: lazy(
        "The connection to your learning platform was taken out of this tool. The score is kept, and goes on by itself "
        "once the platform is connected again."
    ),
    Refusal.COURSE_CONCLUDED: lazy("The course is concluded, so its gradebook takes no more grades."),
    Refusal.UNPUBLISHED: lazy("The assignment is not published. Publish it in your course, then send again."),
    Refusal.NO_ATTEMPTS_LEFT: lazy("The assignment allows no more attempts. Allow more, then send again."),
    Refusal.NOT_UNDERSTOOD: lazy("The gradebook did not understand the score. Tell whoever looks after this tool."),
    Refusal.CLOCK: lazy("The clocks of this tool and of your platform differ. Tell whoever looks after this tool."),
    Refusal.LMS_ERROR: lazy(
        "The gradebook failed again and again, as it does while the column is locked. Unlock it, then send again."
    ),
    Refusal.UNREACHABLE: lazy("The gradebook could not be reached for a long time. Send again when it is back."),
    Refusal.ADDRESS_FORBIDDEN: lazy(
        "This tool may not call the gradebook's address. Tell whoever looks after this tool."
    ),
    Refusal.HOST_FOREIGN: lazy(
        "The gradebook's address is on a server that your course has never named, so nothing was sent there. Open the "
        "activity from the course once more, then send again. If it stays so, tell whoever looks after this tool."
    ),
}


@dataclass(frozen=True)
class GradeRow:
    """A score with its words, one row of `grade_table` in `lti/macros/grades.html`."""

    score: Standing
    name: str
    """Empty where the LMS tells none."""
    word: str
    tone: str
    reason: str
    """Why the gradebook will not take the score as things stand; empty for one that is not refused."""


def grade_rows(scores: Iterable[Standing], names: Mapping[int, str]) -> list[GradeRow]:
    """Scores with their words, refused ones first, then by name."""
    rows = [_row(score, names.get(score.person_id, "")) for score in scores]
    return sorted(rows, key=lambda row: (not row.reason, not row.name, row.name.casefold(), row.score.person_id))


def _row(score: Standing, name: str) -> GradeRow:
    word, tone = STATES[score.state]
    reason = str(REFUSALS[Refusal(score.refusal)]) if score.state is State.REFUSED else ""
    return GradeRow(score=score, name=name, word=str(word), tone=tone, reason=reason)
