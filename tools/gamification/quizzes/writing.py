"""The teacher's questions of a quiz in the builder: written, changed, brought from elsewhere."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import CombinedMultiDict
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound
from lti_tools.kit.audit.deeds import harmless
from lti_tools.launches import Right, current_launch, require_right
from lti_tools.suite import current_suite
from lti_tools.web.confirm import ask, confirmed
from lti_tools.web.locale import gettext as _
from tools.gamification import refusals
from tools.gamification.domain.facts import Key
from tools.gamification.domain.questline import editing
from tools.gamification.domain.questline.line import Objective, Questline
from tools.gamification.domain.quiz.gift import Imported
from tools.gamification.domain.quiz.qti import PackageInvalid
from tools.gamification.domain.quiz.questions import Question
from tools.gamification.domain.quiz.quiz import MOST_QUESTIONS, Quiz
from tools.gamification.domain.quiz.written import body_to_json
from tools.gamification.quizzes import bringing, words
from tools.gamification.quizzes.forms import ImportForm, QuestionForm, RulesForm, rules_data
from tools.gamification.quizzes.typing import typed_text
from tools.gamification.service import building
from tools.gamification.views.drafting import DRAFT_ONLY, the_draft


def add_to(blueprint: Blueprint) -> None:
    """The routes of the builder's pages of quizzes."""
    add = blueprint.add_url_rule
    add("/builder/quizzes/<key>", "edit_quiz", edit_quiz)
    add("/builder/quizzes/<key>/rules", "save_quiz_rules", save_quiz_rules, methods=["POST"])
    add("/builder/quizzes/<key>/questions", "add_question", add_question, methods=["POST"])
    add("/builder/quizzes/<key>/questions/<question>", "edit_question", edit_question)
    add("/builder/quizzes/<key>/questions/<question>", "save_question", save_question, methods=["POST"])
    add("/builder/quizzes/<key>/questions/<question>/remove", "remove_question", remove_question, methods=["POST"])
    add("/builder/quizzes/<key>/import", "import_questions", import_questions, methods=["POST"])
    add("/builder/quizzes/<key>/take", "take_questions", take_questions, methods=["POST"])


@require_right(Right.SETTINGS)
def edit_quiz(key: Key) -> str:
    one = _draft_objective(key)
    return _quiz_page(one, RulesForm(data=rules_data(_quiz(one))), QuestionForm(), _import_form(one))


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def save_quiz_rules(key: Key) -> Response | tuple[str, int]:
    one, form = _draft_objective(key), RulesForm(request.form)
    if not form.validate():
        return _quiz_page(one, form, QuestionForm(), _import_form(one)), 422
    _change(key, form.changed)
    return redirect(url_for(".edit_quiz", key=key, said="quests-draft"), 303)


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def add_question(key: Key) -> Response | tuple[str, int]:
    one, form = _draft_objective(key), QuestionForm(request.form)
    if not form.validate() or form.body is None:
        return _quiz_page(one, RulesForm(data=rules_data(_quiz(one))), form, _import_form(one)), 422
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
def remove_question(key: Key, question: Key) -> Response | str:
    _question(_draft_objective(key), question)
    if not confirmed():
        return ask(
            _("Remove this question?"),
            yes=_("Remove"),
            detail=_("Tries that were asked it keep it."),
            back_url=url_for(".edit_quiz", key=key),
            danger=True,
        )
    _change(key, lambda quiz: replace(quiz, questions=tuple(each for each in quiz.questions if each.key != question)))
    return redirect(url_for(".edit_quiz", key=key, said="quests-removed", _anchor="questions"), 303)


@require_right(Right.SETTINGS)
@harmless("reads a file and shows what is in it; nothing is changed")
def import_questions(key: Key) -> str | tuple[str, int]:
    """What can be brought, to look at and choose from; what cannot is named with its place and the reason."""
    one = _draft_objective(key)
    form = _import_form(one, CombinedMultiDict([request.files, request.form]))
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
    why = words.SKIPPED
    return render_template(
        "quests/quizzes/imported.html",
        one=one,
        found=[(each, bringing.packed(each)) for each in found.questions[:room]],
        left_out=max(len(found.questions) - room, 0),
        skipped=[(each.where, each.title, why.get(each.reason, why["damaged"])) for each in found.skipped],
        kinds=words.KINDS,
        **_kinds(),
    )


def _imported(form: ImportForm) -> Imported:
    if form.other.data:
        other = the_draft().objective(form.other.data)
        return Imported(other.quiz.questions if other and other.quiz else ())
    file = form.file.data
    true_false = (_("True"), _("False"))
    return bringing.read_questions(
        str(form.text.data or ""), file.name if file else "", file.content if file else b"", true_false
    )


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def take_questions(key: Key) -> Response:
    """Take those that were ticked in the preview."""
    _draft_objective(key)
    new = [replace(each, key=uuid4().hex[:12]) for each in bringing.unpacked(request.form)]
    _change(key, lambda quiz: _with(quiz, new))
    return redirect(url_for(".edit_quiz", key=key, said="quests-draft", _anchor="questions"), 303)


def _import_form(one: Objective, formdata: Any = None) -> ImportForm:
    form = ImportForm(formdata)
    others = [(each.key, each.title) for _quest, each in the_draft().objectives() if each.quiz and each.quiz.questions]
    form.other.choices = {"": "–"} | {key: title for key, title in others if key != one.key}
    return form


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


def _kinds() -> dict[str, Any]:
    return {"kind_of": lambda body: body_to_json(body)["kind"]}


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
    found = the_draft().objective(key)
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
