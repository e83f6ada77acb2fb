"""A learner's quiz: where it stands, beginning a try, and handing it in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from tools.gamification import refusals
from tools.gamification.domain.evidence import Entry, Kind
from tools.gamification.domain.facts import Key
from tools.gamification.domain.questline.line import Objective, Quest
from tools.gamification.domain.questline.playing import Stand
from tools.gamification.domain.quiz.drawing import Shown, as_written
from tools.gamification.domain.quiz.marking import Answer, Mark, mark
from tools.gamification.domain.quiz.questions import Question
from tools.gamification.domain.quiz.quiz import Quiz, new_sheet, next_sheet, score
from tools.gamification.domain.quiz.trying import Held, held, reveals, tries_left
from tools.gamification.domain.quiz.written import sheet_from_json, sheet_to_json
from tools.gamification.quizzes import store
from tools.gamification.quizzes.tables import TryRow
from tools.gamification.service import ledger
from tools.gamification.service.ledger import New
from tools.gamification.service.playing import read_player
from tools.gamification.store import lines


@dataclass(frozen=True)
class Asked:
    """One question of a try, with its answer and mark once it is finished."""

    question: Question
    shown: Shown
    answer: Answer = None
    mark: Mark | None = None


@dataclass(frozen=True)
class Standing:
    """A quiz as one learner finds it."""

    quest: Quest
    objective: Objective
    quiz: Quiz
    version: int
    locked: bool
    tries: Sequence[TryRow]
    held: Held | None

    @property
    def open_try(self) -> TryRow | None:
        return next((one for one in self.tries if one.finished_at is None), None)

    @property
    def finished(self) -> list[TryRow]:
        return [one for one in self.tries if one.finished_at is not None]

    @property
    def best(self) -> int:
        return max((one.score for one in self.finished), default=0)

    @property
    def left(self) -> int | None:
        return tries_left(self.quiz.retry, len(self.finished))

    @property
    def reveals(self) -> bool:
        return reveals(self.quiz.retry, len(self.finished), self.best)


def standing(db: Session, activity_id: int, person_id: int, key: Key, now: datetime) -> Standing:
    """Raises `NotFound` for what is no quiz."""
    player = read_player(db, activity_id, person_id, now)
    quest, state = player.objective(key)
    if state.objective.quiz is None:
        raise NotFound(f"objective {key} is no quiz")
    tries = store.tries_of(db, activity_id, person_id, key)
    done = [one.finished_at for one in tries if one.finished_at is not None]
    best = max((one.score for one in tries if one.finished_at is not None), default=0)
    return Standing(
        quest.quest,
        state.objective,
        state.objective.quiz,
        player.place.version,
        state.stand is Stand.LOCKED,
        tries,
        held(state.objective.quiz.retry, done, best, now),
    )


def begin(db: Session, activity_id: int, person_id: int, key: Key, now: datetime) -> None:
    """Begin a try, or go on with the one that is open; raises a `Refusal` where none can begin."""
    found = standing(db, activity_id, person_id, key, now)
    if found.open_try is not None:
        return
    if found.locked or not found.quiz.questions:
        raise refusals.not_open()
    if found.held is not None:
        raise refusals.no_try_now()
    seed, kept = uuid4().hex, 0
    sheet = new_sheet(found.quiz, seed)
    if found.finished:
        last = found.finished[-1]
        right = frozenset(one.question.key for one in asked(db, last) if one.mark and one.mark.share == 1)
        sheet, kept = next_sheet(found.quiz, sheet_from_json(last.sheet), right, last.kept, seed)
    values = {
        "activity_id": activity_id,
        "person_id": person_id,
        "objective": key,
        "number": len(found.tries) + 1,
        "version": found.version,
        "sheet": sheet_to_json(sheet),
        "kept": kept,
        "started_at": now,
    }
    store.add_try(db, values)


def asked(db: Session, row: TryRow) -> list[Asked]:
    """The questions of a try as they were when it began, marked where it is finished."""
    objective = lines.version_of(db, row.activity_id, row.version).objective(row.objective)
    quiz = objective.quiz if objective and objective.quiz else Quiz()
    answers = [_answer(one) for one in row.answers or ()]
    found = []
    for place, shown in enumerate(sheet_from_json(row.sheet)):
        question = quiz.question(shown.question)
        if question is None:
            continue
        answer = answers[place] if place < len(answers) else None
        marked = mark(question.body, as_written(question.body, shown.orders, answer)) if row.finished_at else None
        found.append(Asked(question, shown, answer, marked))
    return found


def finish(
    db: Session, activity_id: int, person_id: int, key: Key, number: int, answers: list[Answer], now: datetime
) -> int:
    """Hand a try in; return its percent. Raises a `Refusal` where it was handed in before, in another tab."""
    row = next((one for one in store.tries_of(db, activity_id, person_id, key) if one.number == number), None)
    if row is None:
        raise NotFound(f"no try {number}")
    questions = asked(db, row)
    marks = [
        mark(one.question.body, as_written(one.question.body, one.shown.orders, answer))
        for one, answer in zip(questions, answers, strict=True)
    ]
    points = score(marks, row.kept)
    if not store.finish(db, row.id, _plain(answers), points, now):
        raise refusals.handed_in_already()
    objective = lines.version_of(db, activity_id, row.version).objective(key)
    passing = objective.quiz.passing if objective and objective.quiz else 100
    kind = Kind.ACCEPTED if points >= passing else Kind.ATTEMPT
    if kind is Kind.ATTEMPT and not any(_says_something(one) for one in answers):
        return points  # an empty sheet is no honest try: no second way opens for it
    entry = Entry(f"quiz:{row.id}", now, kind, key, points)
    ledger.record(db, activity_id, [New(person_id, entry)], source="quiz", now=now)
    return points


def _says_something(answer: Answer) -> bool:
    return any(_says_something(one) for one in answer) if isinstance(answer, tuple) else answer not in (None, "")


def _plain(answers: list[Answer]) -> list[Any]:
    return [_list(one) for one in answers]


def _list(value: Any) -> Any:
    return [_list(one) for one in value] if isinstance(value, tuple) else value


def _answer(value: Any) -> Answer:
    return tuple(_answer(one) for one in value) if isinstance(value, list) else value
