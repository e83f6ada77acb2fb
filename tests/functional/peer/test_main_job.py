"""A class of twelve goes through a peer review: two never review, one hands in late; marks reach both columns."""

from decimal import Decimal

from sqlalchemy import select

from lti_tools.grades import outbox
from lti_tools.store.tables.activities import Activity
from tests.support.app import suite_of
from tests.support.peers import SLUG, Classroom, hand_in, rate_all, review, to_review

VALUES = (0, 1, 1, 2)
"""Places of levels, the best first."""


def activity_id(room: Classroom) -> int:
    with suite_of(room.app).database.read() as db:
        found = db.scalar(select(Activity.id).where(Activity.tool == SLUG))
    assert found is not None
    return found


def scores(room: Classroom, tag: str) -> list[Decimal]:
    with suite_of(room.app).database.read() as db:
        return [one.score for one in outbox.standing(db, activity_id(room)) if one.tag == tag]


def person_page(room: Classroom, number: int) -> str:
    """The address of the teacher's page about a student."""
    tree = room.teacher.get(f"{SLUG}/works").tree
    (found,) = tree.xpath(f"//a[normalize-space(text())='Name of peer-student-{number}']/@href")
    return str(found)


def test_twelve_students_with_two_no_shows_and_a_late_one_get_marks_in_both_columns(room: Classroom):
    room.set_up()
    room.join(12)
    *on_time, late = room.students
    for student in on_time:
        assert "Your work is handed in" in hand_in(student).words
    assert room.step("open", "review").status == 200
    certificate = room.teacher.get(f"{SLUG}/pairs").words
    assert "Everybody writes 3 reviews. Every work gets 3 reviews." in certificate
    assert "No two people review each other." in certificate

    assert "Your work is handed in" in hand_in(late).words
    assert len(to_review(late)) == 3
    assert "Everybody writes 3 reviews. Every work gets 3 reviews." in room.teacher.get(f"{SLUG}/pairs").words

    *diligent, _idle, _idler = [late, *on_time]
    for place, student in enumerate(diligent):
        for number, address in enumerate(to_review(student)):
            page = review(student, address, VALUES[(place + number) % 4])
            assert "Your review is sent" in page.words, page.words
    assert "Take one more" in diligent[0].home().words
    for student in diligent[:6]:
        page = student.send(student.home(), "/one-more")
        assert page.status == 200, page.words
        filled = review(student, page.url, 1)
        assert "Your review is sent" in filled.words

    assert room.step("close", "review").status == 200
    reader = diligent[1]
    before = reader.get(f"{SLUG}/feedback").words
    assert "Your teacher looks over the marks" in before

    first = person_page(room, 1)
    page = room.teacher.send(room.teacher.get(first), "/mark", mark="91.5", reason="The sources are excellent.")
    assert "The mark is saved." in page.words
    works = room.teacher.get(f"{SLUG}/works")
    page = room.teacher.send(works, "/works/release", which="all", confirmed="1")
    assert "The marks are released" in page.words
    marks = scores(room, "work")
    waiting = room.teacher.get(f"{SLUG}/works").words.count("Few reviews")
    assert len(marks) + waiting == 12, "a work has a mark, or waits for the teacher"
    assert len(marks) >= 10
    assert Decimal("91.5") in marks
    assert all(0 <= mark <= 100 for mark in marks)
    points = sorted(scores(room, "reviewing"))
    assert points[:2] == [0, 0]
    assert all(10 < point < 25 for point in points[2:]), "what is sent is paid, and nothing gives all by itself"

    hidden = reader.get(f"{SLUG}/feedback").words
    assert "First the words, then the mark" in hidden
    assert "of 100" not in hidden
    rate_all(reader)
    assert "of 100" in reader.get(f"{SLUG}/feedback").words
    page = reader.send(reader.get(f"{SLUG}/feedback"), "/feedback/question", reason="The third review missed my table.")
    assert "Your question is with your teacher" in page.words
    asked = room.teacher.home()
    assert "asks you to look at a work" in asked.words
    address = next(link for link in asked.links if "/works/" in link)
    answered = room.teacher.send(room.teacher.get(address), "/answer", answer="You are right.", upheld="yes")
    assert "Your answer is sent." in answered.words
    assert "You are right." in reader.get(f"{SLUG}/feedback").words
