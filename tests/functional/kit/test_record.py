"""The record's pages: who did what, taking back, what a teacher sees before a deed."""

import pytest
from sqlalchemy import text, update

from lti_tools.kit.audit.audit import verify
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import ContextService
from tests.support.pages import Page
from tests.support.school import NOW

RECORD = "-/audit/"


@pytest.fixture
def teacher(course):
    return course.join("Tom", "instructor")


def press(visitor, answer, action):
    """Send the form of a page whose address ends with `action`; the page behind it."""
    form = Page(answer).form(action)
    return visitor.follow(visitor.post(form.action, form.data, token=False))


def settings(course):
    with course.database.read() as db:
        return db.get(Activity, course.school.activity_id).settings


def test_a_teacher_sees_who_loses_what_before_closing_and_takes_it_back_from_the_toast(course, teacher):
    course.vote("Ana", "Bees")
    course.join("Ben")
    with course.database.write() as db:
        db.execute(update(ContextService).values(roster_synced_at=NOW))
    asked = teacher.post("topic-vote/close")
    assert "They have not voted yet" in asked.text
    assert "Ben" in asked.text
    assert "Ana" not in asked.text
    closed = press(teacher, asked, "/close")
    assert "The vote is closed." in closed.text
    back = press(teacher, closed, "/-/audit/undo")
    assert "That is taken back." in back.text
    assert "Close the vote now" in back.text
    page = Page(teacher.get(RECORD))
    assert "Taken back: Vote closed" in page.words
    assert "Tom" in page.words
    with course.database.read() as db:
        assert verify(db, course.school.activity_id).broken is None


def test_settings_are_told_with_both_values_and_come_back(course, teacher):
    form = Page(teacher.get("-/settings")).form("/-/settings")
    answer = teacher.post(form.action, {**form.data, "points": "7", "question": "Which ones?"}, token=False)
    page = Page(teacher.get(RECORD))
    assert "Settings changed" in page.words
    assert "10 → 7" in page.words
    assert "Which topics shall we work on? → Which ones?" in page.words
    press(teacher, teacher.follow(answer), "/-/audit/undo")
    assert (settings(course)["points"], settings(course)["question"]) == (10, "Which topics shall we work on?")


def test_what_was_changed_again_since_is_not_overwritten(course, teacher):
    for points in ("7", "8"):
        form = Page(teacher.get("-/settings")).form("/-/settings")
        teacher.post(form.action, {**form.data, "points": points}, token=False)
    answer = teacher.post(f"{RECORD}undo", {"number": "1", "confirmed": "1"})
    assert answer.status_code == 409
    assert "changed again since" in answer.text
    assert settings(course)["points"] == 8


def test_one_entry_is_taken_back_once(course, teacher):
    teacher.post("topic-vote/closing", {"closes_at": "2031-05-06T07:08"})
    for status in (303, 409):
        assert teacher.post(f"{RECORD}undo", {"number": "1", "confirmed": "1"}).status_code == status
    assert settings(course)["phases"]["vote"]["closes_at"] == ""


@pytest.mark.parametrize("number", ["", "x", "99", "-1", "9" * 30])
def test_entries_that_are_not_there_cannot_be_taken_back(course, teacher, number):
    assert teacher.post(f"{RECORD}undo", {"number": number, "confirmed": "1"}).status_code == 404


def test_several_teachers_are_told_apart_and_filtered(course, teacher):
    teacher.post("topic-vote/closing", {"closes_at": "2031-05-06T07:08"})
    other = course.join("Uma", "instructor")
    other.post("topic-vote/close", {"confirmed": "1"})
    page = Page(other.get(RECORD))
    assert "Tom" in page.words
    assert "Uma" in page.words
    only = Page(other.get(f"{RECORD}?who={course.people['Tom']}"))
    assert "Closing time changed" in only.tree.xpath("string(//tbody)")
    assert "Vote closed" not in only.tree.xpath("string(//tbody)")
    assert "Vote closed" in Page(other.get(f"{RECORD}?action=topic-vote.closed")).tree.xpath("string(//tbody)")
    assert "Nothing recorded here" in other.get(f"{RECORD}?who=0").text


def test_the_record_is_the_teachers(course, teacher):
    teacher.post("topic-vote/close", {"confirmed": "1"})
    assistant = course.join("Ada", "assistant")
    assert assistant.get(RECORD).status_code == 403
    assert assistant.post(f"{RECORD}undo", {"number": "1", "confirmed": "1"}).status_code == 403
    assert course.join("Ana").get(RECORD).status_code == 403


def test_the_check_says_whether_somebody_changed_the_record_outside(course, teacher):
    teacher.post("topic-vote/close", {"confirmed": "1"})
    assert "Yes: 1 entry fits its seal." in teacher.get(f"{RECORD}check").text
    with course.database.write() as db:
        db.execute(text("UPDATE kit_audit SET action = 'topic-vote.opened'"))
    assert "No: entry 1 was changed" in teacher.get(f"{RECORD}check").text
