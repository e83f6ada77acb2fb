"""Answers as a browser's form sends them, in places as shown."""

from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from tools.gamification.domain.quiz.marking import MOST_TYPED, Answer
from tools.gamification.domain.quiz.questions import Choice, Cloze, Ordering, Several
from tools.gamification.quizzes.playing import Asked


def read_answers(form: MultiDict[str, Any], questions: Sequence[Asked]) -> tuple[list[Answer], set[int]]:
    """(answer to each question, places of questions whose order was begun and gives not every item a place)."""
    answers, unclear = list[Answer](), set[int]()
    for place, one in enumerate(questions):
        name, body = f"q{place}", one.question.body
        if isinstance(body, Ordering):
            order = _order(form, name, len(body.items))
            if order is None and any(form.get(f"{name}-{item}") for item in range(len(body.items))):
                unclear.add(place)
            answers.append(order)
        elif isinstance(body, Several):
            answers.append(
                tuple(dict.fromkeys(found for text in form.getlist(name) if (found := _place(text)) is not None))
            )
        elif isinstance(body, Cloze):
            gaps = tuple(_one(form, f"{name}-{gap}", each.body) for gap, each in enumerate(body.gaps))
            answers.append(gaps if any(gap is not None for gap in gaps) else None)
        else:
            answers.append(_one(form, name, body))
    return answers, unclear


def _one(form: MultiDict[str, Any], name: str, body: object) -> Answer:
    text = str(form.get(name, ""))[:MOST_TYPED]
    if isinstance(body, Choice):
        return _place(text)
    return text.replace("\x00", "") if text.strip() else None


def _order(form: MultiDict[str, Any], name: str, number: int) -> tuple[int, ...] | None:
    """The items by the places that were chosen for them; None unless each has another one."""
    chosen = [_place(str(form.get(f"{name}-{item}", ""))) for item in range(number)]
    if sorted(one for one in chosen if one is not None) != list(range(1, number + 1)):
        return None
    return tuple(sorted(range(number), key=lambda item: chosen[item] or 0))


def _place(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
