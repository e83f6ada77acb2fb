"""Questions from another program or quiz: read, shown, and taken once somebody has looked at them.

Between the two pages they travel in the form, so nothing is stored before it is wanted.
"""

import json

from werkzeug.datastructures import MultiDict

from tools.gamification.domain.quiz.gift import Imported, read_gift
from tools.gamification.domain.quiz.qti import PackageInvalid, read_qti
from tools.gamification.domain.quiz.questions import Question, QuestionInvalid
from tools.gamification.domain.quiz.quiz import MOST_QUESTIONS
from tools.gamification.domain.quiz.written import question_from_json, question_to_json


def read_questions(text: str, name: str, content: bytes, true_false: tuple[str, str]) -> Imported:
    """Questions of a file by its name's ending, or of GIFT as text where there is none; raises `PackageInvalid`."""
    if not name:
        return read_gift(text, true_false)
    if name.lower().endswith((".xml", ".zip")):
        return read_qti(content)
    try:
        return read_gift(content.decode("utf-8-sig"), true_false)
    except UnicodeDecodeError as error:
        raise PackageInvalid("no-qti") from error


def packed(question: Question) -> str:
    """A question as it travels in a form."""
    return json.dumps(question_to_json(question), ensure_ascii=False)


def unpacked(form: MultiDict[str, str]) -> list[Question]:
    """The questions that were ticked; what is no question is left out, as nobody was shown it."""
    found = []
    for place in form.getlist("take")[:MOST_QUESTIONS]:
        try:
            found.append(question_from_json(json.loads(form.get(f"question-{place}", ""))))
        except (QuestionInvalid, ValueError, RecursionError):
            continue
    return found
