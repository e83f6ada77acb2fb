"""Login initiation, authorization and the id_token, as each personality does them."""

from typing import Any

import pytest

from lti_tools.demo_lms.terms import AGS_CLAIM, LTI, MEMBERSHIP, NRPS_CLAIM
from tests.demo_lms.probe import ADMIN, ASSISTANT, COURSE, OTHER_COURSE, STUDENT, TEACHER, TOOL, Site, read


def start(site: Site, person: int = STUDENT) -> tuple[Any, dict[str, str]]:
    """A person's browser on its way to the tool."""
    path = f"/courses/{COURSE}/activities/{site.add()}/launch"
    client = site.sign_in(person)
    return client, site.initiation(client, path)[1]


def test_a_launch_carries_a_signed_id_token(either: Site) -> None:
    claims = either.open(STUDENT, either.add("Essay"))
    assert claims["iss"] == either.lms.issuer
    assert claims["aud"] == either.tool.client_id
    assert claims["nonce"] == "some nonce"
    assert claims[f"{LTI}message_type"] == "LtiResourceLinkRequest"
    assert claims[f"{LTI}resource_link"]["title"] == "Essay"
    assert f"{MEMBERSHIP}#Learner" in claims[f"{LTI}roles"]


def test_moodle_id_tokens_live_sixty_seconds(moodle: Site) -> None:
    claims = moodle.open(STUDENT, moodle.add())
    assert claims["exp"] - claims["iat"] == 60
    assert "azp" not in claims


def test_canvas_names_the_authorized_party(canvas: Site) -> None:
    claims = canvas.open(STUDENT, canvas.add())
    assert claims["azp"] == claims["aud"]
    assert claims["exp"] - claims["iat"] == 3600


def test_a_second_authorization_of_one_launch_is_refused(either: Site) -> None:
    client, login = start(either)
    assert "id_token" in dict(either.authorize(client, either.auth_request(login)).forms[0].fields)
    again = either.authorize(client, either.auth_request(login))
    if either.lms.moodle:
        assert (again.status, again.heading) == (404, "Invalid request")
    else:
        assert dict(again.forms[0].fields)["error"] == "launch_no_longer_valid"


MOODLE_REPORTS = [
    ({"prompt": "login"}, "invalid_request"),
    ({"response_mode": "fragment"}, "invalid_request"),
    ({"response_mode": None}, "invalid_request"),
    ({"response_type": "code"}, "invalid_request"),
    ({"scope": "openid profile"}, "invalid_request"),
    ({"nonce": None}, "invalid_request"),
    ({"client_id": "another"}, "unauthorized_client"),
    ({"login_hint": "12"}, "access_denied"),
]


@pytest.mark.parametrize(("changes", "error"), MOODLE_REPORTS)
def test_moodle_reports_a_bad_request_to_the_redirect_uri(
    moodle: Site, changes: dict[str, str | None], error: str
) -> None:
    client, login = start(moodle)
    page = moodle.authorize(client, moodle.auth_request(login, **changes))
    fields = dict(page.forms[0].fields)
    assert page.forms[0].action == f"{TOOL}/launch"
    assert (fields["error"], fields["state"]) == (error, "some state")
    assert "id_token" not in fields


@pytest.mark.parametrize("uri", [f"{TOOL}/launch?x=1", f"{TOOL}/launch/", f"{TOOL}/other"])
def test_moodle_wants_the_redirect_uri_byte_for_byte(moodle: Site, uri: str) -> None:
    client, login = start(moodle)
    page = moodle.authorize(client, moodle.auth_request(login, redirect_uri=uri))
    assert page.status == 404
    assert not [form for form in page.forms if form.autosubmit]


def test_moodle_takes_no_prompt_and_no_state(moodle: Site) -> None:
    client, login = start(moodle)
    page = moodle.authorize(client, moodle.auth_request(login, prompt=None, state=None))
    assert [name for name, _ in page.forms[0].fields] == ["id_token"]


CANVAS_REQUIRED = ["login_hint", "nonce", "prompt", "response_mode", "response_type", "scope", "client_id"]


@pytest.mark.parametrize("name", CANVAS_REQUIRED)
def test_canvas_wants_every_parameter(canvas: Site, name: str) -> None:
    client, login = start(canvas)
    page = canvas.authorize(client, canvas.auth_request(login, **{name: None}))
    assert dict(page.forms[0].fields)["error"] == "invalid_request_object"


def test_canvas_leaves_the_query_of_a_redirect_uri_aside(canvas: Site) -> None:
    client, login = start(canvas)
    page = canvas.authorize(client, canvas.auth_request(login, redirect_uri=f"{TOOL}/launch?x=1"))
    assert "id_token" in dict(page.forms[0].fields)


def test_canvas_wants_the_parameters_of_a_redirect_uri_registered_with_a_query(canvas: Site) -> None:
    canvas.tool.redirect_uris = [f"{TOOL}/launch?tenant=7"]
    client, login = start(canvas)
    page = canvas.authorize(client, canvas.auth_request(login, redirect_uri=f"{TOOL}/launch"))
    assert page.status == 400


def test_canvas_refuses_another_persons_login(canvas: Site) -> None:
    _, login = start(canvas, STUDENT)
    page = canvas.authorize(canvas.sign_in(TEACHER), canvas.auth_request(login))
    assert dict(page.forms[0].fields)["error"] == "login_required"


def test_a_request_without_our_cookie_is_posted_once_more(either: Site) -> None:
    client, login = start(either)
    first = read(either.browser().get(either.paths.auth, query_string=either.auth_request(login)))
    assert ("repost", "1") in first.forms[0].fields
    answer = read(client.post(either.paths.auth, data=dict(first.forms[0].fields)))
    assert "id_token" in dict(answer.forms[0].fields)


def test_a_lost_session_ends_at_the_platform(moodle: Site) -> None:
    _, login = start(moodle)
    page = moodle.authorize(moodle.browser(), moodle.auth_request(login))
    assert page.status == 404


def test_moodle_starts_a_launch_before_it_checks_access(moodle: Site) -> None:
    activity = moodle.add(course=OTHER_COURSE)
    outsider = moodle.sign_in(22)
    url, login = moodle.initiation(outsider, f"/courses/{OTHER_COURSE}/activities/{activity}/launch")
    assert url == f"{TOOL}/login"
    assert moodle.authorize(outsider, moodle.auth_request(login)).status == 403


def test_canvas_checks_access_first(canvas: Site) -> None:
    activity = canvas.add(course=OTHER_COURSE)
    outsider = canvas.sign_in(22)
    assert outsider.get(f"/courses/{OTHER_COURSE}/activities/{activity}/launch").status_code == 403


def test_the_login_initiation_of_moodle_has_a_hint_of_json_text(moodle: Site) -> None:
    _, login = start(moodle)
    assert login["lti_message_hint"].startswith('{"')
    assert login["login_hint"] == str(STUDENT)
    assert "lti_storage_target" not in login


def test_the_login_initiation_of_canvas_names_the_storage_frame(canvas: Site) -> None:
    _, login = start(canvas)
    assert login["lti_storage_target"] == "post_message_forwarding"


@pytest.mark.parametrize(
    ("person", "roles"),
    [
        (STUDENT, [f"{MEMBERSHIP}#Learner"]),
        (TEACHER, [f"{MEMBERSHIP}#Instructor"]),
        (ASSISTANT, [f"{MEMBERSHIP}#Instructor"]),
        (
            ADMIN,
            [
                "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator",
                f"{MEMBERSHIP}#Instructor",
                "http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator",
            ],
        ),
    ],
)
def test_moodle_knows_two_roles_at_launch(moodle: Site, person: int, roles: list[str]) -> None:
    assert moodle.open(person, moodle.add())[f"{LTI}roles"] == roles


def test_canvas_tells_what_a_student_is_elsewhere(canvas: Site) -> None:
    roles = canvas.open(ASSISTANT, canvas.add(course=OTHER_COURSE), OTHER_COURSE)[f"{LTI}roles"]
    assert f"{MEMBERSHIP}#Learner" in roles
    assert "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor" in roles
    assert f"{MEMBERSHIP}#Instructor" not in roles


def test_canvas_names_the_students_of_an_observer_and_moodle_has_none(canvas: Site, moodle: Site) -> None:
    observer, student = 31, 20
    launched = canvas.open(observer, canvas.add())
    assert f"{MEMBERSHIP}#Mentor" in launched[f"{LTI}roles"]
    assert launched[f"{LTI}role_scope_mentor"] == [canvas.lms.sub(canvas.lms.people[student])]
    assert f"{LTI}role_scope_mentor" not in canvas.open(student, canvas.add())
    assert observer not in moodle.lms.courses[COURSE].enrolments


def test_a_canvas_assistant_is_a_teaching_assistant(canvas: Site) -> None:
    roles = canvas.open(ASSISTANT, canvas.add())[f"{LTI}roles"]
    assert f"{MEMBERSHIP}/Instructor#TeachingAssistant" in roles


def test_the_context_type_of_moodle_is_a_bare_word(moodle: Site, canvas: Site) -> None:
    assert moodle.open(STUDENT, moodle.add())[f"{LTI}context"]["type"] == ["CourseSection"]
    assert canvas.open(STUDENT, canvas.add())[f"{LTI}context"]["type"][0].startswith("http://")


def test_the_line_item_is_named_only_while_the_link_has_one(either: Site) -> None:
    activity = either.add()
    claim = either.open(STUDENT, activity)[AGS_CLAIM]
    assert claim["lineitem"] == either.item_url(either.item_of(activity))
    link = either.lms.resource_link_id(either.lms.activities[activity])
    body = {"label": "Second", "scoreMaximum": 5, "resourceLinkId": link}
    url = either.lms.line_items_url(COURSE, either.tool)
    assert either.call("POST", url, body, media="application/vnd.ims.lis.v2.lineitem+json").status_code == 201
    assert "lineitem" not in either.open(STUDENT, activity)[AGS_CLAIM]


def test_an_ungraded_link_still_has_the_container(either: Site) -> None:
    claim = either.open(STUDENT, either.add(maximum=None))[AGS_CLAIM]
    assert "lineitem" not in claim
    assert claim["lineitems"]


def test_moodle_names_members_only_once_the_course_has_an_activity_of_the_tool(moodle: Site) -> None:
    _, claims = moodle.begin_selection()
    assert NRPS_CLAIM not in claims
    moodle.add()
    _, claims = moodle.begin_selection()
    assert claims[NRPS_CLAIM]["service_versions"] == ["1.0", "2.0"]


def test_canvas_names_members_at_once(canvas: Site) -> None:
    _, claims = canvas.begin_selection()
    assert NRPS_CLAIM in claims


@pytest.mark.parametrize(
    ("claims", "there", "absent"),
    [(["name"], "name", "email"), (["email"], "email", "name"), ([], "sub", "given_name")],
)
def test_names_and_email_follow_the_claims_asked_for(either: Site, claims: list[str], there: str, absent: str) -> None:
    either.tool.sends_name, either.tool.sends_email = "name" in claims, "email" in claims
    token = either.open(STUDENT, either.add())
    assert there in token
    assert absent not in token


def test_an_unpublished_canvas_activity_is_hidden_from_students(canvas: Site) -> None:
    activity = canvas.add()
    canvas.lms.activities[activity].published = False
    path = f"/courses/{COURSE}/activities/{activity}/launch"
    assert canvas.sign_in(STUDENT).get(path).status_code == 404
    assert canvas.sign_in(TEACHER).get(path).status_code == 200


def test_a_key_that_is_off_launches_nothing(canvas: Site) -> None:
    client, login = start(canvas)
    canvas.tool.active = False
    page = canvas.authorize(client, canvas.auth_request(login))
    assert dict(page.forms[0].fields)["error"] == "unauthorized_client"


def test_course_navigation_of_canvas_carries_the_courses_own_id(canvas: Site) -> None:
    claims = canvas.launch(TEACHER, f"/courses/{COURSE}/tools/{canvas.tool_number}/launch")
    assert claims[f"{LTI}resource_link"]["id"] == claims[f"{LTI}context"]["id"]
    assert claims["https://www.instructure.com/placement"] == "course_navigation"
