"""The pages of comments: a thread, writing with a pause where it may hurt, changing, deleting, thanking, reporting."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound, WrongRole
from lti_tools.kit.audit.deeds import harmless
from lti_tools.kit.coach.hints import Ask, advise
from lti_tools.kit.comments import reporting, store, writing
from lti_tools.kit.comments.comments import Shown, threads
from lti_tools.kit.comments.forms import CommentForm
from lti_tools.kit.comments.places import back, place
from lti_tools.kit.comments.stances import summary
from lti_tools.kit.comments.subject import Subject
from lti_tools.kit.comments.subjects import subject_of
from lti_tools.kit.comments.tables import Comment
from lti_tools.kit.pseudonyms.pseudonyms import activity_key, ensure, order_for
from lti_tools.launches import STAFF, Role, current_launch, now, require_role
from lti_tools.store import drafts
from lti_tools.suite import current_suite
from lti_tools.web.confirm import ask, confirmed
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from lti_tools.web.notices import Notice, Tone, announce
from lti_tools.web.numbers import whole_number

MEMBERS = (*STAFF, Role.LEARNER)
TALKING = "a comment changes no grade, no visibility and no rule"
LATER, NOW = "later", "now"
NOTICES = {
    "comments-sent": Notice(lazy("Your comment is there for everybody.")),
    "comments-later": Notice(lazy("Your comment waits. You can change it or leave it until then."), Tone.INFO),
    "comments-changed": Notice(lazy("Your comment is changed.")),
    "comments-deleted": Notice(lazy("Your comment is deleted.")),
    "comments-reported": Notice(
        lazy("Thank you. The comment is with your teacher now; you find the outcome under “My reports and decisions”.")
    ),
    "comments-removed": Notice(lazy("The comment is removed. Its author can read your reason and appeal once.")),
}


def make_blueprint() -> Blueprint:
    blueprint = Blueprint("kit-comments", __name__)
    announce(blueprint, NOTICES)
    blueprint.add_url_rule("/on/<kind>/<subject_id>", "thread", thread)
    blueprint.add_url_rule("/on/<kind>/<subject_id>", "write", write, methods=["POST"])
    blueprint.add_url_rule("/<int:comment_id>/change", "change", change)
    blueprint.add_url_rule("/<int:comment_id>/change", "save", save, methods=["POST"])
    blueprint.add_url_rule("/<int:comment_id>/delete", "delete", delete, methods=["POST"])
    blueprint.add_url_rule("/<int:comment_id>/send", "send", send, methods=["POST"])
    blueprint.add_url_rule("/<int:comment_id>/thanks", "thank", thank, methods=["POST"])
    blueprint.add_url_rule("/<int:comment_id>/report", "report_form", reporting.report_form)
    blueprint.add_url_rule("/<int:comment_id>/report", "report", reporting.report, methods=["POST"])
    blueprint.add_url_rule("/<int:comment_id>/remove", "remove_form", reporting.remove_form)
    blueprint.add_url_rule("/<int:comment_id>/remove", "remove", reporting.remove, methods=["POST"])
    blueprint.add_url_rule("/<int:comment_id>/wordings", "wordings", reporting.wordings)
    return blueprint


@require_role(*MEMBERS)
def thread(kind: str, subject_id: str) -> str:
    """All comments on one subject."""
    launch = current_launch()
    with current_suite().database.read() as db:
        subject = subject_of(db, kind, subject_id)
        typed = drafts.drafts(db, launch.activity, launch.person_id).get(_draft(subject), "")
        return _page(db, subject, CommentForm(data={"text": typed}), request.args.get("answer", ""))


def _page(db: Session, subject: Subject, form: CommentForm, answered: str = "") -> str:
    shown = threads(db, current_launch(), subject.kind, [subject.id])[subject.id]
    if subject.fair_order:
        shown = replace(shown, comments=_in_fair_order(shown.comments))
    top = next((one for one in shown.comments if str(one.id) == answered), None)
    fresh = next((one for one in _flat(shown.comments) if str(one.id) == request.args.get("new", "")), None)
    return render_template(
        "lti/comments/thread.html",
        subject=subject,
        thread=shown,
        form=form,
        answered=top,
        draft_name=_draft(subject),
        kinds=summary([one.stance for one in shown.comments if one.stance and one.readable]),
        advice=advise(fresh.text, Ask.TALK) if fresh and fresh.mine else None,
    )


def _in_fair_order(comments: Sequence[Shown]) -> list[Shown]:
    launch = current_launch()
    key = activity_key(current_suite().keys.keyed_hash, launch.activity)
    return order_for(key, "comment", comments, launch.person_id, lambda one: one.id)


def _flat(comments: Iterable[Shown]) -> list[Shown]:
    return [each for one in comments for each in (one, *one.answers)]


@require_role(*MEMBERS)
@harmless(TALKING)
def write(kind: str, subject_id: str) -> Response | str | tuple[str, int]:
    """Send a comment. Where it may hurt, a page asks first whether to wait ten minutes; "send now" always works."""
    launch, form = current_launch(), CommentForm(request.form)
    parent = request.form.get("parent", "")
    with current_suite().database.read() as db:
        subject = subject_of(db, kind, subject_id)
        if not subject.may_write:
            raise WrongRole
        if not form.validate():
            return _page(db, subject, form, parent), 422
    when = request.form.get("when", "")
    text = form.text.data or ""
    advice = advise(text, Ask.TALK)
    if advice.harsh and when not in (LATER, NOW):
        return render_template("lti/comments/pause.html", subject=subject, form=form, parent=parent, advice=advice)
    tool = current_suite().tool(launch.tool)
    with current_suite().database.write() as db:
        if tool is not None and tool.comment_names is not None:
            ensure(db, launch.activity, [launch.person_id])
        comment = writing.write(
            db,
            launch,
            kind,
            subject_id,
            text,
            now(),
            parent_id=whole_number(parent) or None,
            cooling=when == LATER,
            stance=form.stance.data if subject.stances else "",
        )
        drafts.forget(db, launch.activity, launch.person_id, _draft(subject))
    said = "comments-later" if when == LATER else "comments-sent"
    return redirect(place(subject.kind, subject.id, comment.id, said=said, new=comment.id), 303)


def _draft(subject: Subject) -> str:
    return f"comment-{subject.kind}-{subject.id}"[:80]


@require_role(*MEMBERS)
def change(comment_id: int) -> str:
    with current_suite().database.read() as db:
        comment = _own(db, comment_id)
        subject = subject_of(db, comment.subject_kind, comment.subject_id)
    return render_template(
        "lti/comments/change.html", subject=subject, comment=comment, form=CommentForm(data={"text": comment.text})
    )


@require_role(*MEMBERS)
@harmless(TALKING)
def save(comment_id: int) -> Response | tuple[str, int]:
    form = CommentForm(request.form)
    with current_suite().database.read() as db:
        comment = _own(db, comment_id)
        subject = subject_of(db, comment.subject_kind, comment.subject_id)
    if not form.validate():
        return render_template("lti/comments/change.html", subject=subject, comment=comment, form=form), 422
    with current_suite().database.write() as db:
        comment = writing.edit(db, current_launch(), comment_id, form.text.data or "", now())
    return back(comment, said="comments-changed", new=comment.id)


@require_role(*MEMBERS)
@harmless(TALKING)
def delete(comment_id: int) -> Response | str:
    with current_suite().database.read() as db:
        comment = store.find(db, current_launch().activity, comment_id)
    if comment.author_id != current_launch().person_id:
        raise NotFound(f"comment {comment_id}")
    if not confirmed():
        return ask(
            _("Delete your comment?"),
            yes=_("Delete"),
            detail=_("Its text is gone for good. Answers of others stay."),
            back_url=place(comment.subject_kind, comment.subject_id, comment.id),
            danger=True,
        )
    with current_suite().database.write() as db:
        writing.remove(db, current_launch(), comment_id, now())
    return redirect(place(comment.subject_kind, comment.subject_id, said="comments-deleted"), 303)


@require_role(*MEMBERS)
@harmless(TALKING)
def send(comment_id: int) -> Response:
    """Send now what was to wait."""
    with current_suite().database.write() as db:
        comment = writing.send_now(db, current_launch(), comment_id, now())
    return back(comment, said="comments-sent")


@require_role(*MEMBERS)
@harmless(TALKING)
def thank(comment_id: int) -> Response:
    with current_suite().database.write() as db:
        comment = store.find(db, current_launch().activity, comment_id)
        subject_of(db, comment.subject_kind, comment.subject_id)
        writing.thank(db, current_launch(), comment_id, thanks=request.form.get("thanks") != "0")
    return back(comment)


def _own(db: Session, comment_id: int) -> Comment:
    comment = store.find(db, current_launch().activity, comment_id)
    if comment.author_id != current_launch().person_id or comment.deleted_at is not None:
        raise NotFound(f"comment {comment_id}")
    return comment
