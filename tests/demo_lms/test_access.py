"""Who may open which page of the demo LMS, and addresses that name nothing."""

import pytest

from tests.demo_lms.probe import ASSISTANT, COURSE, OTHER_COURSE, STUDENT, TEACHER, Site, read

OUTSIDER = 22
"""A student of the first course who is not in the second."""

FOR_MEMBERS = [
    "/courses/3",
    "/courses/3/people",
    "/courses/3/grades",
    "/courses/3/activities/{activity}",
    "/courses/3/activities/{activity}/review/22/launch",
    "/courses/3/tools/{tool}",
    "/courses/3/tools/{tool}/launch",
]
FOR_STAFF = ["/courses/3/grades/{item}/11", "/courses/3/activities/{activity}/review/11"]
FOR_TEACHERS = ["/courses/2/add", "/courses/2/add/tools", "/courses/2/add/{tool}", "/courses/2/activities/{own}/edit"]


def address(site: Site, path: str) -> str:
    activity, own = site.add(course=OTHER_COURSE), site.add(course=COURSE)
    return path.format(activity=activity, own=own, item=site.item_of(activity), tool=site.tool_number)


@pytest.mark.parametrize("path", FOR_MEMBERS)
def test_a_course_is_closed_to_outsiders(either: Site, path: str) -> None:
    url = address(either, path)
    either.control("enrolments", {"course": OTHER_COURSE, "person": OUTSIDER, "active": False})
    assert either.sign_in(OUTSIDER).get(url).status_code == 403


@pytest.mark.parametrize("path", FOR_STAFF)
def test_staff_pages_are_closed_to_students(either: Site, path: str) -> None:
    url = address(either, path)
    assert either.sign_in(12).get(url).status_code == 403
    assert either.sign_in(TEACHER).get(url).status_code == 200


@pytest.mark.parametrize("path", FOR_TEACHERS)
@pytest.mark.parametrize("person", [ASSISTANT, STUDENT])
def test_teachers_pages_are_closed_to_assistants_and_students(either: Site, path: str, person: int) -> None:
    assert either.sign_in(person).get(address(either, path)).status_code == 403


def test_only_a_teacher_copies_a_course(either: Site) -> None:
    assert either.sign_in(ASSISTANT).post(f"/courses/{COURSE}/copy").status_code == 403
    assert either.sign_in(TEACHER).post(f"/courses/{COURSE}/copy").status_code == 302
    assert len(either.lms.courses) == 3


NOTHING = [
    "/courses/99",
    "/courses/2/activities/99",
    "/courses/3/activities/{own}",
    "/courses/2/grades/99/11",
    "/courses/3/grades/{own}/11",
    "/courses/3/grades/{item}/22",
    "/courses/2/add/99",
    "/courses/2/add/drafts/99",
    "/courses/2/tools/99",
]


@pytest.mark.parametrize("path", NOTHING)
def test_what_is_not_there_is_not_found(either: Site, path: str) -> None:
    page = read(either.sign_in(TEACHER).get(address(either, path)))
    assert (page.status, page.heading) == (404, "Not Found")


def test_a_draft_is_saved_once(moodle: Site) -> None:
    page = moodle.select([{"type": "ltiResourceLink", "title": "Vote"}])
    teacher = moodle.sign_in(TEACHER)
    assert teacher.post(page.url, data={"title": "Vote"}).status_code == 302
    assert teacher.post(page.url, data={"title": "Vote"}).status_code == 404
    assert len(moodle.lms.activities) == 1


def test_a_launch_opens_in_a_frame_or_a_window(either: Site) -> None:
    path = f"/courses/{COURSE}/activities/{either.add()}/launch?target="
    client = either.sign_in(STUDENT)
    statuses = [client.get(path + target).status_code for target in ("iframe", "window", "frame", "popup")]
    assert statuses == [200, 200, 200, 400]


def test_a_tool_without_a_place_in_the_navigation_opens_nothing_there(moodle: Site) -> None:
    path = f"/courses/{COURSE}/tools/{moodle.tool_number}/launch"
    assert moodle.sign_in(TEACHER).get(path).status_code == 404


def test_canvas_asks_again_whether_the_person_is_in_the_course(canvas: Site) -> None:
    activity = canvas.add()
    client = canvas.sign_in(STUDENT)
    _, login = canvas.initiation(client, f"/courses/{COURSE}/activities/{activity}/launch")
    canvas.control("enrolments", {"course": COURSE, "person": STUDENT, "role": None})
    page = canvas.authorize(client, canvas.auth_request(login))
    assert dict(page.forms[0].fields)["error"] == "unauthorized_client"


def test_a_configuration_that_cannot_be_fetched_is_refused(canvas: Site) -> None:
    def fail(url: str) -> object:
        raise ValueError(url)

    canvas.lms.fetch = fail
    answer = canvas.client.post("/_demo/tools/by-hand", json={"json_url": "http://localhost:9999/canvas.json"})
    assert answer.status_code == 400
    assert "no JSON at this address" in answer.text
