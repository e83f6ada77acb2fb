"""A quiz: its questions, how many are drawn, what passes, and the rules of trying again. Part of a questline."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tools.gamification.domain.quiz.drawing import Pick, Sheet, draw, remixed
from tools.gamification.domain.quiz.marking import Mark, total
from tools.gamification.domain.quiz.questions import RIGHT, Body, Question, QuestionInvalid
from tools.gamification.domain.quiz.trying import Again, Retry, Reveal
from tools.gamification.domain.quiz.written import question_from_json, question_to_json

MOST_QUESTIONS = 300
MOST_WAIT = 60 * 24 * 30
"""Minutes."""
BANK = "quiz"


@dataclass(frozen=True, kw_only=True)
class Quiz:
    """What an objective is shown by where the tool marks it."""

    questions: tuple[Question, ...] = ()
    number: int = 0
    """So many are drawn for each try; 0: all."""
    mix: bool = True
    passing: int = 60
    """Percent from which a try counts; below it is an attempt."""
    retry: Retry = field(default_factory=Retry)

    def question(self, key: str) -> Question | None:
        return next((one for one in self.questions if one.key == key), None)

    @property
    def bodies(self) -> Mapping[str, Body]:
        return {one.key: one.body for one in self.questions}


def new_sheet(quiz: Quiz, seed: str) -> Sheet:
    """The questions of a try."""
    return draw([Pick(BANK, quiz.number)], {BANK: quiz.questions}, seed, mix=quiz.mix)


def next_sheet(quiz: Quiz, last: Sheet, right: frozenset[str], kept: int, seed: str) -> tuple[Sheet, int]:
    """(questions of a further try, how many were right already and count on); `right` of the last try, with `kept`
    before it. Where a question is gone, or nothing is left, everything is drawn anew."""
    if quiz.retry.again is Again.NEW or any(one.question not in quiz.bodies for one in last):
        return new_sheet(quiz, seed), 0
    if quiz.retry.again is Again.SAME:
        return remixed(last, quiz.bodies, seed), 0
    left = remixed(last, quiz.bodies, seed, without=right)
    return (left, kept + len(right)) if left else (new_sheet(quiz, seed), 0)


def score(marks: list[Mark], kept: int) -> int:
    """Percent of a try: its marks, and what was right before and not asked again."""
    return total([*marks, *[Mark(RIGHT)] * kept])


def quiz_to_json(quiz: Quiz) -> dict[str, Any]:
    return {
        "questions": [question_to_json(one) for one in quiz.questions],
        "number": quiz.number,
        "mix": quiz.mix,
        "passing": quiz.passing,
        "tries": quiz.retry.tries,
        "wait": int(quiz.retry.wait.total_seconds() // 60),
        "again": str(quiz.retry.again),
        "reveal": str(quiz.retry.reveal),
    }


def quiz_from_json(value: object) -> Quiz:
    """Raises `QuestionInvalid` for anything that is no quiz."""
    if not isinstance(value, Mapping):
        raise QuestionInvalid("damaged")
    questions = value.get("questions", [])
    if not isinstance(questions, list) or len(questions) > MOST_QUESTIONS:
        raise QuestionInvalid("damaged")
    found = tuple(question_from_json(one) for one in questions)
    if len({one.key for one in found}) != len(found):
        raise QuestionInvalid("damaged")
    again, reveal = value.get("again", Again.NEW), value.get("reveal", Reveal.AT_ONCE)
    if again not in set(Again) or reveal not in set(Reveal):
        raise QuestionInvalid("damaged")
    wait = timedelta(minutes=_whole(value, "wait", 0, MOST_WAIT, 0))
    return Quiz(
        questions=found,
        number=_whole(value, "number", 0, MOST_QUESTIONS, 0),
        mix=value.get("mix", True) is True,
        passing=_whole(value, "passing", 1, 100, 60),
        retry=Retry(_whole(value, "tries", 0, 100, 0), wait, Again(again), Reveal(reveal)),
    )


def _whole(value: Mapping[str, Any], name: str, least: int, most: int, default: int) -> int:
    found = value.get(name, default)
    if type(found) is not int or not least <= found <= most:
        raise QuestionInvalid("damaged")
    return int(found)
