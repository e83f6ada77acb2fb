"""Pointing at places of a picture, or of a page, while writing a review."""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound
from lti_tools.kit.once.once import first_time
from lti_tools.kit.schedule.schedule import phases_of
from lti_tools.launches import Role, current_launch, now, require_role
from lti_tools.pure.schedule import Stand, stand
from lti_tools.suite import current_suite
from lti_tools.web.forms import refusals_shown_in
from lti_tools.web.numbers import whole_number
from tools.peer_review import refusals, reviews, store
from tools.peer_review.models import Review
from tools.peer_review.region_forms import RegionForm
from tools.peer_review.roles import PEERS
from tools.peer_review.service import calibrating, noted, pointing, reporting, reviewing
from tools.peer_review.uploads import NamedFile, named_files
from tools.peer_review.views.tokens import review_id


@dataclass(frozen=True)
class Desk:
    """One's own review with one file of the work."""

    row: Review
    file: NamedFile
    notes: noted.ShownNotes
    is_open: bool


def _desk(db: Session, token: str, name: str) -> Desk:
    """Raises `NotFound` for other people's reviews and files, a `Refusal` for a work not to be read now."""
    launch = current_launch()
    row = reviews.review_with_id(db, launch.activity, review_id(token))
    files = named_files(current_suite(), db, launch, store.work_with_id(db, launch.activity, row.work_id))
    file = next((one for one in files if one.name == name and one.shown.family in pointing.POINTED_AT), None)
    if row.reviewer_id != launch.person_id or file is None:
        raise NotFound("no such file of a work that they review")
    if row.role in PEERS and calibrating.left(db, launch.activity, launch.person_id):
        raise refusals.examples_first()
    if row.role in PEERS and row.work_id in reporting.hidden_works(db, launch.activity):
        raise refusals.work_reported()
    phases = {one.key: one for one in phases_of(db, launch.activity, launch.person_id)}
    is_open = stand(phases[reviewing.phase_of(row.role)], now()) is Stand.OPEN
    return Desk(row, file, noted.shown_notes(row, files), is_open)


@require_role(Role.LEARNER)
def show(token: str, name: str) -> str:
    with current_suite().database.read() as db:
        return _page(token, _desk(db, token, name), RegionForm())


def _page(token: str, desk: Desk, form: RegionForm) -> str:
    page = whole_number(request.args.get("page", "")) or pointing.first_page(desk.file)
    if desk.file.pictures and page not in desk.file.pictures:
        raise NotFound(f"no page {page}")
    region = form.region
    return render_template(
        "peer-review/places.html",
        token=token,
        desk=desk,
        file=desk.file,
        page=page,
        picture=desk.file.pictures.get(page),
        comments=desk.notes.on(desk.file, page),
        counts={number: len(desk.notes.on(desk.file, number)) for number in desk.file.pictures},
        sharp=bool(request.args.get("sharp")),
        form=form,
        draft=region if region and region.is_inside else None,
    )


@require_role(Role.LEARNER)
def add(token: str, name: str) -> Response | tuple[str, int] | str:
    """Add a comment; or show on the picture what the numbers say, for browsers without scripts."""
    launch, suite, form = current_launch(), current_suite(), RegionForm(request.form)
    page = whole_number(request.args.get("page", ""))
    with suite.database.read() as db:
        desk = _desk(db, token, name)
    good = form.validate()
    if request.form.get("deed") == "show":
        form.comment.errors = []
        return _page(token, desk, form)
    if good:
        with refusals_shown_in(form), suite.database.write() as db:
            if first_time(db, launch, request.form, now()):
                pointing.add(db, launch, desk.row.id, desk.file, page, form.region, form.comment.data or "", now())
    if not good or form.form_errors:
        return _page(token, desk, form), 422
    sharp, said = request.args.get("sharp"), "peer-review-noted"
    target = url_for(".places", token=token, name=name, page=page or None, sharp=sharp, said=said, _anchor="here")
    return redirect(target, 303)
