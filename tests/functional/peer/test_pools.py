"""Sections of a course are pools of reviewers: alone, or several together."""

import pytest
from sqlalchemy import select

from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import CourseGroup, CourseGroupMember, Person
from tests.support.app import running_app, suite_of
from tests.support.peers import SLUG, Classroom, hand_in
from tests.support.platform import ForgedPlatform
from tools.peer_review import reviews, store
from tools.peer_review.tool import tool

SECTIONS = {"Monday": (1, 2), "Tuesday": (3, 4), "Friday": (5, 6, 7)}


@pytest.fixture
def room(sqlite_files, keys_folder, tmp_path):
    with running_app(sqlite_files.fresh(tmp_path), keys_folder, tools=(tool,)) as app:
        yield Classroom(app, ForgedPlatform(suite_of(app).database))


def divide(room: Classroom) -> None:
    """The LMS tells its sections."""
    with suite_of(room.app).database.write() as db:
        activity = db.scalars(select(Activity).where(Activity.tool == SLUG)).one()
        for name, members in SECTIONS.items():
            group = CourseGroup(context_id=activity.context_id, lms_id=name, name=name)
            db.add(group)
            db.flush()
            for number in members:
                person = db.scalars(select(Person.id).where(Person.sub == f"peer-student-{number}")).one()
                db.add(CourseGroupMember(group_id=group.id, person_id=person))


def pairs(room: Classroom) -> set[tuple[int, int]]:
    """(number of the reviewer, number of the author) of every review."""
    with suite_of(room.app).database.read() as db:
        activity = db.scalars(select(Activity).where(Activity.tool == SLUG)).one()
        subs = {one.id: int(one.sub.rpartition("-")[2]) for one in db.scalars(select(Person)) if "student" in one.sub}
        authors = store.authors_of(db, activity.id)
        known = reviews.known_reviews(db, activity.id)
        return {(subs[one.reviewer_id or 0], subs[min(authors[one.work_id])]) for one in known}


def test_sections_review_each_other_as_pools_and_late_works_stay_in_theirs(room: Classroom):
    room.set_up(k="2")
    room.join(8)
    divide(room)
    form = room.teacher.get("-/settings")
    refused = room.teacher.send(form, "/-/settings", pools="Monday + Wednesday")
    assert refused.status == 422
    assert "There is no group or section called “Wednesday” here." in refused.words
    saved = room.teacher.send(form, "/-/settings", pools="monday + Tuesday\nFriday")
    assert saved.status == 200
    assert "monday + Tuesday" in room.teacher.get("-/settings").text
    for student in (*room.students[:3], *room.students[4:]):
        hand_in(student)
    room.step("open", "review")
    hand_in(room.students[3], "I come late.")
    page = room.teacher.get(f"{SLUG}/pairs")
    assert "Monday + Tuesday" in page.words or "monday + Tuesday" in page.words
    assert "Everybody else" in page.words
    assert "Too few for 2 reviews each" in page.words
    assert "In each pool all hang together" in page.words
    found = pairs(room)
    both, friday = {1, 2, 3, 4}, {5, 6, 7}
    assert all({one, other} <= both or {one, other} <= friday for one, other in found)
    assert {one for one, _ in found} == both | friday, "who is alone in a pool has nobody to review"
    assert {other for _, other in found} == both | friday
