"""The OIDC login (Security Framework 5.1.1): decides how the state is bound to this browser, then asks the platform."""

from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Response, make_response, redirect, render_template, request

from lti_tools.errors import LoginParameterMissing, RegistrationInactive, UnknownRegistration
from lti_tools.launches import base_path, now, set_cookie
from lti_tools.lti import state as states
from lti_tools.lti.pylti import authorization_address
from lti_tools.lti.reading import origin_of
from lti_tools.store.clients import Client
from lti_tools.store.tables.schools import RegistrationStatus
from lti_tools.suite import current_suite
from lti_tools.views.framing import frame_by

blueprint = Blueprint("login", __name__)

PASSED_ON = ("iss", "client_id", "login_hint", "lti_message_hint", "target_link_uri", "lti_deployment_id")
REQUIRED = ("iss", "client_id", "login_hint", "target_link_uri")
LONGEST = 8000
KEEPS_COOKIES = "lti_cookies"
"""Set once a cookie was seen to come back. It lives in the same partition, so where it is sent, the state's will be."""
REMEMBERED = 90 * 24 * 3600


@blueprint.route("/lti/login", methods=["GET", "POST"])
def login() -> Response:
    """Straight to the platform where this browser has shown that it keeps our cookies in this place.

    Else one page for all three ways: its script sees whether the cookie came back, else tries the platform's storage,
    else offers a new tab, where the same address starts afresh as a page of its own.
    """
    parameters = _parameters()
    suite = current_suite()
    client = suite.clients.of(parameters["iss"], parameters["client_id"], now())
    _check(client)
    assert client is not None
    state = states.issue(suite.keys.secret, client.registration_id, now())
    settings = suite.settings
    address = authorization_address(
        parameters,
        endpoint=client.authorization_endpoint,
        issuer=client.issuer,
        client_id=client.client_id,
        redirect_uri=f"{settings.public_url}/lti/launch",
        state=state.text,
        nonce=state.nonce,
    )
    response = _straight(address) if KEEPS_COOKIES in request.cookies else _page(parameters, state, client, address)
    prefix = "__Secure-" if settings.secure else ""
    path = f"{base_path(settings)}/lti"
    lifetime = int(states.LIFETIME.total_seconds())
    set_cookie(response, prefix + state.cookie_name, state.cookie_value, path=path, max_age=lifetime)
    return frame_by(response, client.origins)


def _straight(address: str) -> Response:
    response = redirect(address)
    assert isinstance(response, Response)
    return response


def _page(parameters: dict[str, str], state: states.LoginState, client: Client, address: str) -> Response:
    return make_response(
        render_template(
            "lti/login.html",
            address=address,
            state=state,
            storage_target=storage_target(request.values.get("lti_storage_target", "")),
            platform_origin=origin_of(client.authorization_endpoint),
            new_tab=f"{base_path(current_suite().settings)}/lti/login?{urlencode(parameters)}",
            host=urlsplit(current_suite().settings.public_url).hostname,
        )
    )


@blueprint.get("/lti/login/cookie")
def cookie_seen() -> Response:
    """204 when this browser sent the login's cookie back, 404 when it did not; remembered for the next login."""
    name = request.args.get("name", "")
    seen = name.startswith("lti_login_") and any(key.endswith(name) for key in request.cookies)
    response = Response(status=204 if seen else 404)
    if seen:
        path = f"{base_path(current_suite().settings)}/lti"
        set_cookie(response, KEEPS_COOKIES, "1", path=path, max_age=REMEMBERED)
    return response


def storage_target(text: str) -> str:
    """The frame that keeps the platform's storage; a name that could be no frame's counts as `_parent`."""
    if not text:
        return ""
    fit = len(text) <= 100 and text.replace("_", "").replace("-", "").isalnum() and text.isascii()
    return text if fit else "_parent"


def _parameters() -> dict[str, str]:
    found = {name: request.values.get(name, "")[:LONGEST] for name in PASSED_ON}
    for name in REQUIRED:
        if not found[name].strip() or "\x00" in found[name]:
            raise LoginParameterMissing(name)
    return {name: value for name, value in found.items() if value}


def _check(client: Client | None) -> None:
    if client is None or client.status == RegistrationStatus.REMOVED:
        raise UnknownRegistration
    if client.status != RegistrationStatus.ACTIVE:
        raise RegistrationInactive
