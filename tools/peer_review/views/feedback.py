"""What others wrote about one's work: read, rated, thanked for, answered; a question to the teacher."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tools.kit.once.once import first_time
from lti_tools.launches import Role, current_launch, now, require_role
from lti_tools.suite import current_suite
from lti_tools.web.forms import Form
from tools.peer_review import reviews
from tools.peer_review.service import feedback as service
from tools.peer_review.service import intending, noted, received
from tools.peer_review.service.reviewing import rubric_for
from tools.peer_review.uploads import files_of_work, named_files
from tools.peer_review.views.tokens import review_id
from tools.peer_review.writing_forms import AppealForm, IntentionForm, ReplyForm, prefix_of, rating_form, ratings_in


@require_role(Role.LEARNER)
def show() -> str:
    return _page({})


def _page(sent: dict[str, Form]) -> str:
    """`sent`: forms that came back with something to mend, by the token of their review; "" is the question."""
    launch, suite = current_launch(), current_suite()
    with suite.database.read() as db:
        page = received.feedback_page(db, suite.keys.keyed_hash, launch.activity, launch.person_id, now())
        files = files_of_work(suite, db, launch, page.work) if page else []
        named = named_files(suite, db, launch, page.work) if page else []
        known = intending.intention_of(db, page.work.id, launch.person_id) if page else None
    if page is None:
        return render_template("peer-review/no_feedback.html")
    ratings = {
        one.token: sent.get(one.token)
        or rating_form(one.rubric, one.token, ratings=one.said.ratings if one.said else None)
        for one in page.received
    }
    replies = {
        one.token: ReplyForm(prefix=prefix_of(one.token), reply=one.said.reply if one.said else "")
        for one in page.received
    }
    return render_template(
        "peer-review/feedback.html",
        page=page,
        files=files,
        ratings=ratings,
        replies=replies,
        notes={one.token: noted.shown_notes(one.row, named) for one in page.received},
        appeal=sent.get("") or AppealForm(),
        change=IntentionForm(change=known.text if known else ""),
    )


@require_role(Role.LEARNER)
def rate(token: str) -> Response | tuple[str, int]:
    launch, review = current_launch(), review_id(token)
    with current_suite().database.read() as db:
        rubric = rubric_for(db, reviews.review_with_id(db, launch.activity, review), launch.activity).criteria
    form = rating_form(rubric, token, request.form)
    if not form.validate():
        return _page({token: form}), 422
    with current_suite().database.write() as db:
        service.rate(db, launch, review, ratings_in(rubric, form), now())
    return redirect(url_for(".feedback", said="peer-review-rated"), 303)


@require_role(Role.LEARNER)
def thank(token: str) -> Response:
    with current_suite().database.write() as db:
        service.thank(db, current_launch(), review_id(token), now())
    return redirect(url_for(".feedback", said="peer-review-thanked"), 303)


@require_role(Role.LEARNER)
def reply(token: str) -> Response | tuple[str, int]:
    launch, form, review = current_launch(), ReplyForm(request.form, prefix=prefix_of(token)), review_id(token)
    text = form.reply.data if form.validate() else (form.reply.data or "")[:2000]
    with current_suite().database.write() as db:
        if first_time(db, launch, request.form, now()):
            service.reply(db, launch, review, text or "", now())
    return redirect(url_for(".feedback", said="peer-review-replied"), 303)


@require_role(Role.LEARNER)
def ask() -> Response | tuple[str, int]:
    launch, form = current_launch(), AppealForm(request.form)
    if not form.validate():
        return _page({"": form}), 422
    with current_suite().database.write() as db:
        if first_time(db, launch, request.form, now()):
            service.appeal(db, launch, form.reason.data or "", now())
    return redirect(url_for(".feedback", said="peer-review-asked"), 303)
