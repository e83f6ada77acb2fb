"""The pulse's page: a teacher asks, five answer, the class reads the result and what changed."""

import pytest

from lti_tools.store.tables.people import ContextService
from tests.functional.templates.conftest import course
from tests.support.engines import on_sqlite
from tests.support.pages import Page, faults
from tests.support.school import NOW

pytestmark = on_sqlite  # pages: what they ask the database is tried on both in tests/integration
PAGE = "-/pulse/"
NAMES = ("Ana", "Bo", "Cy", "Di", "Ed")
__all__ = ["course"]


@pytest.fixture
def teacher(course):
    return course.join("Tom", "instructor")


@pytest.fixture
def students(course):
    found = [course.join(name) for name in NAMES]
    with course.database.write() as db:
        db.query(ContextService).update({"roster_synced_at": NOW})
    return found


def page(visitor):
    found = Page(visitor.get(PAGE))
    assert faults(found) == []
    return found


def ask(visitor, question="How was working together this week?"):
    return visitor.post(f"{PAGE}ask", {"question": question, "with_text": "y", "closes_at": ""})


def answer(visitor, level="4", said=""):
    form = page(visitor).form("/pulse/answer")
    return visitor.post(f"{PAGE}answer", {**form.data, "level": level, "text": said})


def close(visitor):
    return visitor.post(f"{PAGE}close", {**page(visitor).form("/pulse/close").data, "confirmed": "1"})


def test_a_question_from_asking_to_what_changed(course, teacher, students):
    assert "The question is open" in teacher.follow(ask(teacher)).text
    assert "Fewer than five have answered so far" in page(teacher).words
    for place, student in enumerate(students):
        assert "how it is going in “Project topics”" in Page(student.get("-/notices/")).words
        shown = Page(student.follow(answer(student, "4", f"Words {place}")))
        assert "You have answered." in shown.words
        assert "Words" not in page(teacher).words
    assert "5 have answered." in page(teacher).words
    assert close(teacher).status_code == 303
    told = page(teacher).words
    assert all(f"Words {place}" in told for place in range(5))
    for_students = page(students[0])
    assert "Good" in for_students.words
    assert "Words" not in for_students.words
    assert "You can see how it is going" in Page(students[0].get("-/notices/")).words
    assert ask(teacher).status_code == 409
    form = page(teacher).form("/pulse/reply").data
    teacher.post(f"{PAGE}reply", {**form, "reply": "Smaller groups from Monday."})
    assert "Smaller groups from Monday." in page(students[0]).words
    assert ask(teacher, "And now?").status_code == 303


def test_fewer_than_five_are_told_so_and_nothing_else(course, teacher, students):
    ask(teacher)
    for student in students[:4]:
        answer(student, "1", "Words")
    close(teacher)
    for visitor in (teacher, students[0]):
        words = page(visitor).words
        assert "Fewer than five answered" in words
        assert "Words" not in words


def test_a_second_answer_a_foreign_question_and_nonsense_are_refused(course, teacher, students):
    ask(teacher)
    form = page(students[0]).form("/pulse/answer").data
    assert students[0].post(f"{PAGE}answer", {**form, "level": "9"}).status_code == 422
    assert students[0].post(f"{PAGE}answer", {**form, "level": "3", "pulse": "999"}).status_code == 404
    answer(students[0])
    assert students[0].post(f"{PAGE}answer", {**form, "level": "3"}).status_code == 409


def test_roles_and_the_way_from_a_closed_vote(course, teacher, students):
    assert students[0].post(f"{PAGE}ask", {"question": "Mine"}).status_code == 403
    assert teacher.post(f"{PAGE}answer", {"level": "3"}).status_code == 403
    observer = course.join("Olga", "observer")
    assert observer.get(PAGE).status_code == 403
    assert "Class pulse" not in Page(observer.get("topic-vote/")).words
    course.set_up(closes_at="2026-03-02T09:00:01+00:00")
    overview = Page(course.join("Tom", "instructor").get("topic-vote/"))
    assert [link for link in overview.links if link.endswith("/-/pulse/")]


def test_whom_to_turn_to_stands_beside_the_question(course, teacher, students):
    ask(teacher)
    assert "An anonymous answer reaches nobody who could help." in page(students[0]).words
    course.app.jinja_env.globals["public_contact"] = "help@school.example"
    assert "or to help@school.example" in page(students[0]).words
