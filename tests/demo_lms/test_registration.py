"""Dynamic registration: tokens, what is demanded, what is ignored, what is answered."""

import copy
from typing import Any

import pytest

from lti_tools.demo_lms.registration import new_token
from lti_tools.demo_lms.terms import AGS, CANVAS, NRPS_SCOPE, TOOL_CONFIGURATION
from tests.demo_lms.probe import ADMIN, COURSE, TEACHER, TOOL, Site, read, registration_body

DROP = object()


def changed(path: tuple[Any, ...], value: object) -> dict[str, Any]:
    """A good registration with one member replaced, or dropped."""
    body = copy.deepcopy(registration_body())
    place: Any = body
    for step in path[:-1]:
        place = place[step]
    if value is DROP:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return body


# -- configuration and tokens


def test_moodles_configuration_is_public(moodle: Site) -> None:
    configuration = moodle.browser().get(moodle.paths.openid_configuration).get_json()
    assert configuration["issuer"] == moodle.lms.issuer
    assert configuration["registration_endpoint"].endswith("openid-registration.php")


def test_canvas_gives_its_configuration_to_the_bearer_alone(canvas: Site) -> None:
    path = canvas.paths.openid_configuration
    assert canvas.browser().get(path).status_code == 401
    headers = {"Authorization": f"Bearer {new_token(canvas.lms)}"}
    assert canvas.browser().get(path, headers=headers).get_json()["authorization_server"] == "127.0.0.1:8002"


@pytest.mark.parametrize("token", ["", "nonsense"])
def test_a_registration_needs_a_token(either: Site, token: str) -> None:
    assert either.register(registration_body(), token).status_code == 401


def test_a_registration_token_works_once(either: Site) -> None:
    token = new_token(either.lms)
    assert either.register(registration_body(), token).status_code == 200
    again = either.register(registration_body(), token)
    assert again.status_code == 401
    assert "token_already_used" in again.text


def test_a_refused_registration_spends_its_token_too(either: Site) -> None:
    token = new_token(either.lms)
    assert either.register({}, token).status_code == 400
    assert either.register(registration_body(), token).status_code == 401


def test_a_registration_token_lives_an_hour(either: Site) -> None:
    token = new_token(either.lms)
    either.clock.at += 3601
    assert either.register(registration_body(), token).status_code == 401


def test_a_registration_can_be_read_back(either: Site) -> None:
    token = new_token(either.lms)
    made = either.register(registration_body(), token).get_json()
    path = either.paths.registration if either.lms.moodle else made["registration_client_uri"]
    headers = {"Authorization": f"Bearer {token}"}
    back = either.client.get(path.removeprefix(either.lms.base_url), headers=headers).get_json()
    assert back["client_id"] == made["client_id"]


# -- what is demanded

BOTH_DEMAND = {
    "response_types": (("response_types",), ["code"]),
    "no response_types": (("response_types",), DROP),
    "initiate_login_uri": (("initiate_login_uri",), DROP),
    "redirect_uris": (("redirect_uris",), DROP),
    "redirect_uris as text": (("redirect_uris",), f"{TOOL}/launch"),
    "client_name": (("client_name",), DROP),
    "jwks_uri": (("jwks_uri",), DROP),
    "token_endpoint_auth_method": (("token_endpoint_auth_method",), "client_secret_basic"),
    "application_type": (("application_type",), "native"),
    "domain": ((TOOL_CONFIGURATION, "domain"), DROP),
}


@pytest.mark.parametrize(("path", "value"), BOTH_DEMAND.values(), ids=BOTH_DEMAND)
def test_both_refuse_a_registration_without(either: Site, path: tuple[Any, ...], value: object) -> None:
    before = len(either.lms.tools)
    answer = either.register(changed(path, value))
    assert answer.status_code == either.lms.personality.registration_refusal
    assert answer.content_type.startswith("text/plain" if either.lms.moodle else "application/json")
    assert len(either.lms.tools) == before


@pytest.mark.parametrize("body", ["", "[]", "no json", "{}"])
def test_both_refuse_a_body_that_is_no_registration(either: Site, body: str) -> None:
    assert either.register(body).status_code == 400


@pytest.mark.parametrize("domain", ["localhost", "localhost:1", "example.org"])
def test_moodles_domain_names_the_port_of_the_target(moodle: Site, domain: str) -> None:
    answer = moodle.register(changed((TOOL_CONFIGURATION, "domain"), domain))
    assert answer.status_code == 400
    assert "domain" in answer.text


MESSAGES = (TOOL_CONFIGURATION, "messages")
CANVAS_REFUSES = {
    "an unknown scope": (("scope",), f"{NRPS_SCOPE} https://example.org/scope"),
    "Moodle's tool setting scope": (("scope",), "https://purl.imsglobal.org/spec/lti-ts/scope/toolsetting"),
    "no implicit grant": (("grant_types",), ["client_credentials"]),
    "no application_type": (("application_type",), DROP),
    "a domain with a scheme": ((TOOL_CONFIGURATION, "domain"), TOOL),
    "no messages": (MESSAGES, DROP),
    "no claims": ((TOOL_CONFIGURATION, "claims"), DROP),
    "an unknown message": (MESSAGES, [{"type": "LtiSubmissionReviewRequest"}]),
    "an unknown placement": (MESSAGES, [{"type": "LtiDeepLinkingRequest", "placements": ["somewhere"]}]),
    "a custom parameter that is a number": ((TOOL_CONFIGURATION, "custom_parameters"), {"a": 1}),
    "a message's custom parameter that is no text": (
        MESSAGES,
        [{"type": "LtiDeepLinkingRequest", "custom_parameters": {"a": None}}],
    ),
    "a logo that is no address": (("logo_uri",), "logo"),
    "a target that is no address": ((TOOL_CONFIGURATION, "target_link_uri"), "launch"),
}


@pytest.mark.parametrize(("path", "value"), CANVAS_REFUSES.values(), ids=CANVAS_REFUSES)
def test_canvas_answers_422_to(canvas: Site, path: tuple[Any, ...], value: object) -> None:
    assert canvas.register(changed(path, value)).status_code == 422


MOODLE_IGNORES = {
    "an unknown scope": (("scope",), f"{NRPS_SCOPE} https://example.org/scope"),
    "an unknown message": (MESSAGES, [{"type": "SomethingElse"}]),
    "an unknown placement": (MESSAGES, [{"type": "LtiDeepLinkingRequest", "placements": ["somewhere"]}]),
    "a custom parameter that is a number": ((TOOL_CONFIGURATION, "custom_parameters"), {"a": 1}),
    "no claims": ((TOOL_CONFIGURATION, "claims"), DROP),
    "no target": ((TOOL_CONFIGURATION, "target_link_uri"), DROP),
}


@pytest.mark.parametrize(("path", "value"), MOODLE_IGNORES.values(), ids=MOODLE_IGNORES)
def test_moodle_does_not_mind(moodle: Site, path: tuple[Any, ...], value: object) -> None:
    assert moodle.register(changed(path, value)).status_code == 200


# -- what is kept and answered


def test_moodle_without_a_target_takes_https_and_the_domain(moodle: Site) -> None:
    answer = moodle.register(changed((TOOL_CONFIGURATION, "target_link_uri"), DROP)).get_json()
    assert answer[TOOL_CONFIGURATION]["target_link_uri"] == "https://localhost:9999"


def test_moodle_gives_a_deployment_at_once_and_canvas_does_not(moodle: Site, canvas: Site) -> None:
    answer = moodle.register(registration_body()).get_json()
    assert answer[TOOL_CONFIGURATION]["deployment_id"].isdigit()
    assert len(answer["client_id"]) == 15
    answer = canvas.register(registration_body()).get_json()
    assert "deployment_id" not in answer[TOOL_CONFIGURATION]
    assert answer["client_id"].isdigit()


@pytest.mark.parametrize(
    ("asked", "granted"),
    [
        (["score"], {"lineitem.readonly", "result.readonly", "score"}),
        (["lineitem.readonly"], {"lineitem.readonly", "result.readonly", "score"}),
        (["lineitem"], {"lineitem", "lineitem.readonly", "result.readonly", "score"}),
        ([], set()),
    ],
)
def test_moodle_grants_grade_scopes_as_one_setting(moodle: Site, asked: list[str], granted: set[str]) -> None:
    body = registration_body() | {"scope": " ".join(AGS + scope for scope in asked)}
    client_id = moodle.register(body).get_json()["client_id"]
    tool = moodle.lms.tool_by_client(client_id)
    assert tool is not None
    assert tool.scopes == {AGS + scope for scope in granted}


def test_moodles_answer_may_claim_more_than_was_granted(moodle: Site) -> None:
    answer = moodle.register(registration_body() | {"scope": f"{AGS}score"}).get_json()
    assert f"{AGS}lineitem" in answer["scope"].split()
    tool = moodle.lms.tool_by_client(answer["client_id"])
    assert tool is not None
    assert f"{AGS}lineitem" not in tool.scopes


def test_moodle_strips_tags_and_shortens_custom_values_in_its_answer(moodle: Site) -> None:
    body = changed((TOOL_CONFIGURATION, "custom_parameters"), {"a": "<b>x</b>=1=2"})
    answer = moodle.register(body | {"client_name": "<i>Probe</i>"}).get_json()
    assert answer["client_name"] == "Probe"
    assert answer[TOOL_CONFIGURATION]["custom_parameters"] == {"a": "x=1"}
    tool = moodle.lms.tool_by_client(answer["client_id"])
    assert tool is not None
    assert tool.custom == {"a": "x=1=2"}


def test_canvas_keeps_the_first_message_of_a_placement(canvas: Site) -> None:
    messages = [
        {"type": "LtiDeepLinkingRequest", "placements": ["link_selection"]},
        {"type": "LtiResourceLinkRequest", "placements": ["link_selection", "ContentArea", "course_navigation"]},
    ]
    canvas.install(**{TOOL_CONFIGURATION: registration_body()[TOOL_CONFIGURATION] | {"messages": messages}})
    kinds = {placement.name: placement.message_type for placement in canvas.tool.placements}
    assert kinds == {"link_selection": "LtiDeepLinkingRequest", "course_navigation": "LtiResourceLinkRequest"}


def test_canvas_places_a_message_without_placements_at_link_selection(canvas: Site) -> None:
    messages = [{"type": "LtiDeepLinkingRequest"}]
    canvas.install(**{TOOL_CONFIGURATION: registration_body()[TOOL_CONFIGURATION] | {"messages": messages}})
    assert [placement.name for placement in canvas.tool.placements] == ["link_selection"]


@pytest.mark.parametrize(
    ("level", "names", "email"),
    [("public", True, True), ("name_only", True, False), ("email_only", False, True), ("anonymous", False, False)],
)
def test_canvas_follows_the_privacy_level(canvas: Site, level: str, names: bool, email: bool) -> None:
    tool_body = registration_body()[TOOL_CONFIGURATION] | {f"{CANVAS}privacy_level": level}
    canvas.install(**{TOOL_CONFIGURATION: tool_body})
    assert (canvas.tool.sends_name, canvas.tool.sends_email) == (names, email)


# -- what the admin and the teacher must still do


@pytest.fixture(params=["moodle", "canvas"])
def fresh(request: pytest.FixtureRequest) -> Site:
    """A site whose tool is registered and nothing more."""
    site = Site(request.param, register=False)
    site.register(registration_body())
    site.tool_number = max(site.lms.tools)
    return site


def add_page(site: Site) -> int:
    return site.sign_in(TEACHER).get(f"/courses/{COURSE}/add/{site.tool_number}").status_code


def press(site: Site, *deeds: str) -> None:
    admin = site.sign_in(ADMIN)
    for deed in deeds:
        assert admin.post(f"/admin/tools/{site.tool_number}/{deed}").status_code == 302


def test_a_new_tool_is_in_no_chooser(fresh: Site) -> None:
    assert add_page(fresh) == 404


def test_moodle_shows_a_tool_once_it_is_active_and_switched_on() -> None:
    site = Site("moodle", register=False)
    site.register(registration_body())
    site.tool_number = max(site.lms.tools)
    press(site, "activate")
    assert add_page(site) == 404
    teacher = site.sign_in(TEACHER)
    assert teacher.post(f"/courses/{COURSE}/add/tools", data={"tool": site.tool_number}).status_code == 302
    assert add_page(site) == 200
    assert site.sign_in(TEACHER).get(f"/courses/3/add/{site.tool_number}").status_code == 404
    press(site, "chooser")
    assert site.sign_in(TEACHER).get(f"/courses/3/add/{site.tool_number}").status_code == 200


def test_canvas_shows_a_tool_once_its_key_is_on_and_the_app_added() -> None:
    site = Site("canvas", register=False)
    site.register(registration_body())
    site.tool_number = max(site.lms.tools)
    assert site.sign_in(ADMIN).post(f"/admin/tools/{site.tool_number}/add-app").status_code == 409
    press(site, "activate")
    assert add_page(site) == 404
    press(site, "add-app")
    assert add_page(site) == 200


def test_tokens_of_a_pending_moodle_tool_already_work(fresh: Site) -> None:
    assert fresh.ask_token().status_code == (200 if fresh.lms.moodle else 400)


def test_a_known_host_is_asked_about_and_an_update_keeps_the_client() -> None:
    site = Site("moodle")
    admin = site.sign_in(ADMIN)
    page = read(admin.get(f"/admin/tools/register?url={TOOL}/register"))
    assert "is known already" in page.heading
    client_id = site.tool.client_id
    token = new_token(site.lms, client_id)
    answer = site.register(registration_body() | {"client_name": "New name"}, token).get_json()
    assert answer["client_id"] == client_id
    assert [tool.name for tool in site.lms.tools.values()] == ["New name"]


def test_the_frame_keeps_the_query_of_a_registration_address() -> None:
    site = Site("canvas", register=False)
    page = read(site.sign_in(ADMIN).get("/admin/tools/register", query_string={"url": f"{TOOL}/register?invite=7"}))
    assert page.frame().startswith(f"{TOOL}/register?invite=7&openid_configuration=http")
    assert "&registration_token=" in page.frame()


def test_only_the_administrator_registers_tools(either: Site) -> None:
    assert either.sign_in(TEACHER).get("/admin/tools").status_code == 403
    assert either.sign_in(TEACHER).post(f"/admin/tools/{either.tool_number}/remove").status_code == 403
