"""What each personality keeps of a registration request."""

import re

from lti_tools.demo_lms.configuration import scopes_supported
from lti_tools.demo_lms.lms import Lms
from lti_tools.demo_lms.registration_rules import Body, placement_name, scopes_of
from lti_tools.demo_lms.terms import AGS, CANVAS, DEEP_LINKING, LINE_ITEM, LINE_ITEM_READ, RESULT_READ, SCORE
from lti_tools.demo_lms.tools import Placement, Tool


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


def fill_moodle(lms: Lms, tool: Tool, body: Body, tool_body: Body) -> None:
    _fill_common(tool, body, tool_body)
    tool.target_link_uri = str(tool_body.get("target_link_uri") or f"https://{tool.domain}")
    tool.custom = {str(k): _without_tags(v) for k, v in (tool_body.get("custom_parameters") or {}).items()}
    tool.scopes = _granted_by_moodle(scopes_of(body)) & set(scopes_supported(lms))
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


def fill_canvas(lms: Lms, tool: Tool, body: Body, tool_body: Body) -> None:
    _fill_common(tool, body, tool_body)
    tool.target_link_uri = str(tool_body.get("target_link_uri") or body["redirect_uris"][0])
    tool.custom = dict(tool_body.get("custom_parameters") or {})
    tool.scopes = set(scopes_of(body)) - {"openid"}
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
        for name in map(placement_name, message.get("placements") or ["link_selection"]):
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
