"""What a teacher should look at, everybody's points for reviewing, and what a round will be like, as pages."""

import pytest
from sqlalchemy import select

from lti_tools.store.tables.activities import Activity
from tests.support.app import suite_of
from tests.support.peers import SLUG, Classroom, hand_in, rate_all, review, to_review, worked_out
from tools.peer_review import by_hand
from tools.peer_review.mark_export import MARK_EXPORT


@pytest.fixture
def reviewed(room: Classroom) -> Classroom:
    """Eight students; the first gives every work the best level, the last sends nothing."""
    room.set_up(k="3")
    room.join(8)
    for student in room.students:
        hand_in(student)
    room.step("open", "review")
    for place, student in enumerate(room.students[:-1]):
        for number, address in enumerate(to_review(student)):
            review(student, address, 0 if place == 0 else (place + number) % 3)
    return room


def test_a_teacher_sees_whom_to_look_at_and_everybody_their_points(reviewed: Classroom):
    room = reviewed
    waiting = room.students[1].get(f"{SLUG}/reviewing").words
    assert "Your points for reviewing come with your mark" in waiting
    page = room.teacher.get(f"{SLUG}/look-first")
    assert page.status == 200
    assert "Few reviews" in page.words
    assert "gave 3 works the same marks" in page.words
    assert "The class is too small to say" in page.words
    assert "Works by points between their highest and lowest review" in page.words
    assert sum(int(one) for one in page.tree.xpath("(//figure)[1]//tbody/tr/td[1]/text()")) == 8

    reviewers = room.teacher.get(f"{SLUG}/reviewers")
    assert "0 of 3" in reviewers.words
    assert "Not known" in reviewers.words
    assert len(reviewers.tree.xpath("//tbody/tr")) == 8

    room.step("close", "review")
    room.teacher.send(room.teacher.get(f"{SLUG}/works"), "/works/release", which="all", confirmed="1")
    told = [student.get(f"{SLUG}/reviewing").words for student in room.students]
    assert any("Fewer than three authors have rated your reviews" in words for words in told)
    for number, words in enumerate(told, start=1):
        assert not any(f"Name of peer-student-{other}" in words for other in range(1, 9) if other != number)
    assert room.students[1].get(f"{SLUG}/reviewers").status == 403

    pairs = zip(room.students, told, strict=True)
    reader = next(student for student, words in pairs if "come with your mark" not in words)
    assert "Nothing to compare yet" in reader.get(f"{SLUG}/growth").words
    rate_all(reader)
    page = reader.get(f"{SLUG}/growth")
    assert "First time" in page.words
    assert len(page.tree.xpath("//tbody/tr")) > 2


def exported_weights(room: Classroom):
    """The mark of each review and how much it counts, as the table says it."""
    with suite_of(room.app).database.read() as db:
        activity = db.scalars(select(Activity.id).where(Activity.tool == SLUG)).one()
        keys = [field.key for field in MARK_EXPORT.columns(db, activity)]
        mark, weight = keys.index("mark"), keys.index("weight")
        return sorted((float(row[mark]), row[weight]) for row in MARK_EXPORT.rows(db, activity))


def test_marks_can_be_worked_out_from_the_exported_table_by_every_method(reviewed: Classroom):
    room = reviewed
    script = room.teacher.client.get(f"{room.teacher.path}/{SLUG}/by-hand")
    assert b"def digamma" in script.data
    for method in ("weighted", "mean", "median"):
        room.set_up(k="3", method=method)
        rows, marks = worked_out(room.app)
        assert len(marks) == 8
        assert sorted(by_hand.table(rows).values()) == marks
        assert sorted((row["mark"], row["weight"]) for row in rows) == exported_weights(room)
        assert ({row["weight"] for row in rows} == {1}) is (method != "weighted")


def test_a_teacher_rehearses_a_round_before_it_opens(room: Classroom):
    room.set_up(k="4")
    room.join(4)
    page = room.teacher.get(f"{SLUG}/rehearsal")
    assert page.status == 200
    assert "Somebody cannot get so many works" in page.words
    assert "Your setting" in page.words
    usual = room.teacher.get(f"{SLUG}/rehearsal?absent=0").words
    assert "0% do not come" in usual
    assert room.teacher.get(f"{SLUG}/rehearsal?absent=-7").status == 200
    assert "Rehearsal" in room.teacher.home().words
    assert room.students[0].get(f"{SLUG}/rehearsal").status == 403
