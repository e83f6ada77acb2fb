"""Line items and results: addresses, media types, filters, pages, and what writing does."""

import pytest
from werkzeug.test import TestResponse

from lti_tools.demo_lms.terms import AGS, CANVAS
from tests.demo_lms.probe import COURSE, OTHER_COURSE, SCOPES, STUDENT, Site

ITEM = "application/vnd.ims.lis.v2.lineitem+json"
ITEMS = "application/vnd.ims.lis.v2.lineitemcontainer+json"
RESULTS = "application/vnd.ims.lis.v2.resultcontainer+json"
GOOD = {"label": "Bonus", "scoreMaximum": 10, "tag": "bonus", "resourceId": "r1"}


def container(site: Site, course: int = COURSE) -> str:
    return site.lms.line_items_url(course, site.tool)


def create(site: Site, body: object = GOOD, course: int = COURSE, media: str = ITEM) -> TestResponse:
    return site.call("POST", container(site, course), body, media=media)


def listed(site: Site, query: str = "", course: int = COURSE) -> TestResponse:
    url = container(site, course)
    joined = url + ("&" if "?" in url else "?") + query if query else url
    return site.call("GET", joined, media=ITEMS)


def made(site: Site, body: object = GOOD) -> str:
    answer = create(site, body)
    assert answer.status_code == 201, answer.text
    return str(answer.get_json()["id"])


# -- addresses and media types


def test_moodles_addresses_carry_the_type(moodle: Site) -> None:
    assert made(moodle).endswith(f"/lineitem?type_id={moodle.tool_number}")
    assert container(moodle).endswith(f"/lineitems?type_id={moodle.tool_number}")


@pytest.mark.parametrize("part", ["", "/results"])
def test_an_address_that_lost_its_query_is_not_found(moodle: Site, part: str) -> None:
    url = moodle.item_url(moodle.item_of(moodle.add()), part).partition("?")[0]
    assert moodle.call("GET", url, media=RESULTS if part else ITEM).status_code == 404


@pytest.mark.parametrize("accept", ["application/json", "*/*", f"{ITEMS}, */*", f"{ITEMS};q=1", ITEM])
def test_moodle_finds_no_handler_for_another_accept(moodle: Site, accept: str) -> None:
    answer = moodle.call("GET", container(moodle), media=accept)
    assert answer.status_code == 400
    assert "No handler found" in answer.text


def test_moodle_takes_no_accept_at_all(moodle: Site) -> None:
    assert moodle.call("GET", container(moodle)).status_code == 200


@pytest.mark.parametrize("media", ["application/json", "text/plain", ITEMS])
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_moodle_finds_no_handler_for_another_content_type(moodle: Site, method: str, media: str) -> None:
    url = container(moodle) if method == "POST" else made(moodle)
    answer = moodle.call(method, url, GOOD, media=media)
    assert answer.status_code == 400
    assert "No handler found" in answer.text


def test_moodle_takes_a_charset_behind_the_content_type(moodle: Site) -> None:
    assert create(moodle, media=f"{ITEM}; charset=utf-8").status_code == 201


def test_canvas_is_lenient_about_media_types_but_the_log_says_so(canvas: Site) -> None:
    assert canvas.call("GET", container(canvas), media="application/json").status_code == 200
    assert canvas.lms.calls.entries[-1].problems
    assert create(canvas, media="application/json").status_code == 201
    assert canvas.lms.calls.entries[-1].problems


def test_canvas_wants_a_user_agent(canvas: Site) -> None:
    answer = canvas.call("GET", container(canvas), media=ITEMS, headers={"User-Agent": ""})
    assert answer.status_code == 403


# -- tokens and scopes


@pytest.mark.parametrize("authorization", [None, "Bearer nonsense", ""])
def test_no_valid_token_means_401(either: Site, authorization: str | None) -> None:
    answer = either.call("GET", container(either), media=ITEMS, headers={"Authorization": authorization})
    assert answer.status_code == 401


def test_an_expired_token_means_401(either: Site) -> None:
    token = either.token()
    either.clock.at += 3601
    answer = either.call("GET", container(either), media=ITEMS, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401


NEEDS = [
    ("GET", "", ITEMS, "lineitem.readonly", "score"),
    ("POST", "", ITEM, "lineitem", "lineitem.readonly"),
    ("GET", "/results", RESULTS, "result.readonly", "lineitem"),
]


@pytest.mark.parametrize(("method", "part", "media", "needed", "other"), NEEDS)
def test_a_token_without_the_scope_means_401(
    either: Site, method: str, part: str, media: str, needed: str, other: str
) -> None:
    url = either.item_url(either.item_of(either.add()), part) if part else container(either)
    body = GOOD if method == "POST" else None
    assert either.call(method, url, body, media=media, scopes=[AGS + other]).status_code == 401
    assert either.call(method, url, body, media=media, scopes=[AGS + needed]).status_code in (200, 201)


def test_another_tools_line_item_is_not_found(either: Site) -> None:
    url = made(either)
    either.install()
    if either.lms.moodle:
        url = url.partition("?")[0] + f"?type_id={either.tool_number}"
    assert either.call("GET", url, media=ITEM).status_code == 404


def test_a_token_works_in_every_course(either: Site) -> None:
    assert create(either, course=OTHER_COURSE).status_code == 201


def test_an_unknown_course_is_not_found(either: Site) -> None:
    assert listed(either, course=99).status_code == 404


def test_a_removed_tools_token_is_refused(either: Site) -> None:
    token, url = either.token(), container(either)
    either.control("tools", {"tool": either.tool_number, "do": ["remove"]})
    answer = either.client.get(url, headers={"Authorization": f"Bearer {token}", "Accept": ITEMS})
    assert answer.status_code == 401


# -- listing


def test_filters_pick_line_items(either: Site) -> None:
    activity = either.add("Essay")
    made(either)
    link = either.lms.resource_link_id(either.lms.activities[activity])
    labels = {
        query: [item["label"] for item in listed(either, query).get_json()]
        for query in ("tag=bonus", "resource_id=r1", f"resource_link_id={link}", "tag=none")
    }
    assert list(labels.values()) == [["Bonus"], ["Bonus"], ["Essay"], []]


def test_moodle_lists_all_on_one_page_without_a_limit(moodle: Site) -> None:
    for _ in range(12):
        made(moodle)
    answer = listed(moodle)
    assert len(answer.get_json()) == 12
    assert "Link" not in answer.headers


def test_moodles_next_link_cannot_be_used(moodle: Site) -> None:
    for _ in range(3):
        made(moodle)
    link = listed(moodle, "limit=2").headers["Link"].encode("latin-1").decode()
    assert "rel=“next”" in link
    assert "&amp;" in link


def test_canvas_pages_without_being_asked(canvas: Site) -> None:
    for _ in range(12):
        made(canvas)
    first = listed(canvas)
    assert len(first.get_json()) == 10
    assert 'rel="next"' in first.headers["Link"]
    assert len(listed(canvas, "page=2").get_json()) == 2


def test_canvas_tells_the_launch_address_when_asked(canvas: Site) -> None:
    canvas.add()
    assert f"{CANVAS}launch_url" in listed(canvas, "include[]=launch_url").get_json()[0]
    assert f"{CANVAS}launch_url" not in listed(canvas).get_json()[0]


# -- writing


def test_nothing_stops_a_second_line_item_with_the_same_resource_id(either: Site) -> None:
    assert made(either) != made(either)


@pytest.mark.parametrize("body", [{"label": "x"}, {"scoreMaximum": 5}, {"label": "x", "scoreMaximum": "lots"}, {}])
def test_label_and_maximum_are_required(either: Site, body: dict[str, object]) -> None:
    assert create(either, body).status_code == (400 if either.lms.moodle else 422)


@pytest.mark.parametrize("body", [[], "text", 7, None])
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_body_that_is_no_object_is_refused(either: Site, method: str, body: object) -> None:
    url = container(either) if method == "POST" else made(either)
    assert either.call(method, url, body, media=ITEM).status_code == 400


@pytest.mark.parametrize("maximum", [250.5, 0, -5])
def test_moodle_takes_any_maximum(moodle: Site, maximum: float) -> None:
    assert create(moodle, GOOD | {"scoreMaximum": maximum}).status_code == 201


def test_canvas_refuses_a_negative_maximum(canvas: Site) -> None:
    assert create(canvas, GOOD | {"scoreMaximum": -5}).status_code == 422


def test_an_unknown_resource_link_is_refused(either: Site) -> None:
    status = 403 if either.lms.moodle else 404
    assert create(either, GOOD | {"resourceLinkId": "nowhere"}).status_code == status


def test_another_tools_resource_link_is_refused(either: Site) -> None:
    link = either.lms.resource_link_id(either.lms.activities[either.add()])
    either.install()
    assert create(either, GOOD | {"resourceLinkId": link}).status_code in (403, 404)


def test_canvas_knows_that_a_link_was_deleted(canvas: Site) -> None:
    from lti_tools.demo_lms import activities

    activity = canvas.lms.activities[canvas.add()]
    activities.delete(canvas.lms, activity)
    body = GOOD | {"resourceLinkId": canvas.lms.resource_link_id(activity)}
    assert create(canvas, body).status_code == 412


def test_put_replaces_everything_in_moodle(moodle: Site) -> None:
    url = made(moodle)
    answer = moodle.call("PUT", url, {"label": "New", "scoreMaximum": 5}, media=ITEM).get_json()
    assert (answer["label"], answer["tag"], answer["resourceId"]) == ("New", "", "")
    assert moodle.lms.calls.entries[-1].problems == ["PUT wipes tag", "PUT wipes resourceId"]


def test_put_changes_what_it_names_in_canvas(canvas: Site) -> None:
    answer = canvas.call("PUT", made(canvas), {"label": "New"}, media=ITEM).get_json()
    assert (answer["label"], answer["tag"], answer["resourceId"]) == ("New", "bonus", "r1")


def test_moodle_echoes_dates_without_keeping_them(moodle: Site) -> None:
    answer = create(moodle, GOOD | {"endDateTime": "2030-01-01T00:00:00Z"}).get_json()
    assert answer["endDateTime"] == "2030-01-01T00:00:00Z"
    assert "endDateTime" not in moodle.call("GET", answer["id"], media=ITEM).get_json()


def test_moodle_deletes_an_activitys_own_column_until_it_is_saved_again(moodle: Site) -> None:
    activity = moodle.add()
    before = moodle.item_of(activity)
    assert moodle.call("DELETE", moodle.item_url(before)).status_code == 204
    assert moodle.lms.activities[activity].line_item is None
    teacher = moodle.sign_in(3)
    data = {"title": "Essay", "grade_maximum": "100"}
    assert teacher.post(f"/courses/{COURSE}/activities/{activity}/edit", data=data).status_code == 302
    assert moodle.item_of(activity) != before


def test_canvas_refuses_to_delete_a_coupled_line_item(canvas: Site) -> None:
    assert canvas.call("DELETE", canvas.item_url(canvas.item_of(canvas.add()))).status_code == 401
    assert canvas.call("DELETE", made(canvas)).status_code == 204


def test_a_deleted_line_item_is_not_found(either: Site) -> None:
    url = made(either)
    assert either.call("DELETE", url).status_code == 204
    assert either.call("GET", url, media=ITEM).status_code == 404


@pytest.mark.parametrize(("kind", "status"), [({"type": "external_tool"}, 201), ({"type": "essay"}, 422), ("x", 422)])
def test_canvas_knows_two_submission_types(canvas: Site, kind: object, status: int) -> None:
    assert create(canvas, GOOD | {f"{CANVAS}submission_type": kind}).status_code == status


# -- results


def test_results_tell_the_final_grade(either: Site) -> None:
    item = either.item_of(either.add())
    either.score(item, comment="Good")
    (result,) = either.call("GET", either.item_url(item, "/results"), media=RESULTS).get_json()
    assert (result["resultScore"], result["resultMaximum"], result["comment"]) == (80, 100, "Good")
    assert result["userId"] == either.lms.sub(either.lms.people[STUDENT])


def test_results_of_one_person(either: Site) -> None:
    item = either.item_of(either.add())
    either.score(item)
    either.score(item, person=12)
    url = either.item_url(item, "/results")
    url += ("&" if "?" in url else "?") + f"user_id={either.lms.sub(either.lms.people[12])}"
    assert len(either.call("GET", url, media=RESULTS).get_json()) == 1


def test_results_with_a_limit_are_an_error_page_in_moodle(moodle: Site) -> None:
    url = moodle.item_url(moodle.item_of(moodle.add()), "/results") + "&limit=5"
    answer = moodle.call("GET", url, media=RESULTS)
    assert answer.status_code == 404
    assert answer.content_type.startswith("text/html")


def test_a_cleared_grade_has_no_result(either: Site) -> None:
    item = either.item_of(either.add())
    either.score(item)
    either.clock.at += 5
    either.score(item, gradingProgress="NotReady", scoreGiven=None, scoreMaximum=None)
    assert either.call("GET", either.item_url(item, "/results"), media=RESULTS).get_json() == []


# -- rate limit


def test_canvas_refuses_a_client_that_calls_too_often(canvas: Site) -> None:
    canvas.control("settings", {"rate_limit": 2.0})
    token = canvas.token()
    headers: dict[str, str | None] = {"Authorization": f"Bearer {token}"}
    answers = [canvas.call("GET", container(canvas), media=ITEMS, headers=headers) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 403]
    assert "Rate Limit Exceeded" in answers[-1].text
    assert answers[-1].headers["X-Rate-Limit-Remaining"] == "0.0"
    canvas.clock.at += 5
    assert canvas.call("GET", container(canvas), media=ITEMS, headers=headers).status_code == 200


def test_every_scope_the_probe_asks_for_is_known(either: Site) -> None:
    assert set(SCOPES) == either.tool.scopes
