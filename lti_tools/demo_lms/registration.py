"""Dynamic registration: single-use tokens, what each personality demands of a tool and what it ignores."""

import json
import re
import secrets
import string
from typing import Any
from urllib.parse import urlsplit

from lti_tools.demo_lms.calls import Call, Refused
from lti_tools.demo_lms.configuration import messages_supported, scopes_supported
from lti_tools.demo_lms.lms import Lms, RegistrationToken
from lti_tools.demo_lms.personalities import PLACEMENTS, STANDARD_PLACEMENTS
from lti_tools.demo_lms.terms import (
    AGS,
    CANVAS,
    DEEP_LINKING,
    GROUPS_SCOPE,
    LINE_ITEM,
    LINE_ITEM_READ,
    NRPS_SCOPE,
    RESOURCE_LINK,
    RESULT_READ,
    SCORE,
    TOOL_CONFIGURATION,
)
from lti_tools.demo_lms.tools import Placement, Tool

Body = dict[str, Any]


def new_token(lms: Lms, client_id: str = "") -> str:
    """A registration token: one hour, one use. With `client_id` it updates that tool (Moodle)."""
    now = int(lms.now())
    claims = {"iss": lms.issuer, "aud": lms.issuer, "sub": client_id or "new", "scope": "reg", "iat": now}
    token = lms.key.sign(claims | {"exp": now + 3600, "jti": secrets.token_hex(8)})
    lms.registration_tokens[token] = RegistrationToken(now + 3600, client_id)
    return token


def require_token(lms: Lms, authorization: str, *, fresh: bool = True) -> RegistrationToken:
    """The bearer's registration token. With `fresh` a used one is refused."""
    token = lms.registration_tokens.get(authorization.removeprefix("Bearer ").strip())
    if token is None or token.expires < lms.now():
        raise Refused(401, "invalid_token")
    if fresh and token.used:
        raise Refused(401, "token_already_used")
    return token


def register(lms: Lms, token: RegistrationToken, content_type: str, raw: bytes, call: Call) -> Body:
    """Make or update a tool from a registration request; the answer's body. The token is spent either way."""
    with lms.lock:
        if token.used:
            raise Refused(401, "token_already_used")
        token.used = True
    body = _parse(content_type, raw, call)
    call.body = body
    tool_body: Body = body[TOOL_CONFIGURATION]
    (_check_moodle if lms.moodle else _check_canvas)(lms, body, tool_body, call)
    with lms.lock:
        tool = new_tool(lms, token)
        (_fill_moodle if lms.moodle else _fill_canvas)(lms, tool, body, tool_body)
        tool.registration = body
        lms.tools[tool.number] = tool
        token.client_id = call.client_id = tool.client_id
    return answer(lms, tool)


def _parse(content_type: str, raw: bytes, call: Call) -> Body:
    if content_type.partition(";")[0].strip() != "application/json":
        call.problems.append(f"Content-Type {content_type!r} is not application/json")
    try:
        body = json.loads(raw)
    except ValueError as error:
        raise Refused(400, "invalid_client_metadata: no JSON") from error
    if not isinstance(body, dict) or not isinstance(body.get(TOOL_CONFIGURATION), dict):
        raise Refused(400, "invalid_client_metadata: no lti-tool-configuration")
    return body


def new_tool(lms: Lms, token: RegistrationToken) -> Tool:
    """The tool that the token updates, or an empty one with fresh ids (not kept yet)."""
    known = lms.tool_by_client(token.client_id) if token.client_id else None
    if known:
        return known
    number = lms.number()
    if lms.moodle:
        client_id = "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(15))
        return Tool(number, client_id, str(number), "", "", [], "", "", "")
    return Tool(number, str(10_000_000_000_000 + number), "", "", "", [], "", "", "")


# -- what is demanded


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


def _check_moodle(lms: Lms, body: Body, tool_body: Body, call: Call) -> None:
    wrong = _common_faults(body)
    domain = tool_body.get("domain")
    target = tool_body.get("target_link_uri")
    if not domain:
        wrong.append("domain is missing")
    elif target and urlsplit(str(target)).netloc != domain:
        wrong.append("domain does not match target_link_uri (it must name the port)")
    if body.get("application_type", "web") != "web":
        wrong.append("application_type is not web")
    call.problems += [f"unknown scope {scope}" for scope in _scopes(body) if scope not in scopes_supported(lms)]
    if wrong:
        raise Refused(400, "; ".join(wrong))


def _check_canvas(lms: Lms, body: Body, tool_body: Body, call: Call) -> None:
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
    wrong += [f"unknown scope {scope}" for scope in _scopes(body) if scope not in scopes_supported(lms)]
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
        if _placement_name(placement) not in PLACEMENTS:
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


def _placement_name(name: object) -> str:
    plain = str(name).removeprefix(CANVAS)
    return STANDARD_PLACEMENTS.get(plain, plain)


def _scopes(body: Body) -> list[str]:
    scope = body.get("scope")
    return scope.split() if isinstance(scope, str) else []


# -- what is kept


def _fill_common(tool: Tool, body: Body, tool_body: Body) -> None:
    tool.name = _without_tags(body["client_name"])
    tool.description = _without_tags(tool_body.get("description"))
    tool.icon = str(body.get("logo_uri") or "")
    tool.login_url = body["initiate_login_uri"]
    tool.redirect_uris = [str(uri) for uri in body["redirect_uris"]]
    tool.jwks_uri = body["jwks_uri"]
    tool.domain = str(tool_body["domain"])
    claims = [str(claim) for claim in tool_body.get("claims") or []]
    tool.sends_name = bool({"name", "given_name", "family_name"} & set(claims))
    tool.sends_email = "email" in claims
    tool.messages = {str(m.get("type")) for m in tool_body.get("messages") or [] if isinstance(m, dict)}


def _fill_moodle(lms: Lms, tool: Tool, body: Body, tool_body: Body) -> None:
    _fill_common(tool, body, tool_body)
    tool.target_link_uri = str(tool_body.get("target_link_uri") or f"https://{tool.domain}")
    tool.custom = {str(k): _without_tags(v) for k, v in (tool_body.get("custom_parameters") or {}).items()}
    tool.scopes = _granted_by_moodle(_scopes(body)) & set(scopes_supported(lms))
    tool.deep_linking, tool.deep_linking_url = False, ""
    for message in tool_body.get("messages") or []:
        if isinstance(message, dict) and message.get("type") == DEEP_LINKING and not tool.deep_linking:
            tool.deep_linking, tool.deep_linking_url = True, str(message.get("target_link_uri") or "")


def _granted_by_moodle(asked: list[str]) -> set[str]:
    """Reading and scoring come as one setting ("sync only"), making line items as the fuller one."""
    granted = {scope for scope in asked if not scope.startswith(AGS)}
    if {LINE_ITEM_READ, RESULT_READ, SCORE, LINE_ITEM} & set(asked):
        granted |= {LINE_ITEM_READ, RESULT_READ, SCORE}
    return granted | ({LINE_ITEM} & set(asked))


def _fill_canvas(lms: Lms, tool: Tool, body: Body, tool_body: Body) -> None:
    _fill_common(tool, body, tool_body)
    tool.target_link_uri = str(tool_body.get("target_link_uri") or body["redirect_uris"][0])
    tool.custom = dict(tool_body.get("custom_parameters") or {})
    tool.scopes = set(_scopes(body)) - {"openid"}
    privacy = tool_body.get(f"{CANVAS}privacy_level")
    if privacy:
        tool.sends_name = privacy in ("public", "name_only")
        tool.sends_email = privacy in ("public", "email_only")
    tool.placements = placements_of(tool_body.get("messages") or [])
    tool.deep_linking = bool(tool.selections)


def placements_of(messages: list[Body]) -> list[Placement]:
    """One message type per placement, the first wins; a message without placements goes to link_selection."""
    found: dict[str, Placement] = {}
    for message in messages:
        for name in map(_placement_name, message.get("placements") or ["link_selection"]):
            found.setdefault(
                name,
                Placement(
                    name,
                    str(message.get("type")),
                    str(message.get("target_link_uri") or ""),
                    str(message.get("label") or ""),
                    dict(message.get("custom_parameters") or {}),
                    message.get(f"{CANVAS}display_type") == "new_window",
                    message.get(f"{CANVAS}{name}/default_enabled") is not False,
                ),
            )
    return list(found.values())


def _without_tags(value: object) -> str:
    return re.sub(r"<[a-zA-Z/!?][^>]*>", "", str(value or "")).strip()


# -- what is answered


def answer(lms: Lms, tool: Tool) -> Body:
    """The registration as kept, in the form that the tool reads back."""
    body: Body = {
        "client_id": tool.client_id,
        "response_types": ["id_token"],
        "jwks_uri": tool.jwks_uri,
        "initiate_login_uri": tool.login_url,
        "grant_types": ["client_credentials", "implicit"],
        "redirect_uris": tool.redirect_uris,
        "application_type": "web",
        "token_endpoint_auth_method": "private_key_jwt",
        "client_name": tool.name,
        "logo_uri": tool.icon,
        "scope": " ".join(_answered_scopes(lms, tool)),
        TOOL_CONFIGURATION: {
            "version": "1.3.0",
            "target_link_uri": tool.target_link_uri,
            "domain": tool.domain,
            "description": tool.description,
            "claims": _claims(tool),
            "custom_parameters": {k: _cut_at_second_equals(v) if lms.moodle else v for k, v in tool.custom.items()},
            "messages": _messages(lms, tool),
        },
    }
    if lms.moodle:
        body[TOOL_CONFIGURATION]["deployment_id"] = tool.deployment_id
    else:
        body["registration_client_uri"] = f"{lms.url(lms.personality.paths.registration)}/{tool.number}"
    return body


def _answered_scopes(lms: Lms, tool: Tool) -> list[str]:
    """Moodle's answer may claim the lineitem scope although only "sync" was granted: the launch tells the truth."""
    scopes = set(tool.scopes)
    if lms.moodle and SCORE in scopes:
        scopes.add(LINE_ITEM)
    order = (LINE_ITEM, LINE_ITEM_READ, RESULT_READ, SCORE, NRPS_SCOPE, GROUPS_SCOPE)
    return [scope for scope in order if scope in scopes] + sorted(scopes - set(order))


def _claims(tool: Tool) -> list[str]:
    names = ["name", "given_name", "family_name"] if tool.sends_name else []
    return ["sub", "iss", *names, *(["email"] if tool.sends_email else [])]


def _cut_at_second_equals(value: str) -> str:
    return "=".join(value.split("=")[:2])


def _messages(lms: Lms, tool: Tool) -> list[Body]:
    if not lms.moodle:
        return list(tool.registration.get(TOOL_CONFIGURATION, {}).get("messages", []))
    messages: list[Body] = [{"type": RESOURCE_LINK}]
    if tool.deep_linking:
        messages.append({"type": DEEP_LINKING, "target_link_uri": tool.target_for(DEEP_LINKING)})
    return messages
