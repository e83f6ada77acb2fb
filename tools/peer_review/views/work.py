"""Handing in: a text with a preview, files, links; a word where one's own name stands in it."""

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from lti_tools import drafts
from lti_tools.kit.once.once import first_time
from lti_tools.kit.schedule.schedule import phases_of
from lti_tools.kit.uploads.files import field_of, files_of
from lti_tools.kit.uploads.showing import shown_files
from lti_tools.launches import Role, current_launch, now, require_role
from lti_tools.pure.schedule import Stand, stand
from lti_tools.suite import current_suite
from lti_tools.web.fields import clean_text
from lti_tools.web.forms import refusals_shown_in
from lti_tools.web.locale import gettext as _
from tools.peer_review import store
from tools.peer_review.domain.naming import own_names_in
from tools.peer_review.phases import REVISE, SUBMIT
from tools.peer_review.service import handing_in, intending
from tools.peer_review.service.handing_in import PLACE, Side
from tools.peer_review.settings import FILES
from tools.peer_review.views.tokens import whole
from tools.peer_review.writing_forms import WorkForm

DRAFT = "work"


@require_role(Role.LEARNER)
def show() -> str:
    return _page(None)


@require_role(Role.LEARNER)
def hand_in() -> Response | str | tuple[str, int]:
    """Preview, or hand in; a text with one's own name in it is asked about first."""
    launch, form = current_launch(), WorkForm(request.form)
    if request.form.get("deed") == "preview":
        form.validate()
        return _page(form, preview=True)
    good = form.validate()
    own = [] if form.with_name.data else _own_names(form)
    if not good or own:
        return _page(form, own=own), 422
    with refusals_shown_in(form), current_suite().database.write() as db:
        if first_time(db, launch, request.form, now()):
            version = whole(form.version.data)
            handing_in.hand_in(
                db,
                launch,
                form.text.data or "",
                form.links.data or [],
                now(),
                version,
                clean_text(form.changed.data or ""),
            )
            drafts.forget(db, launch, DRAFT, form)
    if form.form_errors:
        return _page(form, refused=True), 409
    return redirect(url_for(".home", said="peer-review-handed-in"), 303)


def _own_names(form: WorkForm) -> list[str]:
    """Where authors are hidden: parts of this person's name in what they wrote."""
    launch = current_launch()
    with current_suite().database.read() as db:
        if not store.settings_of(db, launch.activity).author_hidden:
            return []
    return own_names_in(f"{form.text.data} {form.changed.data} {' '.join(form.links.data or [])}", [launch.person_name])


def _page(form: WorkForm | None, *, preview: bool = False, own: list[str] | None = None, refused: bool = False) -> str:
    launch, suite = current_launch(), current_suite()
    with suite.database.read() as db:
        settings = store.settings_of(db, launch.activity)
        phases = {one.key: one for one in phases_of(db, launch.activity, launch.person_id)}
        side = handing_in.side_of(db, launch.activity, launch.person_id, settings)
        work = store.work_of(db, launch.activity, launch.person_id)
        version, restored = work.version if work else 0, False
        revises = work is not None and REVISE.key in phases and stand(phases[REVISE.key], now()) is Stand.OPEN
        phase = phases[REVISE.key if revises else SUBMIT.key]
        if form is None:
            form = WorkForm(text=work.text if work else "", links=list(work.links) if work else [], version=version)
            restored = drafts.restore(db, launch, DRAFT, form)
            form.version.data = str(version)
        newer = work if refused and work and whole(form.version.data) != version else None
        if newer:
            form.version.data = str(version)
        history = store.versions_of(db, work.id)[1:] if work else []
        names = store.names(db, launch.context_id) if history else {}
        takes_files = FILES in settings.parts
        sent = files_of(db, launch.activity, PLACE, [side.thing]) if takes_files else []
        files = shown_files(suite, db, launch, sent)
        mates = _mates(db, side) if settings.by_group else []
        remember = intending.to_remember(db, launch.activity, launch.person_id)
    field = field_of(suite, launch, PLACE, side.thing, _("Your files")) if takes_files else None
    return render_template(
        "peer-review/work.html",
        settings=settings,
        phase=phase,
        is_open=stand(phase, now()) is Stand.OPEN,
        revises=revises,
        work=work,
        form=form,
        files=files,
        field=field,
        preview=preview,
        own=own or [],
        mates=mates,
        restored=restored,
        remember=remember,
        newer=newer,
        history=history,
        names=names,
    )


def _mates(db: Session, side: Side) -> list[str]:
    """Who hands in together; they know each other."""
    names = store.names(db, current_launch().context_id)
    return [names.get(one, "") for one in sorted(side.people)]
