"""The page of exports for staff, and the downloads."""

from collections.abc import Iterator, Mapping

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lti_tools.errors import NotFound
from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import deed
from lti_tools.kit.exports import store
from lti_tools.kit.exports.actions import NAMED
from lti_tools.kit.exports.declared import Export
from lti_tools.kit.exports.everything import NAMED_ARCHIVE, NAMELESS_ARCHIVE
from lti_tools.kit.exports.exports import Known
from lti_tools.kit.exports.making import Format, pieces
from lti_tools.kit.jobs.jobs import start
from lti_tools.kit.part import current_parts
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.suite import current_suite
from lti_tools.web.locale import gettext as _
from lti_tools.web.streaming import streamed


def make_blueprint() -> Blueprint:
    blueprint = Blueprint("kit-exports", __name__)
    blueprint.add_url_rule("/", "show", show)
    blueprint.add_url_rule("/file", "nameless", nameless)
    blueprint.add_url_rule("/file", "named", named, methods=["POST"])
    blueprint.add_url_rule("/everything", "everything", everything, methods=["POST"])
    return blueprint


def offered() -> Mapping[str, Export]:
    """Key -> export, of this session's tool and of the kit's parts."""
    tool = current_suite().tool(current_launch().tool)
    found = [*(tool.exports if tool else ()), *(one for part in current_parts() for one in part.exports)]
    return {export.key: export for export in found}


@require_right(Right.RUN)
def show() -> str:
    return render_template("lti/exports/exports.html", exports=offered().values(), formats=Format)


@require_right(Right.RUN)
def nameless() -> Response:
    export, wanted = _asked(request.args)
    if not export.nameless:
        raise NotFound
    return _file(export, wanted, None)


@require_right(Right.RUN)
@deed(NAMED)
def named() -> Response:
    """With names, so it is a post and stands in the record before the first byte leaves."""
    launch, (export, wanted) = current_launch(), _asked(request.form)
    if not export.named:
        raise NotFound
    with current_suite().database.write() as db:
        note(db, launch, NAMED, subject={"export": str(export.title), "format": wanted.ending}, now=now())
    with current_suite().database.read() as db:
        people = store.people_of(db, launch.context_id)
    return _file(export, wanted, people)


@require_right(Right.RUN)
@deed(NAMED)
def everything() -> AnyResponse:
    """All tables in one archive, made by the worker; with names it stands in the record."""
    launch, names = current_launch(), request.form.get("names") == "1"
    with current_suite().database.write() as db:
        job = start(db, launch, NAMED_ARCHIVE if names else NAMELESS_ARCHIVE, now=now())
        if names:
            note(db, launch, NAMED, subject={"export": _("All tables"), "format": "zip"}, now=now())
    return redirect(url_for("kit-jobs.show", job_id=job), 303)


def _asked(said: Mapping[str, str]) -> tuple[Export, Format]:
    export, kind = offered().get(said.get("table", "")), said.get("kind", "")
    if export is None or kind not in list(Format):
        raise NotFound
    return export, Format(kind)


def _file(export: Export, kind: Format, people: Mapping[int, Known] | None) -> Response:
    suite, activity_id, at = current_suite(), current_launch().activity, now()

    def body() -> Iterator[bytes]:
        with suite.database.read() as db:
            yield from pieces(db, export, activity_id, kind, people, at)

    names = "" if people is not None else "-without-names"
    name = f"{export.key}{names}-{at:%Y%m%d}.{kind.ending}"
    return streamed(body(), content_type=kind.mimetype, file_name=name)
