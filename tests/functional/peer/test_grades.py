"""Grades: one column or two, what reviewing counts, ratings that come late, and the way from the gradebook."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from lti_tools.grades import outbox
from lti_tools.lti import claims as names
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.grades import GradeWish
from lti_tools.tool import Column
from tests.support.app import running_app, suite_of
from tests.support.peers import SLUG, Classroom, Visit, hand_in, review, to_review
from tests.support.platform import INSTRUCTOR, LEARNER, ForgedPlatform
from tools.peer_review import store
from tools.peer_review.domain.reviewing_grade.grade import joined
from tools.peer_review.service.crediting import credits_of
from tools.peer_review.settings import read_settings
from tools.peer_review.tool import tool


@pytest.fixture
def room(sqlite_files, keys_folder, tmp_path):
    with running_app(sqlite_files.fresh(tmp_path), keys_folder, tools=(tool,)) as app:
        yield Classroom(app, ForgedPlatform(suite_of(app).database))


def scores(room: Classroom, tag: str) -> dict[int, Decimal]:
    with suite_of(room.app).database.read() as db:
        activity = db.scalars(select(Activity.id).where(Activity.tool == SLUG)).one()
        return {one.person_id: one.score for one in outbox.standing(db, activity) if one.tag == tag}


def rate_all(student: Visit, stars: str) -> None:
    page = student.get(f"{SLUG}/feedback")
    for form in [one for one in page.forms if one.action.endswith("/rate")]:
        fields = {str(name) for name in page.tree.xpath("//input/@name") if "rate_" in name}
        own = {name: stars for name in fields if f"/{name[:8]}" in form.action}
        assert student.send(page, form.action.partition(SLUG)[2], **own).status == 200


def play_until_released(room: Classroom, **settings: str) -> None:
    """Five students who review each other well enough for a mark each."""
    room.set_up(k="3", **settings)
    room.join(7)
    for student in room.students:
        hand_in(student)
    room.step("open", "review")
    for place, student in enumerate(room.students):
        for number, address in enumerate(to_review(student)):
            review(student, address, (place + number) % 3)
    room.step("close", "review")
    page = room.teacher.send(room.teacher.get(f"{SLUG}/works"), "/works/release", which="all", confirmed="1")
    assert "The marks are released" in page.words


def test_one_grade_joins_mark_and_reviewing_by_the_teachers_shares(room: Classroom):
    play_until_released(
        room, columns="one", reviewing_share="40", completion="60", accuracy="30", helpfulness="10", points="50"
    )
    assert scores(room, "reviewing") == {}
    found = scores(room, "work")
    with suite_of(room.app).database.read() as db:
        activity = db.scalars(select(Activity).where(Activity.tool == SLUG)).one()
        settings = store.settings_of(db, activity.id)
        credited = credits_of(db, activity.id, settings)
        marks = {person: one.row.mark for one in store.works_of(db, activity.id) for person in one.authors}
        comments = list(db.scalars(select(GradeWish.comment)))
        assert tool.columns(activity.settings) == (Column("work", "Essays", 50),)
    assert len(found) == 7
    for person, score in found.items():
        grade = credited[person].grade
        assert grade.completion.gives == 60
        wanted = (marks[person] * Decimal("0.6") + grade.grade * Decimal("0.4")) / 2
        assert abs(score - wanted) < Decimal("0.01")
    assert all("which counts 40%" in one and "of 60" in one for one in comments)
    teacher = room.teacher
    assert "60 for sending the reviews, 30 for accuracy, 10 for being helpful" in teacher.get(f"{SLUG}/reviewers").words
    assert "It counts 40% of the one grade" in teacher.get(f"{SLUG}/reviewers").words
    assert "It counts 40% of your one grade" in room.students[0].get(f"{SLUG}/reviewing").words


def test_what_authors_say_after_the_release_reaches_the_gradebook_when_feedback_ends(room: Classroom):
    play_until_released(room)
    before = scores(room, "reviewing")
    for student in room.students:
        rate_all(student, "5")
    assert scores(room, "reviewing") == before, "points that rise with a rating would tell who rated"
    room.step("close", "feedback")
    after = scores(room, "reviewing")
    assert after.keys() == before.keys()
    assert sum(after.values()) > sum(before.values())


def test_a_teacher_sends_late_points_by_hand_and_it_stands_in_the_record(room: Classroom):
    play_until_released(room)
    before = scores(room, "reviewing")
    for student in room.students:
        rate_all(student, "5")
    page = room.teacher.send(room.teacher.get(f"{SLUG}/grades"), "/grades/late")
    assert "on their way to the gradebook" in page.words
    assert scores(room, "reviewing") != before
    assert "Points for reviewing sent anew" in room.teacher.get("-/audit/").words


def test_three_parts_that_do_not_make_a_hundred_are_refused(room: Classroom):
    page = room.set_up(completion="50", accuracy="50", helpfulness="20")
    assert "The three parts make 100 together. Now they make 120." in page.words
    assert read_settings({"completion": 50, "accuracy": 50, "helpfulness": 20}).grading.shares.completion == 40


def test_without_reviewing_the_mark_stands_alone():
    assert joined(Decimal(80), None, 25) == 80


def test_the_gradebook_opens_a_students_own_work_with_its_reviews(room: Classroom):
    play_until_released(room)

    def change(message: dict[str, object]) -> None:
        message[names.MESSAGE_TYPE] = names.SUBMISSION_REVIEW_REQUEST
        message[names.FOR_USER] = {"user_id": "peer-student-1"}

    where = {"link": room.link, "target": room.platform.target(SLUG)}
    opened = room.platform.launch(room.app, change, sub="peer-teacher", roles=[INSTRUCTOR], **where)
    assert "Name of peer-student-1" in opened.page.words
    assert "Reviews of this work" in opened.page.words
    assert "Reviews written for others" in opened.page.words
    own = room.platform.launch(room.app, change, sub="peer-student-1", roles=[LEARNER], **where)
    assert "My essay has three parts." in own.page.words
    assert not any(f"Name of peer-student-{other}" in own.page.words for other in range(2, 8))
    other = room.platform.launch(room.app, change, sub="peer-student-2", roles=[LEARNER], **where)
    assert other.answer.status_code == 403
