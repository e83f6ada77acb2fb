"""OIDC third-party login: the initiation we send, the authorization request we judge, the id_token we post.

A prepared launch is spent by its first authorization request, in both personalities.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from lti_tools.demo_lms.calls import Call
from lti_tools.demo_lms.claims import id_token_claims
from lti_tools.demo_lms.lms import Launch, Lms
from lti_tools.demo_lms.people import Person
from lti_tools.demo_lms.tools import Tool


@dataclass(frozen=True)
class FormPost:
    """A form that the browser sends on at once."""

    url: str
    fields: dict[str, str]


@dataclass(frozen=True)
class ErrorPage:
    """The platform's own error page: the tool hears nothing."""

    status: int
    reason: str


def prepare(
    lms: Lms,
    tool: Tool,
    person: Person,
    course: int,
    message_type: str,
    *,
    activity: int | None = None,
    placement: str = "",
    target_link_uri: str = "",
    document_target: str = "iframe",
    for_user: int | None = None,
) -> Launch:
    """Keep a launch until the tool asks for it."""
    launch_id = secrets.token_hex(8)
    hint = _moodle_hint(lms, activity, launch_id) if lms.moodle else _canvas_hint(lms, launch_id)
    target = target_link_uri or tool.target_for(message_type)
    launch = Launch(
        hint, person.number, tool.number, course, message_type, activity, placement, target, document_target, for_user
    )
    with lms.lock:
        lms.launches[hint] = launch
        for old in list(lms.launches)[:-5000]:
            del lms.launches[old]
    return launch


def _moodle_hint(lms: Lms, activity: int | None, launch_id: str) -> str:
    """JSON text with braces and quotes: the tool must encode it on its way back."""
    return json.dumps({"cmid": activity or 0, "launchid": f"ltilaunch{activity or ''}_{launch_id}"})


def _canvas_hint(lms: Lms, launch_id: str) -> str:
    now = int(lms.now())
    return lms.key.sign({"verifier": launch_id, "canvas_domain": urlsplit(lms.base_url).netloc, "exp": now + 300})


def initiation(lms: Lms, launch: Launch) -> FormPost:
    """What the browser sends to the tool's login address (LTI 1.3 Core, section 5.1.1.1)."""
    tool, person = lms.tools[launch.tool], lms.people[launch.person]
    fields = {
        "iss": lms.issuer,
        "target_link_uri": launch.target_link_uri,
        "login_hint": _login_hint(lms, person),
        "lti_message_hint": launch.hint,
        "client_id": tool.client_id,
        "lti_deployment_id": tool.deployment_id,
    }
    if lms.personality.platform_storage:
        fields |= {
            "canvas_region": "not_configured",
            "canvas_environment": "prod",
            "lti_storage_target": "post_message_forwarding",
        }
    return FormPost(tool.login_url, fields)


def _login_hint(lms: Lms, person: Person) -> str:
    return str(person.number) if lms.moodle else lms.opaque(f"user {person.number}")


def authorize(lms: Lms, asked: Mapping[str, str], person: Person | None, call: Call) -> FormPost | ErrorPage:
    """Judge an authorization request of the signed-in `person`; a good one gets its id_token, once."""
    with lms.lock:
        launch = lms.launches.get(asked.get("lti_message_hint", ""))
        answer = (_moodle if lms.moodle else _canvas)(lms, asked, person, launch, call)
    _close(lms, call, answer)
    return answer


def _close(lms: Lms, call: Call, answer: FormPost | ErrorPage) -> None:
    if isinstance(answer, ErrorPage):
        call.close(answer.status, "refused", answer.reason)
    elif "error" in answer.fields:
        call.close(200, "refused", f"{answer.fields['error']}: {answer.fields.get('error_description', '')}")
    else:
        call.close(200, "ok")


def _report(asked: Mapping[str, str], error: str, description: str) -> FormPost:
    """An OIDC error, posted to the redirect URI with the state as it came."""
    fields = {"error": error, "error_description": description}
    if "state" in asked:
        fields["state"] = asked["state"]
    return FormPost(asked["redirect_uri"], fields)


def _issue(lms: Lms, asked: Mapping[str, str], launch: Launch) -> FormPost:
    launch.id_token = lms.key.sign(id_token_claims(lms, launch, asked["nonce"]))
    fields = {"id_token": launch.id_token}
    if "state" in asked:
        fields["state"] = asked["state"]
    if lms.personality.platform_storage:
        fields["lti_storage_target"] = "post_message_forwarding"
    return FormPost(asked["redirect_uri"], fields)


def _moodle(
    lms: Lms, asked: Mapping[str, str], person: Person | None, launch: Launch | None, call: Call
) -> FormPost | ErrorPage:
    if person is None or launch is None or launch.used:
        why = "the session is lost" if person is None else "this launch is unknown or was used before"
        return ErrorPage(404, f"Invalid request: {why}")
    tool = lms.tools[launch.tool]
    call.client_id = tool.client_id
    if asked.get("redirect_uri") not in tool.redirect_uris:
        return ErrorPage(404, "Invalid request: this redirect_uri is not registered, byte for byte")
    launch.used = True
    missing = [name for name in ("nonce", "login_hint", "client_id") if not asked.get(name)]
    wanted = {"scope": "openid", "response_type": "id_token", "response_mode": "form_post"}
    wrong = [name for name, value in wanted.items() if asked.get(name) != value]
    if asked.get("prompt") not in (None, "", "none"):
        wrong.append("prompt")
    if missing or wrong:
        return _report(asked, "invalid_request", f"missing or wrong: {', '.join(missing + wrong)}")
    if asked["client_id"] != tool.client_id:
        return _report(asked, "unauthorized_client", "Unauthorized client")
    if launch.person != person.number or asked["login_hint"] != _login_hint(lms, person):
        return _report(asked, "access_denied", "The login_hint is somebody else's")
    if not _may_enter(lms, person, launch):
        return ErrorPage(403, "You cannot enter this course.")
    return _issue(lms, asked, launch)


def _canvas(
    lms: Lms, asked: Mapping[str, str], person: Person | None, launch: Launch | None, call: Call
) -> FormPost | ErrorPage:
    tool = lms.tools.get(launch.tool) if launch else lms.tool_by_client(asked.get("client_id"))
    redirect = asked.get("redirect_uri", "")
    if tool is None or not any(_canvas_redirect_fits(redirect, known) for known in tool.redirect_uris):
        return ErrorPage(400, "Invalid redirect_uri or lti_message_hint")
    call.client_id = tool.client_id
    required = (
        *("client_id", "login_hint", "lti_message_hint", "nonce", "prompt", "redirect_uri"),
        *("response_mode", "response_type", "scope"),
    )
    missing = [name for name in required if not asked.get(name)]
    wanted = {"scope": "openid", "response_type": "id_token", "response_mode": "form_post", "prompt": "none"}
    wrong = [name for name, value in wanted.items() if asked.get(name) and asked[name] != value]
    if launch is None or launch.used:
        return _report(asked, "launch_no_longer_valid", "The launch has either expired or already been consumed")
    launch.used = True
    if missing or wrong:
        return _report(asked, "invalid_request_object", f"missing or wrong: {', '.join(missing + wrong)}")
    if asked["client_id"] != tool.client_id or not tool.active:
        return _report(asked, "unauthorized_client", "Client not authorized in requested context")
    if person is None or launch.person != person.number or asked["login_hint"] != _login_hint(lms, person):
        return _report(asked, "login_required", "Must have an active user session")
    if not _may_enter(lms, person, launch):
        return _report(asked, "unauthorized_client", "The user cannot enter the course")
    return _issue(lms, asked, launch)


def _canvas_redirect_fits(asked: str, known: str) -> bool:
    """Canvas leaves the query aside unless the registered address has one, whose parameters must then be there."""
    want, have = urlsplit(known), urlsplit(asked)
    same = (want.scheme, want.netloc, want.path) == (have.scheme, have.netloc, have.path)
    return same and set(parse_qsl(want.query)) <= set(parse_qsl(have.query))


def _may_enter(lms: Lms, person: Person, launch: Launch) -> bool:
    return person.is_admin or lms.courses[launch.course].role(person.number) is not None
