"""Tools set up without dynamic registration: from fields that an admin types, or from Canvas's JSON configuration."""

from typing import Any
from urllib.parse import urlsplit

import requests

from lti_tools.demo_lms import registration, registration_rules
from lti_tools.demo_lms.calls import Refused
from lti_tools.demo_lms.configuration import messages_supported, scopes_supported
from lti_tools.demo_lms.lms import Lms, RegistrationToken
from lti_tools.demo_lms.personalities import PLACEMENTS
from lti_tools.demo_lms.tools import Placement, Tool

Json = dict[str, Any]
ADDRESSES = ("login_url", "redirect_uri", "target_link_uri", "jwks_uri")


def from_form(lms: Lms, form: dict[str, str]) -> Tool:
    """A tool of typed addresses: every scope, names and e-mail, deep linking to the target."""
    wrong = [name for name in ADDRESSES if not registration_rules.is_uri(form.get(name))]
    if wrong or not form.get("name", "").strip():
        raise Refused(400, f"These must be addresses, and the tool needs a name: {', '.join(wrong)}")
    with lms.lock:
        tool = registration.new_tool(lms, RegistrationToken(0))
        tool.name = form["name"].strip()
        tool.login_url, tool.jwks_uri = form["login_url"], form["jwks_uri"]
        tool.redirect_uris, tool.target_link_uri = [form["redirect_uri"]], form["target_link_uri"]
        tool.domain = urlsplit(tool.target_link_uri).netloc
        tool.scopes = set(scopes_supported(lms))
        tool.deep_linking = True
        if not lms.moodle:
            names = ("assignment_selection", "link_selection")
            tool.placements = [Placement(name, "LtiDeepLinkingRequest") for name in names]
        lms.tools[tool.number] = tool
        return tool


def from_canvas_json(lms: Lms, url: str) -> Tool:
    """A developer key of the JSON at `url`. Canvas's redirect URI is then the target, which must be an address."""
    try:
        data = lms.fetch(url)
    except (requests.RequestException, ValueError) as error:
        raise Refused(400, "There is no JSON at this address") from error
    wrong = canvas_json_faults(lms, data)
    if wrong:
        raise Refused(422, "; ".join(wrong))
    extension = _canvas_extension(data)
    with lms.lock:
        tool = registration.new_tool(lms, RegistrationToken(0))
        tool.name, tool.description = str(data["title"]), str(data.get("description") or "")
        tool.login_url, tool.jwks_uri = data["oidc_initiation_url"], data["public_jwk_url"]
        tool.target_link_uri, tool.redirect_uris = data["target_link_uri"], [data["target_link_uri"]]
        tool.domain = str(extension.get("domain") or urlsplit(tool.target_link_uri).netloc)
        tool.scopes = set(data.get("scopes") or [])
        tool.custom = dict(data.get("custom_fields") or {})
        privacy = extension.get("privacy_level", "anonymous")
        tool.sends_name, tool.sends_email = privacy in ("public", "name_only"), privacy in ("public", "email_only")
        tool.placements = [_placement(each) for each in extension.get("settings", {}).get("placements") or []]
        tool.deep_linking = bool(tool.selections)
        lms.tools[tool.number] = tool
        return tool


def canvas_json_faults(lms: Lms, data: object) -> list[str]:
    """What Canvas would not take of a JSON configuration."""
    if not isinstance(data, dict):
        return ["the configuration is no object"]
    wrong = [
        f"{name} is no address"
        for name in ("oidc_initiation_url", "target_link_uri", "public_jwk_url")
        if not registration_rules.is_uri(data.get(name))
    ]
    wrong += [f"{name} is missing" for name in ("title", "description") if not data.get(name)]
    wrong += [f"unknown scope {scope}" for scope in data.get("scopes") or [] if scope not in scopes_supported(lms)]
    wrong += registration_rules.custom_faults(data.get("custom_fields"))
    extension = _canvas_extension(data)
    if not extension:
        return [*wrong, "there is no extension for canvas.instructure.com"]
    for placement in extension.get("settings", {}).get("placements") or []:
        if placement.get("placement") not in PLACEMENTS:
            wrong.append(f"unknown placement {placement.get('placement')}")
        if placement.get("message_type") not in messages_supported(lms):
            wrong.append(f"unknown message {placement.get('message_type')}")
        wrong += registration_rules.custom_faults(placement.get("custom_fields"))
    return wrong


def _canvas_extension(data: Json) -> Json:
    extensions = [each for each in data.get("extensions") or [] if isinstance(each, dict)]
    return next((each for each in extensions if each.get("platform") == "canvas.instructure.com"), {})


def _placement(data: Json) -> Placement:
    return Placement(
        data["placement"],
        data["message_type"],
        str(data.get("target_link_uri") or ""),
        str(data.get("text") or ""),
        dict(data.get("custom_fields") or {}),
        data.get("windowTarget") == "_blank",
        data.get("enabled") is not False and data.get("default") != "disabled",
    )
