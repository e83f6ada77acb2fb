"""Reporting a work that one was given, a review of one's work, or what an author answered to one's review."""

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound
from lti_tools.kit.comments.forms import ReportForm
from lti_tools.kit.moderation.reasons import Why
from lti_tools.kit.once.once import first_time
from lti_tools.kit.pseudonyms.pseudonyms import activity_key, id_of
from lti_tools.launches import Role, current_launch, now, require_role
from lti_tools.suite import current_suite
from tools.peer_review.service import reporting
from tools.peer_review.service.outcomes import REPLY_TOKEN
from tools.peer_review.views.tokens import review_id


def _reply_id(token: str) -> int:
    """The answer that a token of this reader stands for; raises `NotFound`."""
    launch = current_launch()
    key = activity_key(current_suite().keys.keyed_hash, launch.activity)
    found = id_of(key, REPLY_TOKEN, token, launch.person_id)
    if found is None:
        raise NotFound("no such answer")
    return found


@require_role(Role.LEARNER)
def review_form(token: str) -> str:
    with current_suite().database.read() as db:
        reporting.received_review(db, current_launch(), review_id(token), now())
    return _page(ReportForm(), url_for(".report_review", token=token), url_for(".feedback"))


@require_role(Role.LEARNER)
def review(token: str) -> Response | tuple[str, int]:
    return _report(reporting.report_review, review_id(token), ".report_review", token, ".feedback")


@require_role(Role.LEARNER)
def work_form(token: str) -> str:
    with current_suite().database.read() as db:
        reporting.work_to_review(db, current_launch(), review_id(token))
    return _page(ReportForm(), url_for(".report_work", token=token), url_for(".review", token=token))


@require_role(Role.LEARNER)
def work(token: str) -> Response | tuple[str, int]:
    return _report(reporting.report_work, review_id(token), ".report_work", token, ".home")


@require_role(Role.LEARNER)
def reply_form(token: str) -> str:
    with current_suite().database.read() as db:
        reporting.answer_to(db, current_launch(), _reply_id(token))
    return _page(ReportForm(), url_for(".report_reply", token=token), url_for(".outcomes"))


@require_role(Role.LEARNER)
def reply(token: str) -> Response | tuple[str, int]:
    return _report(reporting.report_answer, _reply_id(token), ".report_reply", token, ".outcomes")


def _page(form: ReportForm, action: str, back: str) -> str:
    return render_template("peer-review/report.html", form=form, action=action, back=back)


def _report(deed: Callable[..., None], item: int, action: str, token: str, back: str) -> Response | tuple[str, int]:
    form = ReportForm(request.form)
    if not form.validate():
        return _page(form, url_for(action, token=token), url_for(back)), 422
    with current_suite().database.write() as db:
        if first_time(db, current_launch(), request.form, now()):
            deed(db, current_launch(), item, Why(form.why.data), form.words.data or "", now())
    return redirect(url_for(back, said="peer-review-reported"), 303)
