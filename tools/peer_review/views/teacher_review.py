"""Staff: a review of one's own of a work, and a word about a student's review."""

from flask import render_template, request
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound
from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import deed, done
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.rights import reach
from lti_tools.suite import current_suite
from lti_tools.web.forms import refusals_shown_in
from tools.peer_review import deeds, store
from tools.peer_review.domain.rubric.answers import read_answers
from tools.peer_review.service import reviewing, teacher_reviews, words
from tools.peer_review.settings import read_settings
from tools.peer_review.uploads import files_of_work
from tools.peer_review.views.marks import staff_page, work_id_of
from tools.peer_review.views.tokens import whole
from tools.peer_review.writing_forms import ReviewForm, WordForm, review_form


@require_right(Right.GRADE)
def show(person_id: int) -> str:
    return _page(person_id)


def _page(person_id: int, form: ReviewForm | None = None) -> str:
    launch, suite, work_id = current_launch(), current_suite(), work_id_of(person_id)
    with suite.database.read() as db:
        work = store.work_with_id(db, launch.activity, work_id)
        row = teacher_reviews.own(db, launch.activity, work_id, launch.person_id)
        rubric = reviewing.rubric_for(db, row, launch.activity)
        answers = read_answers(row.answers) if row else {}
        return render_template(
            "peer-review/teacher_review.html",
            settings=read_settings(launch.settings),
            person_id=person_id,
            name=store.names(db, launch.context_id).get(person_id, ""),
            work=work,
            files=files_of_work(suite, db, launch, work),
            form=form
            or review_form(
                teacher_reviews.without_duties(rubric.criteria),
                0,
                answers=answers,
                rubric_id=rubric.id,
                version=row.version if row else 0,
            ),
            row=row,
        )


@require_right(Right.GRADE)
@deed(deeds.REVIEWED)
def write(person_id: int) -> Response | tuple[str, int]:
    launch, work_id = current_launch(), work_id_of(person_id)
    with current_suite().database.read() as db:
        row = teacher_reviews.own(db, launch.activity, work_id, launch.person_id)
        rubric = reviewing.rubric_for(db, row, launch.activity)
        before = deeds.as_text(row.mark) if row else ""
    form = review_form(teacher_reviews.without_duties(rubric.criteria), 0, request.form)
    if not form.validate():
        return _page(person_id, form), 422
    version = whole(form.version.data)
    number: int | None = None
    with refusals_shown_in(form), current_suite().database.write() as db:
        made = teacher_reviews.write(db, launch, work_id, version, form.answers, now())
        number = note(
            db,
            launch,
            deeds.REVIEWED,
            subject={"work": work_id, "review": made.id},
            before={"mark": before},
            after={"mark": deeds.as_text(made.mark)},
            about=person_id,
            now=now(),
        )
    if form.form_errors:
        return _page(person_id, form), 409
    return done(".person", "peer-review-teacher-reviewed", number, person_id=person_id)


@require_right(Right.GRADE)
@deed(deeds.WORD)
def say(person_id: int) -> Response | tuple[str, int]:
    """Comment on a review that this person wrote, and grade it."""
    launch, review_id = current_launch(), whole(request.form.get("review"))
    form = WordForm(request.form, prefix=f"w{review_id}-")
    if not form.validate():
        return staff_page(person_id, word=(review_id, form)), 422
    with current_suite().database.write() as db:
        reach(db, launch).check(person_id)
        row, before = words.say(db, launch, review_id, form.points.data, form.comment.data or "", now())
        if row.reviewer_id != person_id:
            raise NotFound("somebody else's review")
        number = note(
            db,
            launch,
            deeds.WORD,
            subject={"review": row.id},
            before={"points": "" if before is None else str(before)},
            after={"points": "" if form.points.data is None else str(form.points.data)},
            about=person_id,
            now=now(),
        )
    return done(".person", "peer-review-word", number, person_id=person_id)
