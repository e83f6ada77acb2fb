"""A practice class: invented people, the tool's phases one after the other, nothing of it outside, soon gone."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from lti_tools import roster
from lti_tools.kit.activity_file import practice
from lti_tools.kit.activity_file.part import part
from lti_tools.kit.activity_file.tables import Practice
from lti_tools.kit.uploads.left import remove_left
from lti_tools.launches import cookie_name
from lti_tools.privacy.erasing import erase_person
from lti_tools.store.tables.events import Event
from lti_tools.store.tables.grades import GradeWish
from lti_tools.store.tables.people import Context, Membership, Person
from lti_tools.store.tables.sessions import LaunchSession
from lti_tools.web.files import FileStore
from tests.support.pages import Page, faults
from tests.support.sessions import Visitor, suite_of

PAGE = "-/templates/"
STEPS = ("voting", "result")


@pytest.fixture
def teacher(course):
    return course.join("Tom Teacher", "instructor")


def into(course, visitor, answer) -> Visitor:
    """The visitor in the session that `answer` opened."""
    assert answer.status_code == 303, answer.text
    path = re.search(r"/s/([^/]+)/", answer.location).group(1)
    name = cookie_name(suite_of(course.app).settings)
    cookies = [answer.headers[key] for key, _ in answer.headers.items() if key == "Set-Cookie"]
    secret = re.search(rf"{name}=([^;]+)", cookies[0]).group(1)
    client = course.app.test_client()
    client.set_cookie(name, secret, domain="tools.example", path="/", secure=True)
    return Visitor(client, 0, f"/s/{path}", secret)


def practising(course, teacher, key="project-topics") -> Visitor:
    return into(course, teacher, teacher.post(f"{PAGE}practice", {"template": key}))


def desk(visitor) -> Page:
    return Page(visitor.get(f"{PAGE}desk"))


def look_as(course, visitor, name) -> Visitor:
    form = next(form for form in desk(visitor).forms if any(text == name for _, _, text in form.buttons))
    return into(course, visitor, visitor.post(f"{PAGE}desk/as", dict(form.fields)))


def count(course, table, *where):
    with course.database.read() as db:
        return db.scalar(select(func.count()).select_from(table).where(*where))


def test_a_template_opens_as_a_class_of_twelve(course, teacher):
    visitor = practising(course, teacher)
    page = desk(visitor)
    assert faults(page) == []
    assert page.heading == "Practice desk"
    assert all(name in page.words for name in practice.STUDENTS)
    assert len(practice.STUDENTS) == 12
    assert "The options are ready" in page.words
    assert "nothing leaves this class" in Page(visitor.get("topic-vote/")).words


def test_the_teacher_steps_through_and_sees_each_roles_page(course, teacher):
    visitor = practising(course, teacher)
    student = look_as(course, visitor, "Amina")
    assert "This vote has not opened yet" in Page(student.get("topic-vote/")).words
    for step in STEPS:
        assert visitor.post(f"{PAGE}desk/on", {"step": step}).status_code == 303
        if step == "voting":
            assert "8 of 12 have voted" in Page(visitor.get("topic-vote/")).words
            student.post(
                "topic-vote/ballot", {"options": Page(student.get("topic-vote/")).form("ballot").data["options"]}
            )
    page = Page(student.get("topic-vote/"))
    assert "has won" in page.words
    assert "Your vote" in page.words
    back = look_as(course, student, "Practice teacher")
    assert "The result" in Page(back.get("topic-vote/")).words


def test_a_step_pressed_twice_is_played_once(course, teacher):
    visitor = practising(course, teacher)
    for _ in range(2):
        visitor.post(f"{PAGE}desk/on", {"step": "voting"})
    visitor.post(f"{PAGE}desk/on", {"step": "voting"})
    with course.database.read() as db:
        assert db.scalar(select(Practice.step)) == "voting"


def test_the_same_template_is_opened_again_and_only_some_classes_are_kept(course, teacher):
    practising(course, teacher)
    practising(course, teacher)
    assert count(course, Practice) == 1
    for number in range(practice.MOST + 1):
        teacher.post(f"{PAGE}fork", {"template": "project-topics", "title": f"Copy {number}"})
        practising(course, teacher, str(number + 1))
    assert count(course, Practice) == practice.MOST
    assert count(course, Person, Person.sub.startswith("practice:")) == 13 * practice.MOST


def test_nothing_of_it_is_in_a_roster_or_a_gradebook(course, teacher):
    visitor = practising(course, teacher)
    for step in STEPS:
        visitor.post(f"{PAGE}desk/on", {"step": step})
    assert count(course, GradeWish) == 0
    with course.database.read() as db:
        assert {member.name for member in roster.members(db, course.school.context_id)} == {"Tom Teacher"}
        (context_id,) = db.scalars(select(Practice.context_id))
        assert {event.context_id for event in db.scalars(select(Event))} <= {context_id}
        assert db.get(Context, context_id).kind == "practice"


def test_the_library_is_closed_inside_and_the_desk_outside(course, teacher):
    visitor = practising(course, teacher)
    assert visitor.get(PAGE).status_code == 404
    assert visitor.post(f"{PAGE}publish", {"title": "x"}).status_code == 404
    assert teacher.get(f"{PAGE}desk").status_code == 404
    assert teacher.post(f"{PAGE}desk/on", {"step": "voting"}).status_code == 404


def test_nobody_of_another_class_can_be_looked_as(course, teacher):
    visitor = practising(course, teacher)
    answer = visitor.post(f"{PAGE}desk/as", {"person": course.people["Tom Teacher"]})
    assert answer.status_code == 404


def test_it_is_gone_after_a_week_with_everybody_in_it(course, teacher):
    visitor = practising(course, teacher)
    visitor.post(f"{PAGE}desk/on", {"step": "voting"})
    with course.database.write() as db:
        part.tick(db, datetime.now(UTC) + timedelta(days=6))
    assert count(course, Practice) == 1
    with course.database.write() as db:
        part.tick(db, datetime.now(UTC) + timedelta(days=8))
    assert count(course, Practice) == 0
    assert count(course, Context, Context.kind == "practice") == 0
    assert count(course, Person, Person.sub.startswith("practice:")) == 0
    assert (count(course, Person), count(course, Membership), count(course, LaunchSession)) == (1, 1, 1)
    assert visitor.get(f"{PAGE}desk").status_code == 403


def test_erasing_the_teacher_takes_their_practice_classes(course, teacher):
    practising(course, teacher)
    erase_person(suite_of(course.app), course.people["Tom Teacher"], datetime.now(UTC), actor="test")
    assert count(course, Practice) == 0
    assert count(course, Person, Person.sub.startswith("practice:")) == 0


def test_the_files_of_a_class_go_with_it(course, teacher):
    practising(course, teacher)
    suite = suite_of(course.app)
    with course.database.read() as db:
        found = db.scalars(select(Practice)).one()
    files = FileStore(suite.settings.files)
    kept = files.put(b"from Amina", f"activity-{found.activity_id}/person-1/upload-1")
    other = files.put(b"of the course", f"activity-{course.school.activity_id}/person-1/upload-1")
    assert remove_left(suite, datetime.now(UTC)) == 0
    with course.database.write() as db:
        practice.remove_expired(db, found.expires_at)
    assert remove_left(suite, datetime.now(UTC)) == 1
    with pytest.raises(FileNotFoundError):
        files.get(kept)
    assert files.get(other) == b"of the course"
    assert remove_left(suite, datetime.now(UTC)) == 0
