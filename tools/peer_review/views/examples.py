"""Examples to practise on, as students meet them: review one, then see the teacher's review beside it."""

from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound
from lti_tools.kit.once.once import first_time
from lti_tools.launches import Role, current_launch, now, require_role
from lti_tools.suite import current_suite
from lti_tools.web.charts import Bar, bar_chart
from lti_tools.web.formats import format_number
from lti_tools.web.forms import refusals_shown_in
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.peer_review import store
from tools.peer_review.domain.calibration.calibration import Tendency, learn
from tools.peer_review.domain.rubric.answers import read_answers
from tools.peer_review.models_learning import Example, Trial
from tools.peer_review.service import calibrating
from tools.peer_review.uploads import files_of_example
from tools.peer_review.views.tokens import whole
from tools.peer_review.writing_forms import ReviewForm, review_form

STUDENTS = {
    Tendency.SAME: lazy("You see it as your teacher does"),
    Tendency.STRICTER: lazy("You were stricter than your teacher"),
    Tendency.MILDER: lazy("You were milder than your teacher"),
    Tendency.MIXED: lazy("Now stricter, now milder"),
}


@require_role(Role.LEARNER)
def practise() -> str:
    launch = current_launch()
    with current_suite().database.read() as db:
        page = calibrating.practice(db, launch.activity, launch.person_id, now())
        left = calibrating.left(db, launch.activity, launch.person_id)
    return render_template("peer-review/practise.html", page=page, left=left, words=STUDENTS)


@require_role(Role.LEARNER)
def show(example: int) -> str:
    with current_suite().database.read() as db:
        row, trial = _example(db, example)
        return _student_page(db, row, trial, None)


def _example(db: Session, example_id: int) -> tuple[Example, Trial | None]:
    """A judged example with this person's review of it; raises `NotFound`."""
    launch = current_launch()
    row = calibrating.example_with_id(db, launch.activity, example_id)
    if row.judged_at is None:
        raise NotFound("not ready")
    return row, calibrating.trials_by(db, launch.activity, launch.person_id).get(row.id)


def _student_page(db: Session, row: Example, trial: Trial | None, form: ReviewForm | None) -> str:
    launch, rubric = current_launch(), calibrating.rubric_of(db, row)
    settings = store.settings_of(db, launch.activity)
    answers = read_answers(trial.answers) if trial else {}
    files = files_of_example(current_suite(), db, launch, row.id)
    if trial is not None and trial.sent_at is not None:
        return render_template("peer-review/example_result.html", files=files, **_result(row, trial, rubric.criteria))
    made = form or review_form(
        rubric.criteria, settings.least, answers=answers, rubric_id=rubric.id, version=trial.version if trial else 0
    )
    return render_template(
        "peer-review/example.html",
        example=row,
        files=files,
        form=made,
        is_open=calibrating.is_open(db, launch.activity, launch.person_id, now()),
        action=url_for(".try_example", example=row.id),
        back=url_for(".practise"),
    )


@dataclass(frozen=True)
class _Beside:
    """One criterion: what the student and the teacher gave, and a picture of it."""

    title: str
    tendency: Tendency | None
    picture: Markup | None
    own: Any
    teacher: Any
    criterion: Any


def _result(row: Example, trial: Trial, rubric: Any) -> dict[str, Any]:
    own, teacher = read_answers(trial.answers), read_answers(row.answers)
    one = calibrating.beside(rubric, row, trial)
    learnt = learn([one])
    tendencies = {lesson.criterion: lesson.tendency for lesson in learnt.lessons}
    lines = [
        _Beside(
            criterion.title,
            tendencies.get(criterion.key),
            _picture(one.own[criterion.key], one.teacher[criterion.key]) if criterion.key in tendencies else None,
            own.get(criterion.key),
            teacher.get(criterion.key),
            criterion,
        )
        for criterion in rubric
    ]
    return {"example": row, "lines": lines, "learnt": learnt, "words": STUDENTS}


def _picture(own: float, teacher: float) -> Markup:
    bars = ((_("You"), own, "bar"), (_("Your teacher"), teacher, "c3"))
    return bar_chart(
        [Bar(label, value, _("%(percent)s%%", percent=format_number(value, 0)), css) for label, value, css in bars],
        most=100,
    )


@require_role(Role.LEARNER)
def send(example: int) -> Response | str | tuple[str, int]:
    """Keep what is there so far, or send it and see the teacher's review."""
    launch, suite = current_launch(), current_suite()
    keeps = request.form.get("deed") == "save"
    with suite.database.read() as db:
        row, trial = _example(db, example)
        least = store.settings_of(db, launch.activity).least
        form = review_form(calibrating.rubric_of(db, row).criteria, least, request.form)
        if not (form.may_be_kept() if keeps else form.validate()):
            return _student_page(db, row, trial, form), 422
    with refusals_shown_in(form), suite.database.write() as db:
        if first_time(db, launch, request.form, now()):
            version = whole(form.version.data)
            calibrating.save(db, launch, example, version, form.answers, now(), sends=not keeps)
    if form.form_errors:
        with suite.database.read() as db:
            row, trial = _example(db, example)
            form.version.data = str(trial.version if trial else 0)
            return _student_page(db, row, trial, form), 409
    said = "peer-review-kept" if keeps else None
    return redirect(url_for(".example", example=example, said=said), 303)
