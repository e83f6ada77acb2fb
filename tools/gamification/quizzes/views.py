"""The pages on which a quiz is tried."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.suite import current_suite
from tools.gamification.domain.facts import Key
from tools.gamification.domain.quiz.trying import Why
from tools.gamification.domain.quiz.written import body_to_json
from tools.gamification.quizzes import playing, writing
from tools.gamification.quizzes.answers import read_answers


def add_to(blueprint: Blueprint) -> None:
    """The routes of quizzes, among those of quests."""
    add = blueprint.add_url_rule
    add("/quizzes/<key>", "quiz", quiz)
    add("/quizzes/<key>/begin", "begin_quiz", begin_quiz, methods=["POST"])
    add("/quizzes/<key>/tries/<int:number>", "quiz_try", quiz_try)
    add("/quizzes/<key>/tries/<int:number>", "finish_quiz", finish_quiz, methods=["POST"])
    writing.add_to(blueprint)


@require_right(Right.TAKE_PART)
def quiz(key: Key) -> str:
    """Where one stands, what the last try was, and the button for the next one."""
    launch = current_launch()
    with current_suite().database.read() as db:
        found = playing.standing(db, launch.activity, launch.person_id, key, now())
        last = playing.asked(db, found.finished[-1]) if found.finished else []
    return render_template("quests/quizzes/quiz.html", standing=found, last=last, Why=Why, **_kinds())


@require_right(Right.TAKE_PART)
def begin_quiz(key: Key) -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        playing.begin(db, launch.activity, launch.person_id, key, now())
        found = playing.standing(db, launch.activity, launch.person_id, key, now()).open_try
    if found is None:
        return redirect(url_for(".quiz", key=key), 303)
    return redirect(url_for(".quiz_try", key=key, number=found.number), 303)


@require_right(Right.TAKE_PART)
def quiz_try(key: Key, number: int) -> str | Response:
    launch = current_launch()
    with current_suite().database.read() as db:
        found = playing.standing(db, launch.activity, launch.person_id, key, now())
        row = next((one for one in found.tries if one.number == number), None)
        if row is None:
            raise NotFound(f"no try {number}")
        if row.finished_at is not None:
            return redirect(url_for(".quiz", key=key), 303)
        questions = playing.asked(db, row)
    return _trying(found, number, questions, set())


@require_right(Right.TAKE_PART)
def finish_quiz(key: Key, number: int) -> Response | tuple[str, int]:
    launch = current_launch()
    with current_suite().database.read() as db:
        found = playing.standing(db, launch.activity, launch.person_id, key, now())
        row = next((one for one in found.tries if one.number == number), None)
        if row is None:
            raise NotFound(f"no try {number}")
        questions = playing.asked(db, row)
    answers, unclear = read_answers(request.form, questions)
    if unclear:
        return _trying(found, number, questions, unclear), 422
    with current_suite().database.write() as db:
        playing.finish(db, launch.activity, launch.person_id, key, number, answers, now())
    return redirect(url_for(".quiz", key=key, said="quests-quiz-done"), 303)


def _trying(found: playing.Standing, number: int, questions: list[playing.Asked], unclear: set[int]) -> str:
    return render_template(
        "quests/quizzes/try.html",
        standing=found,
        number=number,
        questions=questions,
        unclear=unclear,
        given=request.form,
        **_kinds(),
    )


def _kinds() -> dict[str, Any]:
    return {"kind_of": lambda body: body_to_json(body)["kind"]}
