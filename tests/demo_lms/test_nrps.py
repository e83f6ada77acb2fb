"""Member lists, their roles, pages and media types; groups."""

from typing import Any

import pytest

from lti_tools.demo_lms.terms import (
    GROUPS_CLAIM,
    GROUPS_SCOPE,
    GROUPS_TYPE,
    LTI,
    MEMBERS_TYPE,
    MEMBERSHIP,
    NRPS_SCOPE,
)
from tests.demo_lms.probe import ADMIN, ASSISTANT, COURSE, STUDENT, TEACHER, Site


def members(site: Site, query: str = "") -> Any:
    url = site.lms.memberships_url(COURSE, site.tool)
    return site.call("GET", f"{url}?{query}" if query else url, media=MEMBERS_TYPE)


def entry(site: Site, person: int, query: str = "") -> dict[str, Any]:
    sub = site.lms.sub(site.lms.people[person])
    return next(m for m in members(site, query).get_json()["members"] if m["user_id"] == sub)


@pytest.mark.parametrize("accept", ["application/json", "*/*", f"{MEMBERS_TYPE}, */*"])
def test_moodle_finds_no_handler_for_another_accept(moodle: Site, accept: str) -> None:
    url = moodle.lms.memberships_url(COURSE, moodle.tool)
    answer = moodle.call("GET", url, media=accept)
    assert (answer.status_code, "No handler found" in answer.text) == (400, True)


def test_the_scope_is_needed(either: Site) -> None:
    url = either.lms.memberships_url(COURSE, either.tool)
    other = next(scope for scope in either.tool.scopes if scope != NRPS_SCOPE)
    assert either.call("GET", url, media=MEMBERS_TYPE, scopes=[other]).status_code == 401


def test_roles_are_short_words_in_moodle_and_addresses_in_canvas(moodle: Site, canvas: Site) -> None:
    assert entry(moodle, STUDENT)["roles"] == ["Learner"]
    assert entry(moodle, TEACHER)["roles"] == ["Instructor"]
    assert entry(canvas, STUDENT)["roles"] == [f"{MEMBERSHIP}#Learner"]


def test_a_non_editing_teacher_is_a_learner_in_moodles_list(moodle: Site) -> None:
    assert entry(moodle, ASSISTANT)["roles"] == ["Learner"]


def test_an_enrolled_administrator_is_named_as_such(moodle: Site) -> None:
    moodle.control("enrolments", {"course": COURSE, "person": ADMIN, "role": "teacher"})
    assert any(role.endswith("person#Administrator") for role in entry(moodle, ADMIN)["roles"])


def test_an_administrator_who_is_not_enrolled_is_not_in_the_list(either: Site) -> None:
    subs = [m["user_id"] for m in members(either).get_json()["members"]]
    assert either.lms.sub(either.lms.people[ADMIN]) not in subs


def test_suspended_people_are_absent(either: Site) -> None:
    either.control("enrolments", {"course": COURSE, "person": STUDENT, "active": False})
    found = members(either).get_json()["members"]
    assert either.lms.sub(either.lms.people[STUDENT]) not in [m["user_id"] for m in found]
    assert {m["status"] for m in found} == {"Active"}


def test_a_switch_lists_them_as_inactive(canvas: Site) -> None:
    canvas.control("enrolments", {"course": COURSE, "person": STUDENT, "active": False})
    canvas.control("settings", {"lists_inactive": True})
    assert entry(canvas, STUDENT)["status"] == "Inactive"


@pytest.mark.parametrize(("role", "count"), [("Instructor", 1), ("Learner", 13)])
def test_moodle_filters_by_role(moodle: Site, role: str, count: int) -> None:
    query = f"role=http://purl.imsglobal.org/vocab/lis/v2/membership%23{role}"
    assert len(members(moodle, query).get_json()["members"]) == count


def test_moodles_next_page_loses_the_role(moodle: Site) -> None:
    answer = members(moodle, "limit=5&role=Learner")
    assert len(answer.get_json()["members"]) == 5
    assert 'rel="next"' in answer.headers["Link"]
    assert "role" not in answer.headers["Link"]
    assert "from=5" in answer.headers["Link"]


def test_moodle_lists_everybody_without_a_limit(moodle: Site) -> None:
    answer = members(moodle)
    assert len(answer.get_json()["members"]) == 14
    assert "Link" not in answer.headers


def test_canvas_pages_with_a_mark_that_must_come_back_unchanged(canvas: Site) -> None:
    seen: list[str] = []
    url = canvas.lms.memberships_url(COURSE, canvas.tool) + "?limit=5"
    while url:
        answer = canvas.call("GET", url, media=MEMBERS_TYPE)
        seen += [m["user_id"] for m in answer.get_json()["members"]]
        link = answer.headers.get("Link", "")
        url = link.partition("<")[2].partition(">")[0]
    assert len(seen) == len(set(seen)) == 15
    link = members(canvas, "limit=5").headers["Link"].partition("<")[2].partition(">")[0]
    assert canvas.call("GET", link.lower(), media=MEMBERS_TYPE).status_code == 400


def test_a_resource_link_adds_a_message(either: Site) -> None:
    link = either.lms.resource_link_id(either.lms.activities[either.add(custom="a=$User.id")])
    (message,) = entry(either, STUDENT, f"rlid={link}")["message"]
    assert message[f"{LTI}message_type"] == "LtiResourceLinkRequest"
    if not either.lms.moodle:
        assert message[f"{LTI}custom"] == {"a": either.lms.sub(either.lms.people[STUDENT])}


@pytest.mark.parametrize("rlid", ["nowhere", "999"])
def test_an_unknown_resource_link_is_refused(either: Site, rlid: str) -> None:
    assert members(either, f"rlid={rlid}").status_code == (404 if either.lms.moodle else 400)


def test_another_tools_resource_link_is_refused(either: Site) -> None:
    link = either.lms.resource_link_id(either.lms.activities[either.add()])
    either.install()
    assert members(either, f"rlid={link}").status_code == (404 if either.lms.moodle else 400)


def test_names_follow_the_privacy_settings(either: Site) -> None:
    either.tool.sends_name = either.tool.sends_email = False
    assert not {"name", "given_name", "email"} & set(entry(either, STUDENT))


# -- groups


def test_canvas_has_a_member_list_per_group(canvas: Site) -> None:
    group = canvas.lms.courses[COURSE].groups[0]
    url = canvas.lms.url(canvas.paths.group_memberships, group=group.number)
    found = canvas.call("GET", url, media=MEMBERS_TYPE).get_json()
    assert len(found["members"]) == 4
    assert found["members"][0]["roles"] == [f"{MEMBERSHIP}#Member"]
    assert (
        canvas.call("GET", canvas.lms.url(canvas.paths.group_memberships, group=1), media=MEMBERS_TYPE).status_code
        == 404
    )


def test_moodle_has_none(moodle: Site) -> None:
    url = moodle.lms.url(moodle.paths.group_memberships, group=moodle.lms.courses[COURSE].groups[0].number)
    assert moodle.call("GET", url, media=MEMBERS_TYPE).status_code == 404


def test_moodle_tells_the_launching_persons_groups_as_a_variable(moodle: Site) -> None:
    claims = moodle.open(STUDENT, moodle.add(custom="groups=$Moodle.Person.userGroupIds"))
    group = moodle.lms.courses[COURSE].groups[0]
    assert claims[f"{LTI}custom"]["groups"] == str(group.number)


def test_the_groups_service_is_off_until_switched_on(either: Site) -> None:
    url = either.lms.url(either.paths.groups, course=COURSE)
    assert either.call("GET", url, media=GROUPS_TYPE).status_code == 404
    assert GROUPS_CLAIM not in either.open(STUDENT, either.add())


def test_the_groups_service_lists_groups_and_sets(either: Site) -> None:
    either.control("settings", {"groups_service": True})
    either.tool.scopes |= {GROUPS_SCOPE}
    claim = either.open(STUDENT, either.add())[GROUPS_CLAIM]
    url = claim["context_groups_url"]
    found = either.call("GET", url, media=GROUPS_TYPE, scopes=[GROUPS_SCOPE]).get_json()["groups"]
    assert [group["name"] for group in found] == ["Ferns", "Mosses", "Lichens"]
    sub = either.lms.sub(either.lms.people[STUDENT])
    own = either.call("GET", f"{url}?user_id={sub}", media=GROUPS_TYPE, scopes=[GROUPS_SCOPE]).get_json()["groups"]
    assert [group["name"] for group in own] == ["Ferns"]
    sets = either.call("GET", claim["context_group_sets_url"], scopes=[GROUPS_SCOPE]).get_json()["sets"]
    assert sets == [{"id": found[0]["set_id"], "name": "Lab groups"}]
    assert entry(either, STUDENT, "groups=true")["group_enrollments"] == [{"group_id": own[0]["id"]}]


def test_the_groups_service_needs_its_scope(either: Site) -> None:
    either.control("settings", {"groups_service": True})
    assert either.call("GET", either.lms.url(either.paths.groups, course=COURSE)).status_code == 401
