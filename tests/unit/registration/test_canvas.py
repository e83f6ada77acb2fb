from lti_tools.lti.canvas import canvas_configuration
from tests.unit.registration.test_registration_body import SUITE, VOTE


def test_the_json_names_addresses_and_only_scopes_that_canvas_knows():
    found = canvas_configuration(SUITE)
    assert found["oidc_initiation_url"] == "https://tools.example.org:8443/lti/login"
    assert found["public_jwk_url"] == "https://tools.example.org:8443/lti/jwks"
    assert found["target_link_uri"] == "https://tools.example.org:8443/lti/launch"
    assert not [scope for scope in found["scopes"] if "lti-gs" in scope]
    assert len(found["scopes"]) == 5


def test_each_tool_is_an_entry_of_its_own():
    suite, vote = canvas_configuration(SUITE), canvas_configuration(VOTE)
    assert vote["title"] == "Topic vote"
    assert vote["target_link_uri"].endswith("/lti/launch/topic-vote")
    assert suite["extensions"][0]["tool_id"] != vote["extensions"][0]["tool_id"]


def test_placements_are_named_and_the_course_menu_is_off_at_first():
    placements = canvas_configuration(SUITE)["extensions"][0]["settings"]["placements"]
    kinds = {item["placement"]: item["message_type"] for item in placements}
    assert kinds["assignment_selection"] == kinds["link_selection"] == "LtiDeepLinkingRequest"
    assert kinds["course_navigation"] == "LtiResourceLinkRequest"
    assert [item["placement"] for item in placements if item.get("default") == "disabled"] == ["course_navigation"]


def test_custom_fields_are_variables_as_text():
    fields = canvas_configuration(SUITE)["custom_fields"]
    assert fields["context_history"] == "$Context.id.history"
    assert all(isinstance(value, str) and value.startswith("$") for value in fields.values())
    assert not [value for value in fields.values() if "Moodle" in value]
