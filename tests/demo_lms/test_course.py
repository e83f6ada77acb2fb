"""Copies, submission review, gradebook pages, data privacy, and what is open without signing in."""

import pytest

from lti_tools.demo_lms.terms import AGS_CLAIM, CANVAS, DEEP_LINKING, LTI, MEMBERSHIP, RESOURCE_LINK, SUBMISSION_REVIEW
from tests.demo_lms.probe import ADMIN, ASSISTANT, COURSE, STUDENT, TEACHER, Site, read

REVIEW = {"reviewableStatus": ["Submitted"], "url": "http://localhost:9999/launch/review", "custom": {"view": "one"}}


# -- copies


def test_a_duplicate_has_a_new_link_and_column_and_the_same_address(either: Site) -> None:
    activity = either.add("Essay", url="http://localhost:9999/launch?x=1", custom="id=u1")
    teacher = either.sign_in(TEACHER)
    assert teacher.post(f"/courses/{COURSE}/activities/{activity}/duplicate").status_code == 302
    first, second = either.open(TEACHER, activity), either.open(TEACHER, max(either.lms.activities))
    for name in ("resource_link", "custom", "target_link_uri"):
        same = first[LTI + name] == second[LTI + name]
        assert same is (name != "resource_link")
    assert first[AGS_CLAIM]["lineitem"] != second[AGS_CLAIM]["lineitem"]


def test_a_copied_course_keeps_its_line_items_ids_of_resources(either: Site) -> None:
    activity = either.add("Essay", custom="history=$Context.id.history")
    either.lms.line_items[either.item_of(activity)].resource_id = "r1"
    either.lms.activities[activity].resource_id = "r1"
    media = "application/vnd.ims.lis.v2.lineitem+json"
    url = either.lms.line_items_url(COURSE, either.tool)
    either.call("POST", url, {"label": "Alone", "scoreMaximum": 5, "resourceId": "r2"}, media=media)
    copy = either.control("courses/copy", {"course": COURSE})["number"]
    again = either.control("courses/copy", {"course": copy})["number"]
    items = {item.label: item.resource_id for item in either.lms.items_in(copy)}
    assert items == {"Essay": "r1", "Alone": "r2"}
    number = either.lms.activities_in(again)[0].number
    claims = either.open(TEACHER, number, again)
    ancestors = f"{either.lms.context_id(copy)},{either.lms.context_id(COURSE)}"
    assert claims[f"{LTI}custom"]["history"] == ancestors


def test_a_copied_course_has_no_students(either: Site) -> None:
    copy = either.control("courses/copy", {"course": COURSE})
    assert set(copy["enrolments"]) == {str(TEACHER), str(ASSISTANT)}


# -- submission review


def test_moodle_sends_a_submission_review_request(moodle: Site) -> None:
    activity = moodle.add()
    moodle.control("activities", {"activity": activity, "submission_review": REVIEW})
    claims = moodle.launch(TEACHER, f"/courses/{COURSE}/activities/{activity}/review/{STUDENT}/launch")
    assert claims[f"{LTI}message_type"] == SUBMISSION_REVIEW
    assert claims[f"{LTI}for_user"] == {"user_id": str(STUDENT)}
    assert claims[f"{LTI}target_link_uri"] == REVIEW["url"]
    assert claims[f"{LTI}custom"]["view"] == "one"
    assert claims[AGS_CLAIM]["lineitem"]


def test_moodle_sends_it_even_where_it_was_never_registered(moodle: Site) -> None:
    assert SUBMISSION_REVIEW not in moodle.tool.messages
    activity = moodle.add()
    claims = moodle.launch(TEACHER, f"/courses/{COURSE}/activities/{activity}/review/{STUDENT}/launch")
    assert claims[f"{LTI}message_type"] == SUBMISSION_REVIEW


def test_speedgrader_opens_the_submitted_address_as_the_teacher(canvas: Site) -> None:
    activity = canvas.add()
    url = "http://localhost:9999/launch?submission=7"
    extension = {"submission_type": "basic_lti_launch", "submission_data": url}
    assert canvas.score(canvas.item_of(activity), **{f"{CANVAS}submission": extension}).status_code == 200
    claims = canvas.launch(TEACHER, f"/courses/{COURSE}/activities/{activity}/review/{STUDENT}/launch")
    assert claims[f"{LTI}message_type"] == RESOURCE_LINK
    assert claims[f"{LTI}target_link_uri"] == url
    assert claims[f"{LTI}resource_link"]["id"] == claims[f"{LTI}context"]["id"]
    assert claims["sub"] == canvas.lms.sub(canvas.lms.people[TEACHER])
    assert f"{MEMBERSHIP}#Instructor" in claims[f"{LTI}roles"]


def test_a_student_reviews_nobody_else(either: Site) -> None:
    activity = either.add()
    path = f"/courses/{COURSE}/activities/{activity}/review/{{}}/launch"
    student = either.sign_in(STUDENT)
    assert student.get(path.format(12)).status_code == 403
    assert student.get(path.format(STUDENT)).status_code == 200


# -- data privacy


def test_data_privacy_launches_are_switched_on(either: Site) -> None:
    path = f"/courses/{COURSE}/tools/{either.tool_number}/privacy/{STUDENT}"
    assert either.sign_in(STUDENT).get(path).status_code == 404
    either.control("settings", {"data_privacy": True})
    assert either.sign_in(12).get(path).status_code == 403
    for person in (STUDENT, ADMIN):
        claims = either.launch(person, path)
        assert claims[f"{LTI}message_type"] == "DataPrivacyLaunchRequest"
        assert claims[f"{LTI}for_user"] == {"user_id": either.lms.sub(either.lms.people[STUDENT])}
        assert f"{LTI}context" not in claims
        assert f"{LTI}resource_link" not in claims


# -- pages


@pytest.mark.parametrize("path", ["/", "/courses/2", "/courses/2/grades", "/courses/2/people", "/admin/tools"])
def test_pages_answer_without_sign_in(either: Site, path: str) -> None:
    answer = either.browser().get(path)
    assert answer.status_code == 200
    assert "Sign in" in answer.text


def test_signing_in_leads_back_to_the_page_asked_for(either: Site) -> None:
    client = either.browser()
    page = read(client.get("/courses/2/grades"))
    fields = dict(page.forms[0].fields)
    answer = client.post("/sign-in", data=fields | {"person": TEACHER})
    assert answer.headers["Location"].startswith("/courses/2/grades")


@pytest.mark.parametrize("address", ["http://evil.example/", "//evil.example/", "/\\evil.example"])
def test_signing_in_leads_nowhere_else(either: Site, address: str) -> None:
    answer = either.browser().post("/sign-in", data={"person": TEACHER, "going_to": address})
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("person", ["", "x", "4711"])
def test_only_known_people_sign_in(either: Site, person: str) -> None:
    assert either.browser().post("/sign-in", data={"person": person}).status_code == 400


def test_the_gradebook_shows_score_and_comment_to_staff_and_to_the_student(either: Site) -> None:
    either.score(either.item_of(either.add("Essay")), comment="Well argued")
    for person in (TEACHER, ASSISTANT, STUDENT):
        words = read(either.sign_in(person).get(f"/courses/{COURSE}/grades")).words
        assert "Essay" in words
        assert "80" in words
        assert "Well argued" in words
    assert "Well argued" not in read(either.sign_in(12).get(f"/courses/{COURSE}/grades")).words


def test_comments_are_plain_text(either: Site) -> None:
    either.score(either.item_of(either.add("Essay")), comment="<b>bold</b>")
    assert "&lt;b&gt;bold" in either.sign_in(TEACHER).get(f"/courses/{COURSE}/grades").text


def test_a_teacher_overrides_and_locks(either: Site) -> None:
    item = either.item_of(either.add())
    path = f"/courses/{COURSE}/grades/{item}/{STUDENT}"
    data = {"override": "55", "locked": "on"}
    assert either.sign_in(ASSISTANT).post(path, data=data).status_code == 403
    assert either.sign_in(TEACHER).post(path, data=data).status_code == 302
    assert either.lms.grade(item, STUDENT).override == 55
    assert either.lms.line_items[item].locked


@pytest.mark.parametrize("deed", ["duplicate", "delete", "publish", "unpublish"])
def test_only_a_teacher_changes_activities(either: Site, deed: str) -> None:
    path = f"/courses/{COURSE}/activities/{either.add()}/{deed}"
    assert either.sign_in(ASSISTANT).post(path).status_code == 403
    assert either.sign_in(TEACHER).post(path).status_code == 302


def test_a_course_is_closed_to_outsiders(either: Site) -> None:
    assert either.sign_in(22).get("/courses/3").status_code == 403


def test_pages_are_framed_by_our_own_alone(either: Site) -> None:
    assert either.client.get("/").headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_tools_message_is_shown_on_return(either: Site) -> None:
    client = either.sign_in(STUDENT)
    page = read(client.get(f"/courses/{COURSE}/return?lti_errormsg=Try+later"))
    assert page.forms[0].target == "_top"
    assert "Try later" in read(client.get(f"/courses/{COURSE}")).words


def test_the_course_page_has_a_frame_and_a_new_window(either: Site) -> None:
    activity = either.add("Essay")
    page = read(either.sign_in(STUDENT).get(f"/courses/{COURSE}/activities/{activity}"))
    assert page.frame().endswith("/launch")
    assert page.link("new window").endswith("target=window")
    forwarding = [frame for frame in page.reader.frames if frame.get("name") == "post_message_forwarding"]
    assert bool(forwarding) is not either.lms.moodle


def test_deep_linking_is_no_resource_link_launch(either: Site) -> None:
    _, claims = either.begin_selection()
    assert claims[f"{LTI}message_type"] == DEEP_LINKING
