"""Writing a review: the work beside the form, saved while it is written, sent when it is whole."""

from flask import jsonify, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound
from lti_tools.kit.once.once import first_time
from lti_tools.kit.schedule.schedule import phases_of
from lti_tools.launches import Role, current_launch, now, require_role
from lti_tools.pure.schedule import Stand, stand
from lti_tools.suite import current_suite
from lti_tools.web.forms import refusals_shown_in
from tools.peer_review import reviews, store
from tools.peer_review.domain.rubric.answers import read_answers
from tools.peer_review.models import Review
from tools.peer_review.note_forms import NoteForm
from tools.peer_review.roles import OWN, PEERS, SECOND, ReviewRole
from tools.peer_review.service import (
    allocating,
    calibrating,
    noted,
    noting,
    offering,
    pointing,
    reporting,
    reviewing,
    revisions,
)
from tools.peer_review.service.reading import Names
from tools.peer_review.uploads import files_of_work, named_files
from tools.peer_review.views.tokens import review_id, whole
from tools.peer_review.writing_forms import ReviewForm, review_form

TO_PLACES = "places:"
"""Begins the wish to save and go on to the places of a file, whose name follows."""


def _own(db: Session, token: str) -> Review:
    launch = current_launch()
    row = reviews.review_with_id(db, launch.activity, review_id(token))
    if row.reviewer_id != launch.person_id:
        raise NotFound("somebody else's review")
    return row


def _form(db: Session, row: Review, filled: bool) -> ReviewForm:
    """As it is stored, or as it was just sent, under the version of the rubric that it shows."""
    launch = current_launch()
    rubric = reviewing.rubric_for(db, row, launch.activity)
    given = whole(request.form.get("rubric_id", "")) if filled else 0
    if row.rubric_id is None and given:
        shown = store.rubrics_of(db, launch.activity).get(given)
        rubric = reviewing.in_use(shown) if shown else rubric
    least = 0 if row.role in OWN else store.settings_of(db, launch.activity).least
    if filled:
        return review_form(rubric.criteria, least, request.form)
    return review_form(
        rubric.criteria, least, answers=read_answers(row.answers), rubric_id=rubric.id, version=row.version
    )


@require_role(Role.LEARNER)
def show(token: str) -> Response | str:
    with current_suite().database.read() as db:
        row = _own(db, token)
        if row.role in PEERS and calibrating.left(db, current_launch().activity, current_launch().person_id):
            return redirect(url_for(".practise"), 303)
        return _page(db, token, row, _form(db, row, filled=False))


def _page(db: Session, token: str, row: Review, form: ReviewForm, sent: bool = False) -> str:
    launch, suite = current_launch(), current_suite()
    settings = store.settings_of(db, launch.activity)
    phase = next(
        one for one in phases_of(db, launch.activity, launch.person_id) if one.key == reviewing.phase_of(row.role)
    )
    work = store.work_with_id(db, launch.activity, row.work_id)
    names = Names.before(db, suite.keys.keyed_hash, launch.activity, launch.person_id, settings)
    files = named_files(suite, db, launch, work)
    revision = revisions.seen_by(db, row, work) if row.role in SECOND else None
    return render_template(
        "peer-review/review.html",
        note_form=NoteForm(files, request.form if sent else None, with_text=bool(work.text)),
        notes=noted.shown_notes(row, files),
        pointed_at=[one.name for one in files if one.shown.family in pointing.POINTED_AT],
        to_places=TO_PLACES,
        settings=settings,
        phase=phase,
        is_open=stand(phase, now()) is Stand.OPEN,
        row=row,
        token=token,
        form=form,
        work=work,
        files=files_of_work(suite, db, launch, work),
        author=names.author(store.authors_of_work(db, work.id)),
        is_own=row.role in OWN,
        revision=revision,
        notes_then=noted.shown_notes(revision.first, files) if revision and revision.first else None,
        is_reported=row.role in PEERS and row.work_id in reporting.hidden_works(db, launch.activity),
        is_held=allocating.is_held(row, now()),
    )


@require_role(Role.LEARNER)
def write(token: str) -> Response | str | tuple[str, int]:
    """Save what is there so far, or send it. What cannot be taken comes back as it was typed."""
    launch, suite = current_launch(), current_suite()
    wish = request.form.get("deed", "")
    keeps = wish in ("save", "note") or wish.startswith(TO_PLACES)
    is_automatic = bool(request.headers.get("X-Autosave"))
    with suite.database.read() as db:
        row = _own(db, token)
        form = _form(db, row, filled=True)
        note_form = _note_form(db, row)
    if not (form.may_be_kept() if keeps else form.validate()) or not note_form.validate():
        return _again(token, form, 422)
    rubric_id, version = whole(form.rubric_id.data), whole(form.version.data)
    deed = reviewing.save if keeps else reviewing.send
    with refusals_shown_in(form), suite.database.write() as db:
        if first_time(db, launch, request.form, now()):
            saved = deed(db, launch, row.id, rubric_id, version, form.answers, now())
            version = saved.version
            if not is_automatic and (note_form.is_typed or wish == "note"):
                _add_note(db, saved, note_form)
    if form.form_errors:
        return _again(token, form, 409)
    if is_automatic:
        return jsonify(version=version)
    if wish == "note":
        return redirect(url_for(".review", token=token, said="peer-review-noted", _anchor="notes"), 303)
    if wish.startswith(TO_PLACES):
        return redirect(url_for(".places", token=token, name=wish.removeprefix(TO_PLACES)), 303)
    if keeps:
        return redirect(url_for(".review", token=token, said="peer-review-kept"), 303)
    after = ".own_view" if row.role == ReviewRole.SELF_AFTER else ".home"
    return redirect(url_for(after, said="peer-review-sent"), 303)


def _again(token: str, form: ReviewForm, status: int) -> tuple[str, int]:
    """The form as it was typed; sent once more it takes the place of what is stored."""
    with current_suite().database.read() as db:
        row = _own(db, token)
        if status == 409:
            form.version.data = str(row.version)
        return _page(db, token, row, form, sent=True), status


def _note_form(db: Session, row: Review) -> NoteForm:
    launch = current_launch()
    work = store.work_with_id(db, launch.activity, row.work_id)
    return NoteForm(named_files(current_suite(), db, launch, work), request.form, with_text=bool(work.text))


def _add_note(db: Session, row: Review, form: NoteForm) -> None:
    launch = current_launch()
    work = store.work_with_id(db, launch.activity, row.work_id)
    noting.add(db, row, noting.read_typed(form.typed, work, named_files(current_suite(), db, launch, work)))


@require_role(Role.LEARNER)
def remove_note(token: str) -> Response:
    """Take a comment on a place out of one's own review."""
    place, version = whole(request.form.get("place")), whole(request.form.get("version"))
    with current_suite().database.write() as db:
        noting.remove(db, current_launch(), review_id(token), place, version, now())
    said, name = "peer-review-note-removed", request.form.get("file")
    if name:
        page = request.form.get("page") or None
        return redirect(url_for(".places", token=token, name=name, page=page, said=said, _anchor="here"), 303)
    return redirect(url_for(".review", token=token, said=said, _anchor="notes"), 303)


@require_role(Role.LEARNER)
def say_empty(token: str) -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        reviewing.say_empty(db, launch, review_id(token), now())
    return redirect(url_for(".home", said="peer-review-empty"), 303)


@require_role(Role.LEARNER)
def take_extra() -> Response:
    """One more work, the neediest."""
    launch, suite = current_launch(), current_suite()
    with suite.database.write() as db:
        taken = offering.take_one(db, launch.activity, launch.person_id, now())
        row = reviews.review_with_id(db, launch.activity, taken)
        names = Names.before(
            db, suite.keys.keyed_hash, launch.activity, launch.person_id, store.settings_of(db, launch.activity)
        )
    return redirect(url_for(".review", token=names.token(row)), 303)


@require_role(Role.LEARNER)
def begin_own() -> Response:
    """The review of one's own work."""
    launch, suite = current_launch(), current_suite()
    with suite.database.write() as db:
        settings = store.settings_of(db, launch.activity)
        if not settings.self_review:
            raise NotFound("nobody judges their own work here")
        row = reviewing.own_self_review(db, launch, now())
        names = Names.before(db, suite.keys.keyed_hash, launch.activity, launch.person_id, settings)
    return redirect(url_for(".review", token=names.token(row)), 303)
