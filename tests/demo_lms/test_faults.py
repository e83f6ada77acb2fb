"""Faults on demand and the JSON control."""

import time

import pytest
import requests

from tests.demo_lms.probe import ADMIN, COURSE, STUDENT, TEACHER, Site
from tests.support.lms import LmsControl, live_lms

STATUSES = ["500", "503", "401", "403", "404", "409", "429"]


@pytest.mark.parametrize("mode", STATUSES)
def test_a_fault_answers_with_its_status_and_has_no_effect(either: Site, mode: str) -> None:
    item = either.item_of(either.add())
    either.control("faults", {"endpoint": "score", "mode": mode, "retry_after": 7})
    answer = either.score(item)
    assert (answer.status_code, answer.headers["Retry-After"]) == (int(mode), "7")
    assert either.lms.calls.entries[-1].verdict == "fault"
    assert not either.lms.grades
    assert either.score(item).status_code == 200


def test_a_fault_may_come_after_the_effect(either: Site) -> None:
    item = either.item_of(either.add())
    either.control("faults", {"endpoint": "score", "mode": "503", "after": True})
    assert either.score(item).status_code == 503
    assert either.lms.grade(item, STUDENT).score == 80


def test_a_fault_counts_down(either: Site) -> None:
    either.control("faults", {"endpoint": "token", "mode": "500", "count": 2})
    assert [either.ask_token().status_code for _ in range(3)] == [500, 500, 200]


def test_a_fault_without_end_stays_until_cleared(either: Site) -> None:
    either.control("faults", {"endpoint": "any", "mode": "503", "count": -1})
    assert [either.ask_token().status_code for _ in range(3)] == [503, 503, 503]
    either.control("faults/clear")
    assert either.ask_token().status_code == 200


def test_a_fault_may_concern_one_item_or_one_person(either: Site) -> None:
    one, two = (either.item_of(either.add(title)) for title in ("One", "Two"))
    either.control("faults", {"endpoint": "score", "mode": "500", "item": str(one)})
    assert [either.score(item).status_code for item in (two, one)] == [200, 500]
    other = either.lms.sub(either.lms.people[12])
    either.control("faults", {"endpoint": "score", "mode": "500", "user": other})
    assert [either.score(one, person=person).status_code for person in (13, 12)] == [200, 500]


def test_garbage_is_labelled_json(either: Site) -> None:
    either.control("faults", {"endpoint": "jwks", "mode": "garbage"})
    answer = either.client.get(either.paths.jwks)
    assert answer.content_type == "application/json"
    assert answer.get_json(silent=True) is None


def test_a_rate_limit_is_a_403(canvas: Site) -> None:
    canvas.control("faults", {"endpoint": "nrps", "mode": "rate-limit"})
    answer = canvas.call("GET", canvas.lms.memberships_url(COURSE, canvas.tool))
    assert (answer.status_code, answer.headers["X-Rate-Limit-Remaining"]) == (403, "0.0")


BAD_FAULTS = [
    {"endpoint": "gradebook", "mode": "500"},
    {"endpoint": "score", "mode": "418"},
    {"endpoint": "score", "mode": "500", "count": "many"},
    {"endpoint": "score", "mode": "500", "colour": "red"},
    {"endpoint": "score"},
    "score",
]


@pytest.mark.parametrize("fault", BAD_FAULTS)
def test_a_fault_that_makes_no_sense_is_refused(either: Site, fault: object) -> None:
    assert either.client.post("/_demo/faults", json=fault).status_code == 400
    assert either.client.get("/_demo/faults").get_json() == []


def test_the_page_switches_faults(either: Site) -> None:
    admin = either.sign_in(ADMIN)
    data = {"endpoint": "score", "mode": "503", "count": "3", "retry_after": "", "delay": ""}
    assert admin.post("/admin/faults", data=data).status_code == 302
    assert either.lms.faults.as_json()[0]["count"] == 3
    assert "3 more" in admin.get("/admin/faults").text
    admin.post("/admin/faults", data={"clear": "1"})
    assert either.lms.faults.as_json() == []
    assert either.sign_in(TEACHER).get("/admin/faults").status_code == 403


# -- over a socket


@pytest.fixture(scope="module")
def lms() -> object:
    with live_lms("canvas") as running:
        yield running


def jwks(lms: LmsControl, timeout: float = 5) -> requests.Response:
    return requests.get(f"{lms.url}/api/lti/security/jwks", timeout=timeout)


def test_a_reset_drops_the_connection(lms: LmsControl) -> None:
    lms.fault("jwks", "reset")
    with pytest.raises(requests.ConnectionError):
        jwks(lms)
    assert jwks(lms).status_code == 200


def test_a_timeout_says_nothing(lms: LmsControl) -> None:
    lms.fault("jwks", "timeout", delay=0.6)
    with pytest.raises(requests.Timeout):
        jwks(lms, timeout=0.2)
    assert jwks(lms).status_code == 200


def test_a_delay_answers_late(lms: LmsControl) -> None:
    lms.fault("jwks", "delay", delay=0.3)
    before = time.monotonic()
    assert jwks(lms).status_code == 200
    assert time.monotonic() - before >= 0.3


def test_a_held_answer_does_not_keep_the_server_from_stopping() -> None:
    before = time.monotonic()
    with live_lms("moodle") as other:
        other.fault("jwks", "timeout", delay=60)
        with pytest.raises(requests.Timeout):
            requests.get(f"{other.url}/mod/lti/certs.php", timeout=0.2)
    assert time.monotonic() - before < 30


# -- control


def test_the_state_names_everything(either: Site) -> None:
    either.score(either.item_of(either.add()))
    state = either.client.get("/_demo/state").get_json()
    assert state["personality"] == either.lms.personality.name
    assert {"people", "courses", "activities", "line-items", "grades", "tools", "launches", "faults"} <= set(state)
    assert state["grades"][0]["shown"] == 80


def test_calls_are_filtered(either: Site) -> None:
    either.score(either.item_of(either.add()), userId="4711")
    calls = either.client.get("/_demo/calls?endpoint=score&verdict=refused").get_json()
    assert [call["user"] for call in calls] == ["4711"]
    assert either.client.get("/_demo/calls?endpoint=score&verdict=ok").get_json() == []


def test_people_and_courses_can_be_added(either: Site) -> None:
    person = either.control("people", {"given": "Zoë", "family": "Åberg"})["number"]
    course = either.control("courses", {"name": "Physics 8C"})["number"]
    either.control("enrolments", {"course": course, "person": person, "role": "teacher"})
    assert "Physics 8C" in either.sign_in(person).get("/").text
    assert either.lms.people[person].email == "zoe.aberg@school.example"


@pytest.mark.parametrize("what", ["calls", "grades", "content", "all"])
def test_a_reset_forgets(either: Site, what: str) -> None:
    either.score(either.item_of(either.add()))
    either.control("reset", {"what": what})
    assert not either.lms.calls.entries
    assert bool(either.lms.grades) is (what == "calls")
    assert bool(either.lms.activities) is (what in ("calls", "grades"))
    assert bool(either.lms.tools) is (what != "all")


def test_keys_are_rotated(either: Site) -> None:
    before = either.client.get(either.paths.jwks).get_json()["keys"]
    either.control("keys/rotate")
    after = either.client.get(either.paths.jwks).get_json()["keys"]
    assert len(after) == 2
    assert after[0] == before[0]
    either.control("keys/rotate", {"keep": 0})
    assert len(either.client.get(either.paths.jwks).get_json()["keys"]) == 1
    assert either.open(STUDENT, either.add())


@pytest.mark.parametrize(
    ("what", "data", "status"),
    [
        ("settings", {"colour": "red"}, 400),
        ("settings", {"data_privacy": "yes"}, 400),
        ("reset", {"what": "half"}, 400),
        ("enrolments", {"course": 99, "person": 2}, 400),
        ("activities", {"activity": 1}, 400),
        ("nothing", {}, 404),
    ],
)
def test_control_refuses_what_it_does_not_know(either: Site, what: str, data: object, status: int) -> None:
    assert either.client.post(f"/_demo/{what}", json=data).status_code == status


def test_control_takes_json_alone(either: Site) -> None:
    assert either.client.post("/_demo/reset", data="{}").status_code == 415
    assert either.client.post("/_demo/reset", data="{}", content_type="text/plain").status_code == 415


def test_an_unknown_view_of_the_state_is_not_found(either: Site) -> None:
    assert either.client.get("/_demo/secrets").status_code == 404
