"""An activity's settings, from inside it: choosing the tool of a suite-wide link, filling in, changing, copying."""

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import Form

from lti_tools import drafts
from lti_tools.activities import activity_of, configure, copy_settings
from lti_tools.errors import NotFound
from lti_tools.kit.activity_file import library
from lti_tools.kit.activity_file import store as templates
from lti_tools.kit.activity_file.pictures import load_content
from lti_tools.kit.audit import store as audit
from lti_tools.kit.audit.audit import changes, note
from lti_tools.kit.audit.deeds import deed, done
from lti_tools.kit.audit.own import FILLED_IN, SETTINGS
from lti_tools.launches import STAFF, Right, current_launch, now, require_right, require_role
from lti_tools.store.links import offered_sources
from lti_tools.store.tables.activities import Activity
from lti_tools.suite import current_suite
from lti_tools.tool import Tool
from lti_tools.views.starting import chosen_template, form_of
from lti_tools.web.forms import refusals_shown_in
from lti_tools.web.locale import lazy
from lti_tools.web.notices import Notice, announce
from lti_tools.web.versions import FIELD as VERSION
from lti_tools.web.versions import TAKE, UNKNOWN, Clash, made_from, read_of, settle

blueprint = Blueprint("setup", __name__, url_prefix="/s/<launch_session>/-")
announce(
    blueprint,
    {
        "settings-saved": Notice(lazy("The settings are saved.")),
        "settings-merged": Notice(lazy("The settings are saved, together with what was changed elsewhere meanwhile.")),
        "settings-copied": Notice(lazy("The settings are copied. Check the dates before you go on.")),
    },
)


DRAFTS = "settings"
"""The name of this form's drafts."""


@blueprint.get("/waiting")
def waiting() -> str:
    """What students see before a teacher has filled in the settings."""
    return render_template("lti/setup/waiting.html")


@blueprint.get("/settings")
@blueprint.get("/settings/<tool>")
@require_role(*STAFF)
def edit(tool: str = "") -> str:
    launch = current_launch()
    chosen = _tool(tool if not launch.configured else "")
    if not launch.may(Right.SETTINGS):
        return render_template("lti/setup/waiting.html")
    if chosen is None:
        return render_template("lti/setup/choose.html", tools=current_suite().tools.values())
    template = None if launch.configured else chosen_template(chosen)
    form = form_of(chosen, template, _known())
    if template:
        return _page(chosen, form)
    with current_suite().database.read() as db:
        restored = drafts.restore(db, launch, DRAFTS, form)
    return _page(chosen, form, restored=restored)


@blueprint.post("/settings")
@require_right(Right.SETTINGS)
@deed(SETTINGS, FILLED_IN)
def save() -> Response | tuple[str, int]:
    launch = current_launch()
    tool = _tool(request.form.get("tool", "") if not launch.configured else "")
    if tool is None:
        raise NotFound
    form, read = tool.settings_form(request.form), read_of(request.form) or UNKNOWN
    with refusals_shown_in(form), current_suite().database.write() as db:
        activity = activity_of(db, launch.context_id, launch.activity, to_change=True)
        version, stored = activity.version, _form_of_stored(tool, activity)
        clashes = settle(form, stored, read, version, request.form.getlist(TAKE))
        who = audit.newest_doer(db, activity.id, SETTINGS) if clashes else ""
        if not clashes and form.validate():
            number = _store(db, activity, tool, form)
            drafts.forget(db, launch, DRAFTS, form)
    if clashes:
        return _page(tool, form, clashes=clashes, who=who, origin=made_from(stored, version)), 409
    if form.errors:
        return _page(tool, form, origin=request.form.get(VERSION, "")), 422
    return done(f"{tool.slug}.home", "settings-saved" if read.version == version else "settings-merged", number)


def _form_of_stored(tool: Tool, activity: Activity) -> Form:
    return tool.settings_form(data=tool.from_settings(dict(activity.settings) or {"title": activity.title}))


def _store(db: Session, activity: Activity, tool: Tool, form: Form) -> int | None:
    """Store the settings; the number of the record's entry that can be taken back, None where nothing can."""
    first, known = activity.configured_at is None, dict(activity.settings)
    configure(db, activity, tool, tool.to_settings(form), now())
    before, after = changes({} if first else known, activity.settings)
    if first:
        _load_template(db, activity, tool)
        note(db, current_launch(), FILLED_IN, now=now())
    elif after:
        return note(db, current_launch(), SETTINGS, before=before, after=after, now=now())
    return None


@blueprint.post("/forget-drafts")
@require_right(Right.SETTINGS)
def forget() -> Response:
    """Drop what was typed and not saved, and show the settings as they are stored."""
    launch = current_launch()
    tool = _tool(request.form.get("tool", "") if not launch.configured else "")
    if tool is None:
        raise NotFound
    with current_suite().database.write() as db:
        drafts.forget(db, launch, DRAFTS, tool.settings_form())
    return redirect(url_for(".edit") if launch.configured else url_for(".edit", tool=tool.slug), 303)


@blueprint.post("/copy")
@require_right(Right.SETTINGS)
@deed(FILLED_IN)
def copy() -> Response:
    """Take over the settings of the activity this link was copied from, as the teacher confirmed."""
    launch, suite = current_launch(), current_suite()
    with suite.database.write() as db:
        activity = activity_of(db, launch.context_id, launch.activity, to_change=True)
        if activity.configured_at is not None:
            raise NotFound
        offers = offered_sources(db, activity, launch.platform_id, launch.person_id)
        chosen = [source for source, _title in offers if str(source.id) == request.form.get("source", "")]
        if not chosen:
            raise NotFound
        copy_settings(db, suite, activity, chosen[0], now())
        note(db, launch, FILLED_IN, now=now())
        slug = activity.tool
    return redirect(url_for(f"{slug}.home", said="settings-copied"), 303)


def _load_template(db: Session, activity: Activity, tool: Tool) -> None:
    """The content beyond the settings of the template that the form began with."""
    template = chosen_template(tool)
    if template and tool.content:
        by = current_launch().person_id
        load_content(db, tool.content, activity.id, template.file.values, now(), by=by)
        templates.note_use(db, activity.id, template.template_id)


def _tool(chosen: str) -> Tool | None:
    return current_suite().tool(chosen or current_launch().tool)


def _known() -> dict[str, object]:
    launch = current_launch()
    return dict(launch.settings) if launch.settings else {"title": launch.activity_title}


def _page(
    tool: Tool, form: Form, *, clashes: Sequence[Clash] = (), who: str = "", origin: str = "", restored: bool = False
) -> str:
    """`clashes`: what `who` has saved meanwhile and this person changed too; `origin`: what the form is made from."""
    launch, suite = current_launch(), current_suite()
    offers, starts = [], []
    if not launch.configured:
        with suite.database.read() as db:
            activity = activity_of(db, launch.context_id, launch.activity)
            offers = offered_sources(db, activity, launch.platform_id, launch.person_id)
            starts = library.offers(db, launch, tool)
    return render_template(
        "lti/setup/settings.html",
        tool=tool,
        form=form,
        offers=offers,
        starts=starts,
        template=None if launch.configured else chosen_template(tool),
        clashes=clashes,
        who=who,
        restored=restored,
        version=origin or made_from(tool.settings_form(data=tool.from_settings(_known())), launch.activity_version),
    )
