"""Pages about somebody else's comment: report it, and for staff remove it and read what it said before."""

from flask import redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from lti_tools.kit.audit.deeds import deed, done, harmless
from lti_tools.kit.comments import store, writing
from lti_tools.kit.comments.comments import author_names
from lti_tools.kit.comments.forms import ReportForm
from lti_tools.kit.comments.places import place
from lti_tools.kit.comments.subjects import subject_of
from lti_tools.kit.comments.tables import Comment
from lti_tools.kit.moderation import moderation
from lti_tools.kit.moderation.reasons import TO_REMOVE, Why
from lti_tools.kit.moderation.refusals import reported_already
from lti_tools.kit.moderation.store import case_of, has_reported
from lti_tools.launches import STAFF, Right, Role, current_launch, now, require_right, require_role
from lti_tools.rights import reach
from lti_tools.suite import current_suite
from lti_tools.web.fields import clean_text

MEMBERS = (*STAFF, Role.LEARNER)


@require_role(*MEMBERS)
def report_form(comment_id: int) -> str:
    with current_suite().database.read() as db:
        return _report_page(db, comment_id, ReportForm())


@require_role(*MEMBERS)
@harmless("a report hides a comment until staff decides, which stands in the record")
def report(comment_id: int) -> Response | tuple[str, int]:
    form = ReportForm(request.form)
    with current_suite().database.read() as db:
        comment = store.find(db, current_launch().activity, comment_id)
        subject_of(db, comment.subject_kind, comment.subject_id)
        if not form.validate():
            return _report_page(db, comment_id, form), 422
    with current_suite().database.write() as db:
        comment = _reportable(db, comment_id)
        thing = writing.as_thing(comment)
        moderation.report(db, current_launch(), thing, Why(form.why.data), form.words.data or "", now())
    return redirect(place(comment.subject_kind, comment.subject_id, said="comments-reported"), 303)


def _reportable(db: Session, comment_id: int) -> Comment:
    """A comment that one can read and report; who reported it already is told so."""
    launch = current_launch()
    comment = store.find(db, launch.activity, comment_id)
    case = case_of(db, launch.activity, store.KIND, comment.id)
    if case is not None and has_reported(db, case.id, launch.person_id):
        raise reported_already()
    return writing.readable(db, launch, comment_id)


def _report_page(db: Session, comment_id: int, form: ReportForm) -> str:
    comment = _reportable(db, comment_id)
    subject = subject_of(db, comment.subject_kind, comment.subject_id)
    return render_template("lti/comments/report.html", subject=subject, comment=comment, form=form)


@require_right(Right.TRIAGE)
def remove_form(comment_id: int) -> str:
    """Staff removes a comment with a reason, reported or not."""
    with current_suite().database.read() as db:
        comment = store.find(db, current_launch().activity, comment_id)
        subject = subject_of(db, comment.subject_kind, comment.subject_id)
    return render_template("lti/comments/remove.html", subject=subject, comment=comment, reasons=TO_REMOVE)


@require_right(Right.TRIAGE)
@deed(moderation.REMOVED)
def remove(comment_id: int) -> Response:
    chosen = request.form.get("reason", "")
    ready = str(TO_REMOVE[int(chosen)]) if chosen in map(str, range(len(TO_REMOVE))) else ""
    reason = clean_text(request.form.get("words", "")) or ready
    with current_suite().database.write() as db:
        comment = store.find(db, current_launch().activity, comment_id)
        subject_of(db, comment.subject_kind, comment.subject_id)
        reach(db, current_launch()).check(comment.author_id)
        number = moderation.remove_now(db, current_launch(), writing.as_thing(comment), reason, now())
    return done(
        ".thread", "comments-removed", number, kind=comment.subject_kind, subject_id=comment.subject_id
    )  # fmt: skip


@require_right(Right.TRIAGE)
def wordings(comment_id: int) -> str:
    """What a comment said before."""
    launch = current_launch()
    with current_suite().database.read() as db:
        comment = store.find(db, launch.activity, comment_id)
        subject = subject_of(db, comment.subject_kind, comment.subject_id)
        earlier = store.wordings(db, comment_id)
        names = author_names(db, launch.activity, store.items(db, [comment_id]))
    name = names.get(comment.author_id, "") if comment.author_id else ""
    return render_template("lti/comments/wordings.html", subject=subject, comment=comment, earlier=earlier, name=name)
