"""Examples to practise on, as the teacher prepares them: add, review, see what the class learns from them."""

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from lti_tools.kit.audit.deeds import harmless
from lti_tools.kit.uploads.files import field_of
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.rights import reach
from lti_tools.suite import current_suite
from lti_tools.web.confirm import ask, confirmed
from lti_tools.web.forms import refusals_shown_in
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.peer_review import store
from tools.peer_review.domain.calibration.calibration import Tendency
from tools.peer_review.domain.rubric.answers import read_answers
from tools.peer_review.forms_examples import ExampleForm
from tools.peer_review.models_learning import Example
from tools.peer_review.service import calibrating, preparing
from tools.peer_review.settings import read_settings
from tools.peer_review.uploads import files_of_example
from tools.peer_review.views.tokens import whole
from tools.peer_review.writing_forms import ReviewForm, review_form

CLASS = {
    Tendency.SAME: lazy("As you"),
    Tendency.STRICTER: lazy("Stricter than you"),
    Tendency.MILDER: lazy("Milder than you"),
    Tendency.MIXED: lazy("Now stricter, now milder"),
}


@require_right(Right.SEE_PEOPLE)
def everything() -> str:
    """The examples, and what the class learns from them."""
    return _staff_page(ExampleForm())


def _staff_page(form: ExampleForm) -> str:
    launch = current_launch()
    with current_suite().database.read() as db:
        learnt, titles = calibrating.class_lessons(db, launch.activity)
        seen, names = reach(db, launch), store.names(db, launch.context_id)
        found = preparing.prepared(db, launch.activity)
    people = sorted((one for one in learnt if seen.covers(one)), key=lambda one: (names.get(one, "").casefold(), one))
    return render_template(
        "peer-review/examples.html",
        settings=read_settings(launch.settings),
        prepared=found,
        form=form,
        people=people,
        learnt=learnt,
        titles=titles,
        names=names,
        words=CLASS,
        reach=seen,
    )


@require_right(Right.SETTINGS)
@harmless("adds a work to practise on, which is in no mark; it stays as it is once a student has reviewed it")
def add() -> Response | tuple[str, int]:
    form = ExampleForm(request.form)
    if not form.validate():
        return _staff_page(form), 422
    with current_suite().database.write() as db:
        made = preparing.add_example(
            db, current_launch().activity, form.title.data or "", form.text.data or "", form.links.data or [], now()
        )
    return redirect(url_for(".judge_form", example=made), 303)


@require_right(Right.SETTINGS)
def judge_form(example: int) -> str:
    with current_suite().database.read() as db:
        return _judge_page(db, calibrating.example_with_id(db, current_launch().activity, example), None)


def _judge_page(db: Session, row: Example, form: ReviewForm | None) -> str:
    rubric = calibrating.rubric_of(db, row)
    made = form or review_form(
        rubric.criteria, 0, answers=read_answers(row.answers), rubric_id=rubric.id, version=row.version
    )
    launch, suite, thing = current_launch(), current_suite(), str(row.id)
    settings = read_settings(launch.settings)
    return render_template(
        "peer-review/judge.html",
        settings=settings,
        example=row,
        files=files_of_example(suite, db, launch, row.id),
        field=field_of(suite, launch, preparing.PLACE, thing, _("Files")) if settings.practises else None,
        form=made,
        is_open=True,
        action=url_for(".judge", example=row.id),
        back=url_for(".examples"),
    )


@require_right(Right.SETTINGS)
@harmless("a teacher's review of a work to practise on; it stays as it is once a student has reviewed it")
def judge(example: int) -> Response | str | tuple[str, int]:
    launch, suite = current_launch(), current_suite()
    with suite.database.read() as db:
        row = calibrating.example_with_id(db, launch.activity, example)
        form = review_form(calibrating.rubric_of(db, row).criteria, 0, request.form)
        if not form.validate():
            return _judge_page(db, row, form), 422
    with refusals_shown_in(form), suite.database.write() as db:
        rubric, version = whole(form.rubric_id.data), whole(form.version.data)
        preparing.judge(db, launch.activity, example, rubric, version, form.answers, now())
    if form.form_errors:
        with suite.database.read() as db:
            row = calibrating.example_with_id(db, launch.activity, example)
            form.version.data = str(row.version)
            return _judge_page(db, row, form), 409
    return redirect(url_for(".examples", said="peer-review-example-judged"), 303)


@require_right(Right.SETTINGS)
@harmless("takes a work to practise on away that no student has reviewed")
def remove() -> Response | str:
    """Take an example away; pressed again it is gone already."""
    launch, example = current_launch(), whole(request.form.get("example"))
    with current_suite().database.read() as db:
        found = [one for one in calibrating.examples_of(db, launch.activity, judged=False) if one.id == example]
    if found and not confirmed():
        return ask(
            _("Take the example “%(title)s” away?", title=found[0].title),
            yes=_("Take it away"),
            detail=_("Your review of it goes too."),
            back_url=url_for(".examples"),
        )
    if found:
        with current_suite().database.write() as db:
            preparing.drop_example(db, launch.activity, example)
    return redirect(url_for(".examples", said="peer-review-example-removed"), 303)
