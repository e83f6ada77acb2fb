"""Dynamic registration: single-use tokens, the request's way, and what is answered."""

import json
import secrets
import string

from lti_tools.demo_lms.calls import Call, Refused
from lti_tools.demo_lms.lms import Lms, RegistrationToken
from lti_tools.demo_lms.registration_kept import fill_canvas, fill_moodle
from lti_tools.demo_lms.registration_rules import Body, check_canvas, check_moodle
from lti_tools.demo_lms.terms import (
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
from lti_tools.demo_lms.tools import Tool


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
    (check_moodle if lms.moodle else check_canvas)(lms, body, tool_body, call)
    with lms.lock:
        tool = new_tool(lms, token)
        (fill_moodle if lms.moodle else fill_canvas)(lms, tool, body, tool_body)
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
