"""The launch (LTI 1.3 Core 5.1): the platform's form post becomes a session, or a page that says why not."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for

from lti_tools.activities import settle
from lti_tools.errors import AccessRefused, BrowserNotBound, LaunchRefused, PlatformReported
from lti_tools.kit.mentors.mentors import KEY, resolve
from lti_tools.launches import base_path, cookie_name, now, session_path, set_cookie
from lti_tools.lti import claims as names
from lti_tools.lti.launch import Launch
from lti_tools.lti.pylti import unverified_id
from lti_tools.lti.reading import origin_of, storable
from lti_tools.lti.receiving import Desk, receive
from lti_tools.ops.logs import log_launch
from lti_tools.store.arrivals import arrive
from lti_tools.store.clients import Client, learn_origins
from lti_tools.store.places import Place, known_place
from lti_tools.store.sessions import Opened, issue_ticket, open_session
from lti_tools.suite import Suite, current_suite
from lti_tools.views.framing import frame_by
from lti_tools.views.login import storage_target
from lti_tools.views.messages import ADMISSION, FIRST_PAGE

blueprint = Blueprint("launch", __name__)


@blueprint.get("/lti/launch")
@blueprint.get("/lti/launch/<tool>")
def explain(tool: str = "") -> str:
    """Somebody opened the launch address by hand."""
    return render_template("lti/explain.html", tool=current_suite().tool(tool))


@blueprint.post("/lti/launch")
@blueprint.post("/lti/launch/<tool>")
def launch(tool: str = "") -> Response:
    token = request.form.get("id_token", "")
    desk = Desk(current_suite(), request.cookies, request.form.get("storage_value", ""), now())
    try:
        if "error" in request.form and not token:
            raise PlatformReported(storable(request.form["error"], 60))
        message, _claims = receive(desk, token, request.form.get("state", ""))
        opened, landing = _open(desk.suite, desk.known_client, message)
    except BrowserNotBound:
        _report(desk, "not-bound", BrowserNotBound.code, token)
        target = storage_target(request.form.get("lti_storage_target", ""))
        if not target or desk.login is None or "storage_value" in request.form:
            raise
        return _ask_storage(desk, target, token)
    except (LaunchRefused, AccessRefused) as refusal:
        _report(desk, "refused", refusal.code, token, refusal.detail)
        raise
    _report(desk, "opened", message.message_type, token)
    return _enter(desk, opened, landing) if desk.cookie_came else _offer_tab(desk, opened, message)


def _open(suite: Suite, client: Client, message: Launch) -> tuple[Opened, str]:
    """The launch's place, brought up to date where it brings news, and a session there."""
    place = _place(suite, client, message)
    kept = _kept(client, message) | _learners(suite, client, message, place)
    with suite.database.single() as db:
        opened = open_session(
            db,
            now(),
            timedelta(hours=suite.settings.session_hours),
            registration_id=client.registration_id,
            deployment_id=place.deployment_id,
            person_id=place.person_id,
            context_id=place.context_id,
            activity_id=place.activity_id,
            role=message.role,
            message_type=message.message_type,
            locale=message.who.locale,
            message=kept,
        )
    if KEY in kept and place.configured:
        return opened, "kit-mentors.home"
    return opened, FIRST_PAGE[message.message_type](suite, message, place)


def _place(suite: Suite, client: Client, message: Launch) -> Place:
    origins = {origin_of(address) for address in (client.issuer, message.return_url)} - {""}
    if origins <= set(client.origins):
        with suite.database.single() as db:
            place = known_place(db, client, message, now())
        if place:
            ADMISSION[message.message_type](message, place)
            return place
    with suite.database.write() as db:
        arrival = arrive(db, client, message, now())
        ADMISSION[message.message_type](message, arrival.place)
        settle(db, suite, arrival, message, message.tool or client.tool, now())
        learn_origins(db, client, origins)
    if not origins <= set(client.origins):
        suite.clients.forget(client.registration_id)
    return arrival.place


def _kept(client: Client, message: Launch) -> dict[str, Any]:
    """What the session has to remember of the message; empty values are left out."""
    kept = {
        "tool": message.tool or client.tool,
        "return_url": message.return_url,
        "timezone": message.custom.get("timezone", ""),
        "for_user": message.for_user,
        "review_person": message.review[1] if message.review else 0,
        "platform_admin": message.platform_admin,
        "deep_linking": message.deep_linking.as_json() if message.deep_linking else None,
    }
    return {key: value for key, value in kept.items() if value}


def _learners(suite: Suite, client: Client, message: Launch, place: Place) -> dict[str, Any]:
    """Whose mentor this person is, where platform and school let mentors read."""
    if not message.mentored or message.message_type != names.RESOURCE_LINK_REQUEST:
        return {}
    with suite.database.read() as db:
        found = resolve(db, client.platform_id, place.context_id, message.mentored)
    return {KEY: found} if found else {}


def _enter(desk: Desk, opened: Opened, landing: str) -> Response:
    settings = desk.suite.settings
    g.launch_session = opened.path
    response = redirect(url_for(landing), 303)
    assert isinstance(response, Response)
    path = session_path(settings, opened.path)
    set_cookie(response, cookie_name(settings), opened.secret, path=path, max_age=int(settings.session_hours * 3600))
    if desk.login:
        name = ("__Secure-" if settings.secure else "") + desk.login.cookie_name
        set_cookie(response, name, "", path=f"{base_path(settings)}/lti", max_age=0)
    return frame_by(response, desk.known_client.origins)


def _offer_tab(desk: Desk, opened: Opened, message: Launch) -> Response:
    """The platform's storage has shown whose launch it is, but no cookie can hold a session here: it opens in a tab.

    The button posts from here into the new tab, where cookies are first-party; this page has named the person.
    """
    with desk.suite.database.write() as db:
        secret = issue_ticket(db, opened.id, now())
    page = render_template("lti/elsewhere.html", name=message.who.name, secret=secret)
    return frame_by(make_response(page), desk.known_client.origins)


def _ask_storage(desk: Desk, target: str, token: str) -> Response:
    """No cookie, but the platform keeps storage: our script reads the proof there and posts the launch once more."""
    assert desk.login is not None
    page = render_template(
        "lti/storage.html",
        token=token,
        state=request.form.get("state", ""),
        storage_key=desk.login.storage_key,
        storage_target=target,
        platform_origin=origin_of(desk.known_client.authorization_endpoint),
    )
    return frame_by(make_response(page, BrowserNotBound.status), desk.known_client.origins)


def _report(desk: Desk, verdict: str, code: str, token: str, detail: str = "") -> None:
    """The one log line of a launch: verdict, reason, registration and the token's id."""
    log_launch(
        verdict,
        code,
        detail=detail,
        registration=desk.client.registration_id if desk.client else None,
        jti=unverified_id(token) if verdict != "opened" else "",
    )
