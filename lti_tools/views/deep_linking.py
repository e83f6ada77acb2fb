"""Deep linking (Deep Linking 2.0): the teacher picks a tool, fills in its activity, and the LMS gets one link back."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import Form

from lti_tools import drafts
from lti_tools.errors import MessageUnknown, NotFound
from lti_tools.kit.activity_file import library
from lti_tools.kit.activity_file.library import Chosen
from lti_tools.kit.activity_file.tables import PreparedFile
from lti_tools.kit.schedule.plans import span
from lti_tools.launches import Role, current_launch, now, require_role
from lti_tools.lti import deep_linking as wire
from lti_tools.lti.custom import ACTIVITY
from lti_tools.lti.target import target_address
from lti_tools.store import drafts as store
from lti_tools.store.clients import client_by_id
from lti_tools.store.tables.activities import PreparedLink
from lti_tools.store.tables.schools import Deployment
from lti_tools.suite import current_suite
from lti_tools.tool import Settings, Tool
from lti_tools.views.framing import post_to
from lti_tools.views.starting import chosen_template, form_of

blueprint = Blueprint("deep_linking", __name__, url_prefix="/s/<launch_session>/-/link")


@blueprint.get("")
@require_role(Role.INSTRUCTOR, Role.ASSISTANT)
def pick() -> str:
    """The tools to choose from; straight to the form where the registration is one tool's own."""
    settings = _request()
    if not settings.takes_activities:
        return render_template("lti/deep_linking/nothing.html")
    tool = current_suite().tool(current_launch().tool)
    if tool:
        return _fresh(tool)
    return render_template("lti/deep_linking/pick.html", tools=current_suite().tools.values())


@blueprint.get("/<tool>")
@require_role(Role.INSTRUCTOR, Role.ASSISTANT)
def fill(tool: str) -> str:
    return _fresh(_tool(tool))


@blueprint.post("/<tool>")
@require_role(Role.INSTRUCTOR, Role.ASSISTANT)
def send(tool: str) -> str | tuple[str, int]:
    chosen = _tool(tool)
    if not _request().takes_activities:
        raise NotFound
    form = chosen.settings_form(request.form)
    template = chosen_template(chosen)
    if not form.validate():
        return _page(chosen, form, template), 422
    settings = chosen.to_settings(form)
    return _return([wire.content_item(_prepare(chosen, settings, template), _request())])


@blueprint.post("/<tool>/draft")
@require_role(Role.INSTRUCTOR, Role.ASSISTANT)
def draft(tool: str) -> tuple[str, int]:
    """Keep a long text of the form as typed so far."""
    launch, typed = current_launch(), drafts.typed_so_far()
    if typed is None:
        return "", 422
    field, text = typed
    with current_suite().database.write() as db:
        store.keep_for_link(db, launch.context_id, launch.person_id, f"{_tool(tool).slug}-{field}", text, now())
    return "", 204


@blueprint.post("/<tool>/begin-anew")
@require_role(Role.INSTRUCTOR, Role.ASSISTANT)
def begin_anew(tool: str) -> Response:
    """Drop what was typed and never added."""
    chosen = _tool(tool)
    with current_suite().database.write() as db:
        _forget_drafts(db, chosen)
    return redirect(url_for(".fill", tool=chosen.slug), 303)


@blueprint.post("/cancel")
@require_role(Role.INSTRUCTOR, Role.ASSISTANT)
def cancel() -> str:
    """Back to the LMS with an empty list: never a dead end."""
    return _return([])


def _request() -> wire.DeepLinkingSettings:
    asked = current_launch().message.get("deep_linking")
    if not asked:
        raise MessageUnknown("no deep linking session")
    return wire.DeepLinkingSettings.from_json(asked)


def _tool(slug: str) -> Tool:
    launch, tool = current_launch(), current_suite().tool(slug)
    if tool is None or (launch.tool and launch.tool != slug):
        raise NotFound
    return tool


def _fresh(tool: Tool) -> str:
    """The form as it begins: with what was typed last and not added, or with the template that the address names."""
    launch, template = current_launch(), chosen_template(tool)
    form = form_of(tool, template, {"title": _request().title})
    if template:
        return _page(tool, form, template)
    with current_suite().database.read() as db:
        typed = store.link_drafts(db, launch.context_id, launch.person_id)
    return _page(tool, form, None, restored=drafts.fill_in(form, tool.slug, typed))


def _forget_drafts(db: Session, tool: Tool) -> None:
    launch, form = current_launch(), tool.settings_form()
    fields = [f"{tool.slug}-{field.name}" for field in drafts.long_texts(form)]
    store.forget_for_link(db, launch.context_id, launch.person_id, fields)


def _page(tool: Tool, form: Form, template: Chosen | None, *, restored: bool = False) -> str:
    several = not current_launch().tool and len(current_suite().tools) > 1
    with current_suite().database.read() as db:
        offers = library.offers(db, current_launch(), tool)
    return render_template(
        "lti/deep_linking/fill.html",
        tool=tool,
        form=form,
        several=several,
        offers=offers,
        template=template,
        restored=restored,
    )


def _prepare(tool: Tool, settings: Settings, template: Chosen | None) -> wire.ActivityItem:
    """Keep the settings for the link's first launch; what goes over the wire is the id they wait under."""
    launch, suite = current_launch(), current_suite()
    link = PreparedLink(
        uuid=str(uuid4()),
        context_id=launch.context_id,
        tool=tool.slug,
        title=str(settings.get("title") or tool.title),
        settings=settings,
        created_by=launch.person_id,
        created_at=now(),
    )
    with suite.database.write() as db:
        db.add(link)
        db.flush()
        _forget_drafts(db, tool)
        if template:
            db.add(PreparedFile(uuid=link.uuid, values=template.file.values, template_id=template.template_id))
    columns = tool.columns(settings)
    opens_at, closes_at = span(settings)
    column: dict[str, Any] = {}
    if columns:
        first = columns[0]
        column = {"column_label": first.label, "column_tag": first.tag, "score_maximum": first.score_maximum}
    return wire.ActivityItem(
        title=link.title,
        text=str(settings.get("summary", "")),
        url=target_address(suite.settings.public_url, tool.slug),
        custom={ACTIVITY: link.uuid},
        resource_id=link.uuid,
        reviewable=bool(tool.review_endpoint),
        opens_at=opens_at or _instant(settings.get("opens_at")),
        closes_at=closes_at or _instant(settings.get("closes_at")),
        **column,
    )


def _instant(value: object) -> datetime | None:
    return datetime.fromisoformat(value).astimezone(UTC) if isinstance(value, str) and value else None


def _return(items: list[dict[str, Any]]) -> str:
    """The page that posts the signed response; its script sends it, its button does without scripts."""
    launch, suite, settings = current_launch(), current_suite(), _request()
    with suite.database.read() as db:
        client = client_by_id(db, launch.registration_id)
        deployment = db.get(Deployment, launch.deployment_id)
    assert client is not None
    assert deployment is not None
    claims = wire.response_claims(
        client_id=client.client_id,
        issuer=client.issuer,
        deployment_id=deployment.deployment_id,
        settings=settings,
        items=items,
        now=now(),
    )
    post_to(settings.return_url, *launch.frame_origins)  # browsers hold the redirects after a form to the policy too
    return render_template(
        "lti/deep_linking/return.html",
        return_url=settings.return_url,
        token=suite.keys.sign(claims, now()),
        title=items[0]["title"] if items else "",
    )
