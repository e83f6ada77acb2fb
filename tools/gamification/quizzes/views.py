"""The pages of quizzes: trying one, and the teacher's questions in the builder."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import CombinedMultiDict
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound
from lti_tools.kit.audit.deeds import harmless
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.suite import current_suite
from lti_tools.web.locale import gettext as _
from tools.gamification import refusals
from tools.gamification.domain.facts import Key
from tools.gamification.domain.questline import editing
from tools.gamification.domain.questline.line import Objective, Questline
from tools.gamification.domain.quiz.gift import Imported, read_gift
from tools.gamification.domain.quiz.qti import PackageInvalid, read_qti
from tools.gamification.domain.quiz.questions import Question
from tools.gamification.domain.quiz.quiz import MOST_QUESTIONS, Quiz
from tools.gamification.domain.quiz.trying import Why
from tools.gamification.domain.quiz.written import body_to_json
from tools.gamification.quizzes import playing, words
from tools.gamification.quizzes.answers import read_answers
from tools.gamification.quizzes.forms import ImportForm, QuestionForm, RulesForm, rules_data
from tools.gamification.quizzes.typing import typed_text
from tools.gamification.service import building
from tools.gamification.store import lines
from tools.gamification.views.drafting import DRAFT_ONLY


def add_to(blueprint: Blueprint) -> None:
    """The routes of quizzes, among those of quests."""
    add = blueprint.add_url_rule
    add("/quizzes/<key>", "quiz", quiz)
    add("/quizzes/<key>/begin", "begin_quiz", begin_quiz, methods=["POST"])
    add("/quizzes/<key>/tries/<int:number>", "quiz_try", quiz_try)
    add("/quizzes/<key>/tries/<int:number>", "finish_quiz", finish_quiz, methods=["POST"])
    add("/builder/quizzes/<key>", "edit_quiz", edit_quiz)
    add("/builder/quizzes/<key>/rules", "save_quiz_rules", save_quiz_rules, methods=["POST"])
    add("/builder/quizzes/<key>/questions", "add_question", add_question, methods=["POST"])
    add("/builder/quizzes/<key>/questions/<question>", "edit_question", edit_question)
    add("/builder/quizzes/<key>/questions/<question>", "save_question", save_question, methods=["POST"])
    add("/builder/quizzes/<key>/questions/<question>/remove", "remove_question", remove_question, methods=["POST"])
    add("/builder/quizzes/<key>/import", "import_questions", import_questions, methods=["POST"])


# -- students


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


# -- the builder


@require_right(Right.SETTINGS)
def edit_quiz(key: Key) -> str:
    one = _draft_objective(key)
    return _quiz_page(one, RulesForm(data=rules_data(_quiz(one))), QuestionForm(), ImportForm())


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def save_quiz_rules(key: Key) -> Response | tuple[str, int]:
    one, form = _draft_objective(key), RulesForm(request.form)
    if not form.validate():
        return _quiz_page(one, form, QuestionForm(), ImportForm()), 422
    _change(key, form.changed)
    return redirect(url_for(".edit_quiz", key=key, said="quests-draft"), 303)


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def add_question(key: Key) -> Response | tuple[str, int]:
    one, form = _draft_objective(key), QuestionForm(request.form)
    if not form.validate() or form.body is None:
        return _quiz_page(one, RulesForm(data=rules_data(_quiz(one))), form, ImportForm()), 422
    made = Question(uuid4().hex[:12], form.prompt.data or "", form.body, form.explanation.data or "")
    _change(key, lambda quiz: _with(quiz, [made]))
    return redirect(url_for(".edit_quiz", key=key, said="quests-draft", _anchor="questions"), 303)


@require_right(Right.SETTINGS)
def edit_question(key: Key, question: Key) -> str:
    one = _draft_objective(key)
    return _question_page(one, _question(one, question), None)


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def save_question(key: Key, question: Key) -> Response | tuple[str, int]:
    """Changed, it is another question: tries under way go on with the one they were asked."""
    one, form = _draft_objective(key), QuestionForm(request.form)
    before = _question(one, question)
    if not form.validate() or form.body is None:
        return _question_page(one, before, form), 422
    after = replace(before, prompt=form.prompt.data or "", body=form.body, explanation=form.explanation.data or "")
    _change(
        key,
        lambda quiz: replace(quiz, questions=tuple(after if each.key == question else each for each in quiz.questions)),
    )
    return redirect(url_for(".edit_quiz", key=key, said="quests-draft", _anchor="questions"), 303)


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def remove_question(key: Key, question: Key) -> Response:
    _question(_draft_objective(key), question)
    _change(key, lambda quiz: replace(quiz, questions=tuple(each for each in quiz.questions if each.key != question)))
    return redirect(url_for(".edit_quiz", key=key, said="quests-removed", _anchor="questions"), 303)


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def import_questions(key: Key) -> Response | str | tuple[str, int]:
    """Take what can be taken; what cannot is named with its place and the reason."""
    one = _draft_objective(key)
    form = ImportForm(CombinedMultiDict([request.files, request.form]))
    request.close()
    rules, empty = RulesForm(data=rules_data(_quiz(one))), QuestionForm()
    if not form.validate():
        return _quiz_page(one, rules, empty, form), 422
    try:
        found = _imported(form)
    except PackageInvalid as error:
        form.file.errors = [_(str(words.NO_FILE[str(error)]))]
        return _quiz_page(one, rules, empty, form), 422
    room = MOST_QUESTIONS - len(_quiz(one).questions)
    new = [replace(each, key=uuid4().hex[:12]) for each in found.questions[:room]]
    _change(key, lambda quiz: _with(quiz, new))
    if not found.skipped and len(new) == len(found.questions):
        return redirect(url_for(".edit_quiz", key=key, said="quests-draft", _anchor="questions"), 303)
    why = words.SKIPPED
    skipped = [(each.where, each.title, why.get(each.reason, why["damaged"])) for each in found.skipped]
    return render_template("quests/quizzes/imported.html", one=one, taken=len(new), skipped=skipped)


def _imported(form: ImportForm) -> Imported:
    true_false = (_("True"), _("False"))
    if form.file.data is None:
        return read_gift(str(form.text.data), true_false)
    content = form.file.data.content
    if form.file.data.name.lower().endswith((".xml", ".zip")):
        return read_qti(content)
    try:
        return read_gift(content.decode("utf-8-sig"), true_false)
    except UnicodeDecodeError as error:
        raise PackageInvalid("no-qti") from error


def _quiz_page(one: Objective, rules: RulesForm, question: QuestionForm, bring: ImportForm) -> str:
    return render_template(
        "quests/quizzes/edit.html",
        one=one,
        quiz=_quiz(one),
        rules=rules,
        question=question,
        bring=bring,
        kinds=words.KINDS,
        how=words.HOW,
        **_kinds(),
    )


def _question_page(one: Objective, found: Question, form: QuestionForm | None) -> str:
    text = typed_text(found.body)
    if form is None:
        data = {
            "kind": body_to_json(found.body)["kind"],
            "prompt": found.prompt,
            "answers": text or "",
            "explanation": found.explanation,
        }
        form = QuestionForm(data=data)
    return render_template(
        "quests/quizzes/question.html", one=one, question=found, form=form, imported=text is None, how=words.HOW
    )


def _draft_objective(key: Key) -> Objective:
    with current_suite().database.read() as db:
        line, _number = lines.draft_of(db, current_launch().activity)
    found = line.objective(key)
    if found is None or found.quiz is None:
        raise NotFound(f"no quiz {key}")
    return found


def _quiz(one: Objective) -> Quiz:
    return one.quiz or Quiz()


def _question(one: Objective, key: Key) -> Question:
    found = _quiz(one).question(key)
    if found is None:
        raise NotFound(f"no question {key}")
    return found


def _with(quiz: Quiz, new: list[Question]) -> Quiz:
    if len(quiz.questions) + len(new) > MOST_QUESTIONS:
        raise refusals.full()
    return replace(quiz, questions=(*quiz.questions, *new))


def _change(key: Key, change: Callable[[Quiz], Quiz]) -> None:
    def changed(line: Questline) -> Questline:
        one = line.objective(key)
        if one is None or one.quiz is None:
            raise KeyError(key)
        return editing.put(line, replace(one, quiz=change(one.quiz)))

    with current_suite().database.write() as db:
        building.change(db, current_launch().activity, changed)
