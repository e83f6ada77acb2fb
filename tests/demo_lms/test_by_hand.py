"""Tools set up without dynamic registration, and what the admin takes back."""

import copy
from typing import Any

import pytest

from lti_tools.demo_lms.terms import AGS, AGS_CLAIM, NRPS_CLAIM
from tests.demo_lms.probe import ADMIN, STUDENT, TOOL, Site, read

TYPED = {
    "name": "Typed",
    "login_url": f"{TOOL}/login",
    "redirect_uri": f"{TOOL}/launch",
    "target_link_uri": f"{TOOL}/launch",
    "jwks_uri": f"{TOOL}/jwks",
}
CONFIGURATION: dict[str, Any] = {
    "title": "From JSON",
    "description": "A tool",
    "oidc_initiation_url": f"{TOOL}/login",
    "target_link_uri": f"{TOOL}/launch",
    "public_jwk_url": f"{TOOL}/jwks",
    "scopes": [f"{AGS}score"],
    "custom_fields": {"a": "1"},
    "extensions": [
        {
            "platform": "canvas.instructure.com",
            "domain": "localhost:9999",
            "privacy_level": "name_only",
            "settings": {
                "placements": [
                    {"placement": "assignment_selection", "message_type": "LtiDeepLinkingRequest"},
                    {"placement": "course_navigation", "message_type": "LtiResourceLinkRequest", "default": "disabled"},
                ]
            },
        }
    ],
}


def ready(site: Site, number: int) -> None:
    site.tool_number = number
    site.control("tools", {"tool": number, "do": ["activate", "chooser" if site.lms.moodle else "add-app"]})


def test_a_tool_typed_in_by_hand_launches(either: Site) -> None:
    answer = either.sign_in(ADMIN).post("/admin/tools/by-hand", data=TYPED)
    assert answer.status_code == 302
    ready(either, max(either.lms.tools))
    assert either.open(STUDENT, either.add())["aud"] == either.tool.client_id


@pytest.mark.parametrize("field", TYPED)
def test_every_field_is_needed(either: Site, field: str) -> None:
    before = len(either.lms.tools)
    page = read(either.sign_in(ADMIN).post("/admin/tools/by-hand", data=TYPED | {field: "  "}))
    assert "must be addresses" in page.words
    assert len(either.lms.tools) == before


def from_json(site: Site, configuration: object) -> Any:
    site.jwks = configuration  # type: ignore[assignment]
    return site.client.post("/_demo/tools/by-hand", json={"json_url": f"{TOOL}/canvas.json"})


def test_canvas_reads_a_json_configuration(canvas: Site) -> None:
    assert from_json(canvas, CONFIGURATION).status_code == 200
    tool = canvas.lms.tools[max(canvas.lms.tools)]
    assert (tool.name, tool.scopes, tool.custom) == ("From JSON", {f"{AGS}score"}, {"a": "1"})
    assert (tool.sends_name, tool.sends_email, tool.active) == (True, False, False)
    assert [placement.name for placement in tool.selections] == ["assignment_selection"]
    assert tool.course_navigation is None


def broken(**changes: object) -> dict[str, Any]:
    return {name: value for name, value in (copy.deepcopy(CONFIGURATION) | changes).items() if value is not None}


EXTENSION = CONFIGURATION["extensions"][0]
BROKEN = {
    "no title": broken(title=None),
    "no description": broken(description=None),
    "no login address": broken(oidc_initiation_url=None),
    "no key set": broken(public_jwk_url="keys"),
    "an unknown scope": broken(scopes=["https://example.org/scope"]),
    "a custom field that is no text": broken(custom_fields={"a": 1}),
    "no extension": broken(extensions=[]),
    "an unknown placement": broken(
        extensions=[
            EXTENSION | {"settings": {"placements": [{"placement": "roof", "message_type": "LtiDeepLinkingRequest"}]}}
        ]
    ),
    "an unknown message": broken(
        extensions=[
            EXTENSION | {"settings": {"placements": [{"placement": "link_selection", "message_type": "Launch"}]}}
        ]
    ),
    "a list": [],
}


@pytest.mark.parametrize("configuration", BROKEN.values(), ids=BROKEN)
def test_canvas_refuses_a_json_configuration_with(canvas: Site, configuration: object) -> None:
    before = len(canvas.lms.tools)
    assert from_json(canvas, configuration).status_code == 400
    assert len(canvas.lms.tools) == before


def test_the_admin_takes_scopes_names_and_placements_back(either: Site) -> None:
    form = {"scopes": [f"{AGS}score"], "placements": ["link_selection"]}
    assert either.sign_in(ADMIN).post(f"/admin/tools/{either.tool_number}", data=form).status_code == 302
    claims = either.open(STUDENT, either.add())
    assert claims[AGS_CLAIM]["scope"] == [f"{AGS}score"]
    assert NRPS_CLAIM not in claims
    assert "name" not in claims
    if not either.lms.moodle:
        assert [placement.name for placement in either.tool.selections] == ["link_selection"]


def test_a_scope_never_asked_for_cannot_be_given(either: Site) -> None:
    form = {"scopes": ["https://example.org/scope"]}
    either.sign_in(ADMIN).post(f"/admin/tools/{either.tool_number}", data=form)
    assert either.tool.scopes == set()
