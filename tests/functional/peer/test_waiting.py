"""The teacher's page that says by name who waits for whom, with a reminder for the chosen."""

from sqlalchemy import select

from lti_tools.kit.notices.tables import NoticeRow
from tests.support.app import suite_of
from tests.support.engines import on_sqlite
from tests.support.peers import SLUG, Classroom, hand_in, review, to_review
from tools.peer_review.notices import CLOSING

pytestmark = on_sqlite
WHO = "Name of peer-student-{}".format


def test_the_page_names_who_is_behind_and_reminds_whom_the_teacher_chooses(room: Classroom):
    room.set_up(k="2")
    room.join(5)
    first, _second, *others = room.students
    for student in room.students:
        hand_in(student)
    assert "Nobody waits" in room.teacher.get(f"{SLUG}/waiting").words
    room.step("open", "review")
    for student in others:
        for address in to_review(student):
            review(student, address)
    review(first, to_review(first)[0], deed="save")

    page = room.teacher.get(f"{SLUG}/waiting")
    works, behind = page.tree.xpath("//table")
    waiting = {row.xpath("normalize-space(th)") for row in works.xpath(".//tbody/tr")}
    slow = {
        row.xpath("normalize-space(th)"): " ".join(row.text_content().split()) for row in behind.xpath(".//tbody/tr")
    }
    assert slow.keys() == {WHO(1), WHO(2)}
    assert "0 of 2" in slow[WHO(1)]
    assert "Begun" in slow[WHO(1)]
    assert "Begun" not in slow[WHO(2)]
    assert all(any(name in line for line in slow.values()) for name in waiting), "who waits stands beside whom for"
    assert WHO(1) in works.text_content()

    for tail in ("works?page=99", "waiting?works=99&reviewers=99", "reviewers?page=99"):
        assert room.teacher.get(f"{SLUG}/{tail}").tree.xpath("//tbody/tr"), "beyond the end is the last page"

    chosen = str(behind.xpath(f".//input[@aria-label='Choose {WHO(2)}']/@value")[0])
    said = room.teacher.send(page, "/waiting", person=chosen)
    assert "Slow reviewers find a reminder" in said.words
    with suite_of(room.app).database.read() as db:
        told = db.scalars(select(NoticeRow.person_id).where(NoticeRow.code == CLOSING)).all()
    assert told == [int(chosen)]
    assert room.students[2].get(f"{SLUG}/waiting").status == 403
