import pytest

from lti_tools.errors import RegistrationRejected
from lti_tools.lti.platform_configuration import CANVAS, PLATFORM_CONFIGURATION, read_configuration
from lti_tools.lti.registration import SCOPES, TOOL_CONFIGURATION, Offer, read_answer, registration_body
from tests.unit.registration.documents import ADDRESS, canvas, configuration

SUITE = Offer(
    public_url="https://tools.example.org:8443",
    slug="",
    title="LTI Tools",
    summary="Activities for groups.",
    icon="https://tools.example.org:8443/icon.png",
)
VOTE = Offer(
    public_url="https://tools.example.org:8443",
    slug="topic-vote",
    title="Topic vote",
    summary="Choose together.",
    icon="https://tools.example.org:8443/icon.png",
    contact="help@example.org",
)


def body_for(document, offer=SUITE):
    return registration_body(offer, read_configuration(document, ADDRESS))


def test_the_fixed_members_are_what_every_platform_asks_for():
    body = body_for(configuration())
    assert body["application_type"] == "web"
    assert body["response_types"] == ["id_token"]
    assert set(body["grant_types"]) == {"client_credentials", "implicit"}
    assert body["token_endpoint_auth_method"] == "private_key_jwt"
    assert body["initiate_login_uri"] == "https://tools.example.org:8443/lti/login"
    assert body["jwks_uri"] == "https://tools.example.org:8443/lti/jwks"
    assert "contacts" not in body


def test_there_is_one_redirect_address_for_the_suite_and_for_each_tool():
    for offer in (SUITE, VOTE):
        assert body_for(configuration(), offer)["redirect_uris"] == ["https://tools.example.org:8443/lti/launch"]


def test_the_domain_has_its_port_and_no_scheme():
    assert body_for(configuration())[TOOL_CONFIGURATION]["domain"] == "tools.example.org:8443"


def test_a_tool_has_a_target_and_a_name_of_its_own():
    body = body_for(configuration(), VOTE)
    target = "https://tools.example.org:8443/lti/launch/topic-vote"
    assert body["client_name"] == "Topic vote"
    assert body["contacts"] == ["help@example.org"]
    assert body[TOOL_CONFIGURATION]["target_link_uri"] == target
    assert {message["target_link_uri"] for message in body[TOOL_CONFIGURATION]["messages"]} == {target}


def test_nothing_is_asked_for_that_the_platform_does_not_name():
    document = configuration(
        scopes_supported=[SCOPES[3]],
        claims_supported=["name"],
        **{PLATFORM_CONFIGURATION: {"messages_supported": [{"type": "LtiStartProctoring"}], "variables": []}},
    )
    body = body_for(document)
    tool = body[TOOL_CONFIGURATION]
    assert body["scope"] == SCOPES[3]
    assert tool["claims"] == ["iss", "sub", "name"]
    assert tool["messages"] == []
    assert tool["custom_parameters"] == {}


def test_a_platform_that_names_no_lists_is_asked_for_everything_but_products_own_variables():
    document = configuration()
    del document["scopes_supported"], document["claims_supported"], document[PLATFORM_CONFIGURATION]
    body = body_for(document)
    tool = body[TOOL_CONFIGURATION]
    assert body["scope"].split() == list(SCOPES)
    assert tool["custom_parameters"]["context_history"] == "$Context.id.history"
    assert not [value for value in tool["custom_parameters"].values() if "Canvas" in value or "Moodle" in value]
    assert [message["type"] for message in tool["messages"]] == ["LtiDeepLinkingRequest", "LtiResourceLinkRequest"]


def test_custom_parameters_are_the_variables_that_the_platform_knows():
    assert body_for(configuration())[TOOL_CONFIGURATION]["custom_parameters"] == {
        "context_history": "$Context.id.history",
        "user_groups": "$Moodle.Person.userGroupIds",
    }
    assert body_for(canvas())[TOOL_CONFIGURATION]["custom_parameters"] == {
        "context_history": "$Context.id.history",
        "canvas_course": "$Canvas.course.id",
    }


def test_canvas_is_given_its_placements_as_it_spells_them_and_each_only_once():
    tool = body_for(canvas())[TOOL_CONFIGURATION]
    deep_linking, resource_link = tool["messages"]
    assert deep_linking["placements"] == [f"{CANVAS}assignment_selection", f"{CANVAS}link_selection"]
    assert resource_link["placements"] == [f"{CANVAS}course_navigation"]
    assert resource_link[f"{CANVAS}course_navigation/default_enabled"] is False
    assert tool[f"{CANVAS}privacy_level"] == "public"


def test_moodle_is_given_the_content_area_and_nothing_of_canvas():
    tool = body_for(configuration())[TOOL_CONFIGURATION]
    assert tool["messages"][0]["placements"] == ["ContentArea"]
    assert "placements" not in tool["messages"][1]
    assert not [name for name in tool if name.startswith(CANVAS)]


def test_messages_beyond_launch_and_deep_linking_are_asked_for_where_they_are_named():
    messages = [{"type": "DataPrivacyLaunchRequest"}, {"type": "LtiSubmissionReviewRequest"}]
    tool = body_for(configuration(**{PLATFORM_CONFIGURATION: {"messages_supported": messages}}))[TOOL_CONFIGURATION]
    assert [message["type"] for message in tool["messages"]] == [
        "LtiSubmissionReviewRequest",
        "DataPrivacyLaunchRequest",
    ]


def test_an_answer_brings_client_deployment_and_granted_scopes():
    answer = {"client_id": "abc", "scope": f"{SCOPES[3]} other", TOOL_CONFIGURATION: {"deployment_id": "7"}}
    read = read_answer(answer, asked=" ".join(SCOPES))
    assert (read.client_id, read.deployment_id, read.scopes) == ("abc", "7", (SCOPES[3],))


def test_an_answer_without_scope_and_deployment_grants_what_was_asked():
    read = read_answer({"client_id": 10000000000001}, asked=SCOPES[0])
    assert (read.client_id, read.deployment_id, read.scopes) == ("10000000000001", "", (SCOPES[0],))


@pytest.mark.parametrize(
    "answer", [None, [], {}, {"client_id": ""}, {"client_id": True}, {"client_id": "a\x00b"}, {"client_id": "a" * 256}]
)
def test_an_answer_without_a_usable_client_is_a_rejection(answer):
    with pytest.raises(RegistrationRejected):
        read_answer(answer, asked="")
