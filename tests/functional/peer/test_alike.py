"""Texts that are alike: for the teacher alone, within the class and with earlier runs; flags decide nothing."""

from sqlalchemy import select

from tests.support.app import suite_of
from tests.support.engines import on_sqlite
from tests.support.peers import SLUG, Classroom, hand_in
from tools.peer_review.models import Work

pytestmark = on_sqlite

OWN = "The school garden needs water in July, because the beds dry out while everybody is on holiday and nobody looks."
COPIED = (
    "I think that the school garden needs water in July, because the beds dry out while everybody is on holiday. "
    "So the class should build a small reservoir beside the shed before the summer begins."
)
OTHER = "Trams are quicker than buses on long lines, since they have a way of their own and wait at no traffic light."
TASK = "Write about a thing that your school should change, and say why it matters to you and to everybody else here."


def works(room: Classroom) -> list[int]:
    with suite_of(room.app).database.read() as db:
        return list(db.scalars(select(Work.id).order_by(Work.id)))


def test_a_teacher_sees_which_texts_share_passages_and_reads_them_side_by_side(room: Classroom):
    room.set_up(instructions=TASK)
    room.join(4)
    for student, text in zip(room.students, (OWN, COPIED, f"{TASK} {OTHER}", TASK), strict=True):
        hand_in(student, text)
    page = room.teacher.get(f"{SLUG}/alike")
    rows = page.tree.xpath("//tbody/tr")
    assert len(rows) == 1, "the task that everybody repeats counts nowhere"
    assert "Name of peer-student-1" in page.words
    assert "Name of peer-student-2" in page.words
    link = next(link for link in page.links if "/alike?" in link)
    seen = room.teacher.get(link)
    marked = {" ".join(str(one).split()).lower() for one in seen.tree.xpath("//mark/text()")}
    assert len(marked) == 1
    assert next(iter(marked)).startswith("the school garden needs water in july")
    for student in room.students:
        assert student.get(f"{SLUG}/alike").status == 403
        assert student.get(link).status == 403


def test_earlier_runs_that_one_teaches_are_compared_and_other_works_are_not_reachable(room: Classroom):
    room.set_up(title="Last year")
    room.join(1)
    hand_in(room.students[0], OWN)
    later = Classroom(room.app, room.platform, name="later", link="link-2")
    later.set_up(title="This year")
    later.join(1)
    hand_in(later.students[0], COPIED)
    own, copied = works(room)
    page = later.teacher.get(f"{SLUG}/alike")
    assert "1 text of your earlier activities was compared too" in page.words
    assert "Name of peer-student-1" in page.words
    assert later.teacher.get(f"{SLUG}/alike?first={copied}&second={own}").status == 200
    assert later.teacher.get(f"{SLUG}/alike?first={own}&second={copied}").status == 404
    assert later.teacher.get(f"{SLUG}/alike?first={copied}&second={copied}").status == 404
    assert later.teacher.get(f"{SLUG}/alike?first={copied}&second=999").status == 404
