"""A rubric as a file, and a rubric from elsewhere: from a file, a template or another activity, looked at first."""

import json

from flask import Response as Download
from flask import render_template, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import CombinedMultiDict
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.validators import Optional

from lti_tools.errors import NotFound
from lti_tools.kit.audit.deeds import deed, harmless
from lti_tools.launches import Right, current_launch, require_right
from lti_tools.suite import current_suite
from lti_tools.web.files import UploadField, download
from lti_tools.web.forms import Form, refusals_shown_in
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.peer_review import deeds, rubric_files, rubric_refusals
from tools.peer_review.domain.rubric.criteria import Criterion, read_rubric
from tools.peer_review.rubric_choice import shipped_rubrics
from tools.peer_review.rubric_files import Stored
from tools.peer_review.service import rubrics
from tools.peer_review.settings import read_settings
from tools.peer_review.views.rubric import changed, is_begun


class ElsewhereForm(Form):
    """Where a rubric comes from."""

    source = RadioField(
        lazy("A template, or a rubric of your activities"), [Optional()], choices={}, validate_choice=False
    )
    file = UploadField(
        lazy("A file with a rubric"),
        required=False,
        most_bytes=rubric_files.LARGEST,
        endings=(".json", ".csv"),
        description=lazy("JSON or CSV, as the page “Rubric” makes them; the file of a whole peer review too."),
    )


@require_right(Right.SETTINGS)
def file() -> Download:
    """The rubric as a download; `kind` is "csv" or "json"."""
    settings = read_settings(current_launch().settings)
    kind = request.args.get("kind", "")
    if kind not in ("csv", "json"):
        raise NotFound(f"no rubric as {kind!r}")
    content = rubric_files.as_csv(settings.rubric) if kind == "csv" else rubric_files.as_json(settings.rubric)
    return download(content, f"{settings.title[:80]}.rubric.{kind}")


def _sources(db: Session) -> dict[str, tuple[str, Stored]]:
    """Key -> (words, rubric) of everything that can be chosen."""
    found = {f"shipped-{name}": both for name, both in shipped_rubrics().items()}
    for one in rubrics.own_rubrics(db, current_launch()):
        words = _("%(title)s, in %(course)s", title=one.title, course=one.course) if one.course else one.title
        criteria = ", ".join(str(criterion["title"]) for criterion in one.rubric)
        found[f"activity-{one.activity_id}"] = (f"{words}: {criteria}", one.rubric)
    return found


@require_right(Right.SETTINGS)
def choose() -> str:
    return _page(ElsewhereForm())


@require_right(Right.SETTINGS)
@harmless("shows a rubric and stores nothing")
def preview() -> str | tuple[str, int]:
    """What was chosen, criterion by criterion, before it is taken over."""
    form = ElsewhereForm(CombinedMultiDict([request.files, request.form]))
    if not form.validate():
        return _page(form), 422
    stored: Stored = []
    with refusals_shown_in(form):
        stored = _chosen(form)
    if form.form_errors:
        return _page(form), 422
    return _page(form, stored)


def _chosen(form: ElsewhereForm) -> Stored:
    if form.file.data is not None:
        return rubric_files.read(form.file.data.content)
    with current_suite().database.read() as db:
        found = _sources(db).get(str(form.source.data or ""))
    if found is None:
        raise rubric_refusals.nothing_chosen()
    return found[1]


def _page(form: ElsewhereForm, stored: Stored | None = None) -> str:
    with current_suite().database.read() as db:
        form.source.choices = {key: words for key, (words, _rubric) in _sources(db).items()}
        begun = is_begun(db)
    return render_template(
        "peer-review/rubric_elsewhere.html",
        settings=read_settings(current_launch().settings),
        form=form,
        rubric=read_rubric(stored) if stored else (),
        stored=json.dumps(stored) if stored else "",
        begun=begun,
    )


@require_right(Right.SETTINGS)
@deed(deeds.RUBRIC)
def take() -> Response:
    """Put the rubric that was looked at in the place of the old one, as a new version."""
    fresh = read_rubric(rubric_files.read(request.form.get("rubric", "").encode()))

    def change(_before: list[Criterion]) -> list[Criterion]:
        return list(fresh)

    return changed(change)
