"""What each personality demands of a registration request, and what it only notes or ignores."""

from typing import Any
from urllib.parse import urlsplit

from lti_tools.demo_lms.calls import Call, Refused
from lti_tools.demo_lms.configuration import messages_supported, scopes_supported
from lti_tools.demo_lms.lms import Lms
from lti_tools.demo_lms.personalities import PLACEMENTS, STANDARD_PLACEMENTS
from lti_tools.demo_lms.terms import CANVAS

Body = dict[str, Any]


def _common_faults(body: Body) -> list[str]:
    wrong = [
        f"{name} is missing"
        for name in ("initiate_login_uri", "client_name", "jwks_uri")
        if not isinstance(body.get(name), str) or not body[name]
    ]
    if not isinstance(body.get("redirect_uris"), list) or not body["redirect_uris"]:
        wrong.append("redirect_uris is missing")
    if "id_token" not in (body.get("response_types") or []):
        wrong.append("response_types lacks id_token")
    if body.get("token_endpoint_auth_method") != "private_key_jwt":
        wrong.append("token_endpoint_auth_method is not private_key_jwt")
    return wrong


def check_moodle(lms: Lms, body: Body, tool_body: Body, call: Call) -> None:
    wrong = _common_faults(body)
    domain = tool_body.get("domain")
    target = tool_body.get("target_link_uri")
    if not domain:
        wrong.append("domain is missing")
    elif target and urlsplit(str(target)).netloc != domain:
        wrong.append("domain does not match target_link_uri (it must name the port)")
    if body.get("application_type", "web") != "web":
        wrong.append("application_type is not web")
    call.problems += [f"unknown scope {scope}" for scope in scopes_of(body) if scope not in scopes_supported(lms)]
    if wrong:
        raise Refused(400, "; ".join(wrong))


def check_canvas(lms: Lms, body: Body, tool_body: Body, call: Call) -> None:
    wrong = _common_faults(body)
    if body.get("application_type") != "web":
        wrong.append("application_type is not web")
    if not {"client_credentials", "implicit"} <= set(body.get("grant_types") or []):
        wrong.append("grant_types lacks client_credentials or implicit")
    domain = tool_body.get("domain")
    if not domain or "://" in str(domain):
        wrong.append("domain is missing or has a scheme")
    messages = tool_body.get("messages")
    if not isinstance(messages, list) or not all(isinstance(message, dict) for message in messages):
        raise Refused(422, "; ".join([*wrong, "messages is no list of objects"]))
    if not isinstance(tool_body.get("claims"), list):
        wrong.append("claims is no list")
    wrong += [f"unknown scope {scope}" for scope in scopes_of(body) if scope not in scopes_supported(lms)]
    for message in messages:
        wrong += _message_faults(lms, message)
    wrong += custom_faults(tool_body.get("custom_parameters"))
    addresses = {"logo_uri": body.get("logo_uri"), "target_link_uri": tool_body.get("target_link_uri")}
    wrong += [f"{name} is no address" for name, value in addresses.items() if value is not None and not is_uri(value)]
    if wrong:
        raise Refused(422, "; ".join(wrong))


def _message_faults(lms: Lms, message: Body) -> list[str]:
    wrong = []
    if message.get("type") not in messages_supported(lms):
        wrong.append(f"unknown message {message.get('type')}")
    for placement in message.get("placements") or []:
        if placement_name(placement) not in PLACEMENTS:
            wrong.append(f"unknown placement {placement}")
    for name in ("target_link_uri", "icon_uri"):
        if message.get(name) is not None and not is_uri(message[name]):
            wrong.append(f"{name} of a message is no address")
    return wrong + custom_faults(message.get("custom_parameters"))


def custom_faults(custom: object) -> list[str]:
    if custom is None:
        return []
    if not isinstance(custom, dict):
        return ["custom_parameters is no object"]
    return [f"custom parameter {name} is no text" for name, value in custom.items() if not isinstance(value, str)]


def is_uri(value: object) -> bool:
    return isinstance(value, str) and urlsplit(value).scheme in ("http", "https") and bool(urlsplit(value).netloc)


def placement_name(name: object) -> str:
    plain = str(name).removeprefix(CANVAS)
    return STANDARD_PLACEMENTS.get(plain, plain)


def scopes_of(body: Body) -> list[str]:
    scope = body.get("scope")
    return scope.split() if isinstance(scope, str) else []
