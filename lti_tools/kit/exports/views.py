"""The page of exports for staff, and the downloads."""

from collections.abc import Iterator, Mapping

from flask import Blueprint, Response, render_template, request

from lti_tools.errors import NotFound
from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import deed
from lti_tools.kit.exports import store
from lti_tools.kit.exports.actions import NAMED
from lti_tools.kit.exports.declared import Export
from lti_tools.kit.exports.exports import Known
from lti_tools.kit.exports.making import Format, pieces
from lti_tools.kit.part import current_parts
from lti_tools.launches import STAFF, current_launch, now, require_role
from lti_tools.suite import current_suite
from lti_tools.web.streaming import streamed


def make_blueprint() -> Blueprint:
    blueprint = Blueprint("kit-exports", __name__)
    blueprint.add_url_rule("/", "show", show)
    blueprint.add_url_rule("/file", "nameless", nameless)
    blueprint.add_url_rule("/file", "named", named, methods=["POST"])
    return blueprint


def offered() -> Mapping[str, Export]:
    """Key -> export, of this session's tool and of the kit's parts."""
    tool = current_suite().tool(current_launch().tool)
    found = [*(tool.exports if tool else ()), *(one for part in current_parts() for one in part.exports)]
    return {export.key: export for export in found}


@require_role(*STAFF)
def show() -> str:
    return render_template("lti/exports/exports.html", exports=offered().values(), formats=Format)


@require_role(*STAFF)
def nameless() -> Response:
    export, wanted = _asked(request.args)
    if not export.nameless:
        raise NotFound
    return _file(export, wanted, None)


@require_role(*STAFF)
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
