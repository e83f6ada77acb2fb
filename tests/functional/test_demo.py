"""`lti-tools demo` as somebody sees it who runs `make demo`: addresses that answer, votes in the middle, an end."""

import json
import re
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lti_tools.demo.processes import Children, Failed, answers, on_free_port
from lti_tools.demo.school import DemoActivity, DemoPerson
from lti_tools.demo.visitor import Visitor
from tests.support.processes import Child

TEACHER, VOTED, NOT_YET, SPANISH, MENTOR = 3, 11, 21, 22, 31
VOTERS = set(range(11, 17))
POND = "The pond in spring"
GARDEN, REVIEWERS = "One page about the garden", set(range(11, 23))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Child, list[str]]]:
    with Child(["-m", "lti_tools", "demo", "--data", str(tmp_path_factory.mktemp("demo"))], {}) as child:
        said = child.read_until("Ctrl-C ends")
        yield child, re.findall(r"http://\S+", said)
        ends(child, signal.SIGINT, 0, re.findall(r"http://\S+", said))


def ends(child: Child, number: int, code: int, addresses: list[str]) -> None:
    """See the demo end on this signal, and its children with it."""
    child.process.send_signal(number)
    assert child.wait(60) == code
    deadline = time.monotonic() + 20
    while any(answers(address) for address in addresses):
        assert time.monotonic() < deadline
        time.sleep(0.2)


@pytest.fixture(scope="module", params=[0, 1], ids=["moodle", "canvas"])
def lms(demo: tuple[Child, list[str]], request: pytest.FixtureRequest) -> str:
    return demo[1][request.param].rstrip("/")


@pytest.fixture(scope="module")
def vote(lms: str) -> DemoActivity:
    teacher = DemoPerson(lms, TEACHER)
    found = next(one for one in teacher.activities() if "What shall we find out?" in one.open(teacher).text)
    teacher.close()
    return found


@pytest.fixture(scope="module")
def reviewing(lms: str) -> DemoActivity:
    teacher = DemoPerson(lms, TEACHER)
    found = next(one for one in teacher.activities() if "/peer-review/" in one.open(teacher).url)
    teacher.close()
    return found


def test_the_group_maker_has_mixed_the_class(lms: str, vote: DemoActivity):
    person = DemoPerson(lms, VOTED)
    page = person.open(vote.open(person).link_to("/-/groups/"))
    person.close()
    assert "Field teams" in page.text
    assert "You are in:" in page.text
    assert len(re.findall("Facilitator|Checker|Harmoniser|Recorder", page.text)) >= 4


def seen_by(lms: str, number: int, vote: DemoActivity) -> str:
    person = DemoPerson(lms, number)
    page = vote.open(person)
    person.close()
    return page.text


def full_points(lms: str) -> set[int]:
    """Who has 10 of 10 points in the demo LMS's gradebook."""
    grades = json.loads(Visitor().open(f"{lms}/_demo/grades").text)
    return {grade["person"] for grade in grades if grade["shown"] == grade["maximum"] == 10}


def test_every_address_answers_without_signing_in(demo: tuple[Child, list[str]]):
    assert len(demo[1]) == 3
    for address in demo[1]:
        visitor = Visitor()
        assert visitor.open(address).status == 200
        visitor.close()


def test_the_teacher_sees_a_vote_in_the_middle(lms: str, vote: DemoActivity):
    text = seen_by(lms, TEACHER, vote)
    # The roster may not have come yet; Moodle lists the assistant, who never launched, as a learner.
    assert re.search(r"\b6 (of 1[23] )?have voted", text)
    assert "Close the vote now" in text


def test_a_student_who_voted_can_change_it_and_another_can_vote(lms: str, vote: DemoActivity):
    assert "Change your vote" in seen_by(lms, VOTED, vote)
    assert "Change your vote" not in seen_by(lms, NOT_YET, vote)


def test_a_peer_review_is_in_the_middle_with_two_who_do_nothing(lms: str, reviewing: DemoActivity):
    words = " ".join(re.sub("<[^>]+>", " ", seen_by(lms, TEACHER, reviewing)).split())
    assert re.search(r"Handed in 12 of 1[23]", words)
    assert re.search(r"Reviews sent \d+ of 36", words)
    assert "Begun" in seen_by(lms, VOTED, reviewing)


def test_votes_stand_at_other_points_of_the_way_in_the_first_course(demo: tuple[Child, list[str]]):
    teacher = DemoPerson(demo[1][0].rstrip("/"), TEACHER)
    homes = {one.number: one.open(teacher) for one in teacher.activities()}
    growing = next(page for page in homes.values() if "5 are on the list" in page.text)
    decided = next(page for page in homes.values() if "/topic-vote/decisions" in page.text)
    bees = teacher.open(teacher.open(growing.link_to("/topic-vote/proposals")).link_to("/topic-vote/proposals/5"))
    decisions = teacher.open(decided.link_to("/topic-vote/decisions")).text
    places = teacher.open(decided.url.partition("/topic-vote")[0] + "/topic-vote/places").text
    teacher.close()
    assert "Shall “A hive for the roof garden” become part of “Bees on the school roof”?" in bees.text
    assert "<img" in bees.text
    assert all(words in decisions for words in ("Accepted: we do it", "Put off until later", "The hives are ordered"))
    assert "10 of 12" in places or "10 of 13" in places


def test_points_arrive_in_the_gradebook_after_the_close(lms: str, vote: DemoActivity):
    teacher = DemoPerson(lms, TEACHER)
    asked = teacher.submit(vote.open(teacher).form_to("/close"))
    teacher.submit(asked.form_to("/close"))
    teacher.close()
    deadline = time.monotonic() + 30
    while len(full_points(lms)) < len(VOTERS) and time.monotonic() < deadline:
        time.sleep(0.3)
    assert full_points(lms) == VOTERS


def peer_grades(lms: str) -> tuple[dict[int, float], dict[int, float]]:
    """What the gradebook of the demo LMS shows in the columns of the work and of reviewing, by person."""
    grades = [one for one in json.loads(Visitor().open(f"{lms}/_demo/grades").text) if one["shown"] is not None]
    work, points = (
        {one["person"]: one["shown"] for one in grades if one["label"] == label and one["person"] in REVIEWERS}
        for label in (GARDEN, f"Reviewing: {GARDEN}")
    )
    return work, points


def test_marks_and_points_for_reviewing_arrive_in_two_columns_after_the_release(lms: str, reviewing: DemoActivity):
    teacher = DemoPerson(lms, TEACHER)
    steps = teacher.open(reviewing.open(teacher).link_to("/-/schedule/"))
    close = next(one for one in steps.forms if one.action.endswith("/close") and ("step", "review") in one.fields)
    teacher.submit(close, {"confirmed": "1"})
    works = teacher.open(reviewing.open(teacher).link_to("/peer-review/works"))
    person = teacher.open(works.link_to("/peer-review/works/"))
    teacher.submit(person.form_to("/mark"), {"mark": "91.5", "reason": "The sources are excellent."})
    teacher.submit(works.form_to("/works/release"), {"which": "all", "confirmed": "1"})
    teacher.close()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        work, points = peer_grades(lms)
        if 91.5 in work.values() and points.keys() == REVIEWERS:
            break
        time.sleep(0.3)
    assert 91.5 in work.values()
    assert points.keys() == REVIEWERS
    assert sorted(points.values())[:2] == [0, 0], "two reviewed nobody"
    assert 20 < max(points.values()) < 25, "what is sent is paid, and nothing gives all by itself"


@pytest.fixture(scope="module")
def quests(lms: str) -> DemoActivity:
    teacher = DemoPerson(lms, TEACHER)
    found = next(one for one in teacher.activities() if one.open(teacher).url.endswith("/quests/"))
    teacher.close()
    return found


def grade_said(page_text: str, when: str) -> float:
    """The grade "now" or "then" on a student's what-if page."""
    return float(re.findall(rf"Grade {when}</dt>\s*<dd>([\d.]+) of 100", page_text)[0])


def test_the_quests_goal_has_fallen_and_the_grade_is_what_the_what_if_page_said(lms: str, quests: DemoActivity):
    student, teacher = DemoPerson(lms, VOTED), DemoPerson(lms, TEACHER)
    base = quests.open(student).url.rstrip("/")
    assert "Reached together" in student.open(f"{base}/team").text
    assert "Pond explorer" in student.open(f"{base}/badges").text
    said = student.open(f"{base}/what-if?quest=flip-here").text
    at = quests.open(teacher).url.rstrip("/")
    wall = teacher.open(f"{at}/check-in/flip-code")
    shown = teacher.submit(wall.form_to("/check-in/flip-code"))
    code = re.search(r"([A-Z0-9]{3}) ([A-Z0-9]{3})</p>", shown.text)
    assert code is not None
    page = student.open(f"{base}/quests/flip-here")
    student.submit(page.form_to("/check-in"), {"flip-code-code": code[1] + code[2]})
    then, now = grade_said(said, "then"), grade_said(student.open(f"{base}/what-if").text, "now")
    teacher.submit(teacher.open(f"{at}/grades").form_to("/grades/start"))
    for person in (student, teacher):
        person.close()
    deadline, grades = time.monotonic() + 30, {}
    while VOTED not in grades and time.monotonic() < deadline:
        entries = json.loads(Visitor().open(f"{lms}/_demo/grades").text)
        grades = {one["person"]: one["shown"] for one in entries if one["label"] == POND and one["shown"] is not None}
        time.sleep(0.3)
    assert grade_said(said, "now") < now == then == grades[VOTED]


def test_a_mentor_reads_about_her_own_student_alone(lms: str, vote: DemoActivity):
    if "canvas" not in Visitor().open(f"{lms}/").text.lower():
        return  # Moodle has no observers in courses
    text = seen_by(lms, MENTOR, vote)
    assert "João Pereira" in text
    assert "Aiko" not in text


def test_a_spanish_student_reads_spanish(lms: str, vote: DemoActivity):
    assert '<html lang="es"' in seen_by(lms, SPANISH, vote)


def test_a_taken_port_is_passed_over():
    tried: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert on_free_port(port, tried.append) > port
    assert port not in tried


def test_a_port_that_somebody_takes_just_before_us_is_passed_over():
    others: list[socket.socket] = []

    def start(port: int) -> None:
        if not others:
            others.append(socket.create_server(("127.0.0.1", port)))
            raise Failed

    port = on_free_port(20000, start)
    assert port > others[0].getsockname()[1]
    others[0].close()


def test_a_child_that_fails_for_another_reason_is_not_tried_on_every_port():
    tried: list[int] = []

    def start(port: int) -> None:
        tried.append(port)
        raise Failed

    with pytest.raises(Failed):
        on_free_port(20000, start)
    assert len(tried) == 1


def test_the_children_of_a_demo_that_is_killed_end_with_it(tmp_path: Path):
    """Ctrl-C ends the one that the other tests here look at."""
    with Child(["-m", "lti_tools", "demo", "--only", "quests", "--data", str(tmp_path)], {}) as child:
        addresses = re.findall(r"http://\S+", child.read_until("Ctrl-C ends"))
        ends(child, signal.SIGKILL, -signal.SIGKILL, addresses)


def test_a_child_that_cannot_start_is_told_with_its_log(tmp_path: Path):
    children = Children(tmp_path)
    with pytest.raises(Failed, match="no_such_module"):
        children.start("broken", ["no_such_module"], {}, "http://127.0.0.1:9/")
    children.end()
