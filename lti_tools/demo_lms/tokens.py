"""The token endpoint (client credentials with a private_key_jwt) and the bearer check of every service."""

import secrets
from collections.abc import Mapping
from typing import Any

from lti_tools.demo_lms import tool_keys
from lti_tools.demo_lms.calls import Call, Refused
from lti_tools.demo_lms.jwt import TokenInvalid, read, verify
from lti_tools.demo_lms.lms import AccessToken, Lms
from lti_tools.demo_lms.tools import Tool

LIFETIME = 3600
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def grant(lms: Lms, content_type: str, form: Mapping[str, str], call: Call) -> dict[str, Any]:
    """The answer to a token request. Raises `Refused` whose reason begins with the OAuth error word."""
    if content_type.partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise Refused(400, "invalid_request: not form-encoded")
    if form.get("grant_type") != "client_credentials":
        raise Refused(400, "unsupported_grant_type")
    if form.get("client_assertion_type") != ASSERTION_TYPE:
        raise Refused(400, "invalid_request: client_assertion_type")
    tool = _authenticate(lms, form.get("client_assertion", ""), call)
    asked = form.get("scope", "").split()
    granted = [scope for scope in asked if scope in tool.scopes]
    if not granted or (not lms.moodle and granted != asked):
        raise Refused(400, "invalid_scope")
    if len(granted) < len(asked):
        call.problems.append("scopes that were not granted have been dropped")
    token = secrets.token_urlsafe(24)
    with lms.lock:
        lms.tokens[token] = AccessToken(tool.client_id, set(granted), lms.now() + LIFETIME)
    call.body = {"scope": granted}
    return {"access_token": token, "token_type": "Bearer", "expires_in": LIFETIME, "scope": " ".join(granted)}


def _authenticate(lms: Lms, assertion: str, call: Call) -> Tool:
    try:
        _, claims = read(assertion)
        tool = lms.tool_by_client(claims.get("sub"))
        if tool is None or (not lms.moodle and not tool.active):
            raise Refused(400, "invalid_client: sub is no client_id")
        call.client_id = tool.client_id
        verify(assertion, tool_keys.key_set(lms, tool, assertion))
    except TokenInvalid as error:
        raise Refused(400, f"invalid_client: {error}") from error
    _check_times(lms, claims)
    breaches = _breaches(lms, tool, claims)
    if breaches and not lms.moodle:
        raise Refused(400, f"invalid_client: {'; '.join(breaches)}")
    call.problems += breaches
    return tool


def _check_times(lms: Lms, claims: Mapping[str, Any]) -> None:
    now, iat, exp = lms.now(), claims.get("iat"), claims.get("exp")
    if not isinstance(exp, int | float) or exp <= now:
        raise Refused(400, "invalid_client: the assertion has expired or has no exp")
    if not isinstance(iat, int | float) or iat > now + lms.personality.assertion_skew:
        raise Refused(400, "invalid_client: iat is missing or in the future")


def _breaches(lms: Lms, tool: Tool, claims: Mapping[str, Any]) -> list[str]:
    """What Canvas refuses and Moodle lets pass (RFC 7523, section 3)."""
    aud = claims.get("aud")
    wrong = []
    if claims.get("iss") != tool.client_id:
        wrong.append("iss is not the client_id")
    if lms.url(lms.personality.paths.token) not in (aud if isinstance(aud, list) else [aud]):
        wrong.append("aud is not the token endpoint")
    name = f"{tool.client_id} {claims.get('jti')}"
    if not claims.get("jti") or name in lms.assertion_ids:
        wrong.append("jti is missing or was used")
    lms.assertion_ids.add(name)
    return wrong


def require(lms: Lms, authorization: str, scopes: set[str], call: Call) -> Tool:
    """The tool that the bearer token was given to, if it holds one of `scopes`; 401 otherwise."""
    token = lms.tokens.get(authorization.removeprefix("Bearer ").strip())
    if token is None or token.expires < lms.now():
        raise Refused(401, "The access token is unknown or has expired", {"WWW-Authenticate": "Bearer"})
    call.client_id = token.client_id
    if not scopes & token.scopes:
        raise Refused(401, "The access token lacks the scope", {"WWW-Authenticate": "Bearer"})
    tool = lms.tool_by_client(token.client_id)
    if tool is None:
        raise Refused(401, "The tool was removed")
    return tool


def expire_all(lms: Lms) -> int:
    """Make every token handed out worthless; how many there were."""
    with lms.lock:
        count = len(lms.tokens)
        lms.tokens.clear()
        return count
