"""Rubrics as files, from templates and from other activities: looked at first, taken over as a new version."""

import io

from sqlalchemy import func, select

from tests.support.app import suite_of
from tests.support.engines import on_sqlite
from tests.support.pages import Page
from tests.support.peers import COMMENT, MIXED_RUBRIC, SLUG, Classroom, filled_in, hand_in, to_review
from tools.peer_review import rubric_files
from tools.peer_review.models import RubricVersion

pytestmark = on_sqlite


def bring(room: Classroom, content: bytes = b"", name: str = "rubric.csv", **fields: str) -> Page:
    page = room.teacher.get(f"{SLUG}/rubric/elsewhere")
    sent = {"file": (io.BytesIO(content), name)} if content else {}
    return room.teacher.send(page, "/rubric/elsewhere", **sent, **fields)


def versions(room: Classroom) -> int:
    with suite_of(room.app).database.read() as db:
        return db.scalar(select(func.count()).select_from(RubricVersion)) or 0


def test_a_rubric_is_downloaded_looked_at_and_taken_over_and_can_be_taken_back(room: Classroom):
    room.set_up()
    for kind in ("csv", "json"):
        got = room.teacher.client.get(f"{room.teacher.path}/{SLUG}/rubric/file?kind={kind}")
        assert "attachment" in got.headers["Content-Disposition"]
        assert "Question and claim" in bring(room, got.data, f"r.{kind}").words
    seen = bring(room, rubric_files.as_csv(MIXED_RUBRIC))
    assert "Nothing is changed yet." in seen.words
    assert "“Every” claim, with reasons" in seen.words
    assert versions(room) == 1
    taken = room.teacher.send(seen, "/rubric/take")
    assert "The rubric is saved." in taken.words
    assert "=Claim, and reasons" in taken.words
    assert versions(room) == 2
    form = next(one for one in taken.forms if "undo" in one.action)
    back = room.teacher.send(taken, form.action.partition(f"{room.teacher.path}")[2])
    assert back.status == 200
    assert "Question and claim" in room.teacher.get(f"{SLUG}/rubric").words


def test_a_template_and_a_rubric_of_another_activity_of_the_course_can_be_taken(room: Classroom):
    room.set_up()
    room.teacher.send(bring(room, rubric_files.as_json(MIXED_RUBRIC), "r.json"), "/rubric/take")
    other = Classroom(room.app, room.platform, link="link-2")
    other.set_up(title="The second one")
    page = other.teacher.get(f"{SLUG}/rubric/elsewhere")
    key = next(str(one) for one in page.tree.xpath("//input[@name='source']/@value") if "activity" in one)
    assert "Sources named" in bring(other, source=key).words
    assert "What I understood" in bring(other, source="shipped-first-draft").words
    assert bring(other, source="activity-999").status == 422
    assert other.enter("student").get(f"{SLUG}/rubric/elsewhere").status == 403


def test_a_file_that_is_no_rubric_is_refused_beside_the_form_and_nothing_changes(room: Classroom):
    room.set_up()
    page = bring(room, b"criterion,kind\nA,stars\n")
    assert page.status == 422
    assert "Line 2: “stars” is not known here. Known are: levels, scale" in page.words
    assert "Choose a rubric of the list, or a file." in bring(room).words
    assert "Choose a file of one of these kinds" in bring(room, b"x", "rubric.xlsx").words
    assert versions(room) == 1


def test_a_rubric_taken_over_after_reviews_began_leaves_those_as_they_are(room: Classroom):
    room.set_up()
    room.join(3)
    for student in room.students:
        hand_in(student)
    room.step("open", "review")
    student = room.students[0]
    first, second = to_review(student)
    page = student.get(first)
    student.send(page, first.partition(SLUG)[2], **filled_in(page, 1, COMMENT))
    seen = bring(room, rubric_files.as_json(MIXED_RUBRIC), "r.json")
    assert "They keep their criteria, and no mark changes" in seen.words
    room.teacher.send(seen, "/rubric/take")
    assert "Question and claim" in student.get(first).words
    assert "Sources named" in student.get(second).words
