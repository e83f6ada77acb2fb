"""The whole way in a course of the demo LMS: from the rubric's template to both columns of the gradebook."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from lti_tools.background import create_workers
from lti_tools.demo.pages import Page
from lti_tools.demo.school import DemoActivity, DemoCourse, DemoPerson, install
from tests.functional.installing.conftest import Installation, installed
from tests.support.engines import on_sqlite
from tests.support.lms import LmsControl, live_lms
from tools.peer_review import demo, demo_files
from tools.peer_review.demo import WORKS

TITLE, COMMENT = "One page about the garden", "The second sentence is clear, because it names its source. Say it first."
SETTINGS = {"title": TITLE, "instructions": demo.TASK, "rubric_from": "essay", "marks": "marks", "k": "3"}
MARK = re.compile(r"(\d+(?:\.\d)?) of 100")


@dataclass
class Seat:
    """Somebody in a session of the activity."""

    person: DemoPerson
    base: str

    def tail(self, address: str) -> str:
        """Of an address of this session, what follows the session."""
        return address.removeprefix(f"{self.base}/").partition("?")[0]

    def open(self, tail: str = "") -> Page:
        return self.person.open(f"{self.base}/{tail}")

    def send(self, tail: str, form: str, step: str = "", **values: str) -> Page:
        """Send the form to an address with `form` in it, on the page at `tail`; `step`: the one about that step."""
        found = [
            one for one in self.open(tail).forms if form in one.action and (not step or ("step", step) in one.fields)
        ]
        return self.person.submit(found[0], values)


def words(page: Page) -> str:
    return " ".join(re.sub("<[^>]+>", " ", page.text).split())


def seat(activity: DemoActivity, person: DemoPerson) -> Seat:
    return Seat(person, activity.open(person).url.partition("/peer-review")[0])


def to_review(student: Seat) -> list[str]:
    links = [link for link, _ in student.open("peer-review/").links if "/peer-review/reviews/" in link]
    return [student.tail(link) for link in dict.fromkeys(links)]


def review(student: Seat, page: Page, level: int) -> Page:
    """Every criterion at this level, with a comment."""
    form = next(one for one in page.forms if one.action == page.url.partition("?")[0])
    names = {*(choice.name for choice in form.choices), *(name for name, _ in form.fields)}
    values = {name: str(level) for name in names if name.startswith("value_")}
    return student.person.submit(form, values | {name: COMMENT for name in names if name.startswith("comment_")})


def offers(student: Seat) -> bool:
    return any(form.action.endswith("/one-more") for form in student.open("peer-review/").forms)


def rate_all(student: Seat, stars: str = "4") -> None:
    for form in [one for one in student.open("peer-review/feedback").forms if one.action.endswith("/rate")]:
        names = {choice.name for choice in form.choices if "rate_" in choice.name}
        student.person.submit(form, dict.fromkeys(names, stars))


@pytest.fixture
def school(db_url, tmp_path, keys_folder) -> Iterator[tuple[Installation, LmsControl, DemoCourse]]:
    """The suite installed in a demo LMS by its administrator."""
    with installed(db_url, tmp_path, keys_folder) as suite, live_lms("moodle") as lms:
        install(lms.url, suite.invite())
        course = DemoCourse(lms.url)
        yield suite, lms, course
        course.close()


@on_sqlite
def test_the_main_job(school: tuple[Installation, LmsControl, DemoCourse]):
    suite, lms, course = school

    # a teacher adds it by deep linking, with a rubric from a template
    activity = course.add("peer-review", SETTINGS)
    teacher = seat(activity, course.teacher)
    assert "Question and claim" in words(teacher.open("peer-review/rubric"))

    # students hand in texts and files; one comes later
    *on_time, late = [seat(activity, person) for person in course.students]
    first = on_time[0]
    first.person.submit(
        first.open("peer-review/work").form_to("/-/uploads/send"), files={"file": ("plan.png", demo_files.plan())}
    )
    for student, text in zip(on_time, WORKS, strict=False):
        assert student.send("peer-review/work", "/peer-review/work", text=text).url.endswith("handed-in")

    # works are given out; the late one enters at once
    teacher.send("-/schedule/", "/open", step="review")
    late.send("peer-review/work", "/peer-review/work", text=WORKS[-1])
    assert len(to_review(late)) == 3
    certificate = words(teacher.open("peer-review/pairs"))
    assert "Everybody writes 3 reviews. Kept: Every work gets 3 reviews." in certificate
    assert "Nobody reviews their own work." in certificate
    assert "No two people review each other." in certificate

    # ten review, among them a work with a file; two never come
    *busy, _idle, _idler = [late, *on_time]
    seen = False
    for place, student in enumerate(busy):
        for number, tail in enumerate(to_review(student)):
            page = student.open(tail)
            seen = seen or "file-1.png" in page.text
            assert review(student, page, (0, 1, 1, 2)[(place + number) % 4]).url.endswith("peer-review-sent")
    assert seen, "the file under a name that tells nothing"
    waits = words(teacher.open("peer-review/waiting"))
    assert "Works that are short of reviews" in waits
    assert waits.count("0 of 3") == 2, "two have sent nothing"

    # the repair: who is done takes one more, what is short first, until nothing is short of a mark
    helped = [student for student in busy if offers(student)]
    for student in helped:
        page = student.send("peer-review/", "/one-more")
        assert review(student, page, 1).url.endswith("peer-review-sent")
    assert len(helped) >= 6
    teacher.send("-/schedule/", "/close", step="review", confirmed="1")

    # what to look at first, one mark overridden, all released
    queue = teacher.open("peer-review/look-first")
    looked_at = teacher.tail(queue.link_to("/peer-review/works/"))
    page = teacher.send(looked_at, "/mark", mark="91.5", reason="The sources are excellent.")
    assert "The mark is saved." in words(page)
    assert "Your teacher looks over the marks" in words(busy[1].open("peer-review/feedback"))
    left = words(teacher.open("peer-review/works")).count("Few reviews")
    teacher.send("peer-review/works", "/works/release", which="all", confirmed="1")

    # words first, then the mark; they rate, and one appeals
    reader = busy[1]
    hidden = words(reader.open("peer-review/feedback"))
    assert "First the words, then the mark" in hidden
    assert not MARK.search(hidden)
    for student in (reader, late):
        rate_all(student)
    said = MARK.search(words(reader.open("peer-review/feedback")))
    assert said is not None
    reader.send("peer-review/feedback", "/feedback/question", reason="The third review missed my table.")
    assert "asks you to look at a work" in words(teacher.open("peer-review/"))
    asked = teacher.tail(teacher.open("peer-review/").link_to("/peer-review/works/"))
    teacher.send(asked, "/answer", answer="You are right, and the mark stands.", upheld="no")
    assert "You are right, and the mark stands." in words(reader.open("peer-review/feedback"))

    # two columns of the gradebook, with their values
    work, reviewing = columns(suite, lms)
    assert len(work) + left == 12, "a work has a mark, or waits for the teacher"
    assert len(work) >= 11
    assert 91.5 in work.values()
    assert work[reader.person.number] == float(said[1]), "what the student reads"
    assert reviewing.keys() == {student.person.number for student in (late, *on_time)}
    points = sorted(reviewing.values())
    assert points[:2] == [0, 0], "two reviewed nobody"
    assert all(10 < one < 25 for one in points[2:]), "what is sent is paid, and nothing gives all by itself"


def columns(suite: Installation, lms: LmsControl) -> tuple[dict[int, float], dict[int, float]]:
    """Person -> mark, and person -> points for reviewing, in the gradebook once the worker has been."""
    for _ in range(2):
        suite.workers = create_workers(suite.suite)  # fresh ones, whose every step is due
        suite.work()
    found = [one for one in lms.get("grades") if one["shown"] is not None]
    work, points = (
        {one["person"]: one["shown"] for one in found if one["label"] == label}
        for label in (TITLE, f"Reviewing: {TITLE}")
    )
    return work, points
