"""A teacher reviews a work, comments on and grades a review: marks, points and the record follow."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from lti_tools.store.tables.activities import Activity
from tests.support.app import running_app, suite_of
from tests.support.peers import SLUG, Classroom, Visit, hand_in, rate_all, review, to_review
from tests.support.platform import ForgedPlatform
from tools.peer_review import store
from tools.peer_review.service.crediting import credits_of
from tools.peer_review.service.marking import mark_everything
from tools.peer_review.tool import tool


@pytest.fixture
def room(sqlite_files, keys_folder, tmp_path):
    with running_app(sqlite_files.fresh(tmp_path), keys_folder, tools=(tool,)) as app:
        yield Classroom(app, ForgedPlatform(suite_of(app).database))


def reviewed(room: Classroom, **settings: str) -> str:
    """Four students who reviewed two works each; the address of the teacher's page about the first."""
    room.set_up(k="2", **settings)
    room.join(5)
    for student in room.students:
        hand_in(student)
    room.step("open", "review")
    for student in room.students:
        for address in to_review(student):
            review(student, address, 1)
    room.step("close", "review")
    tree = room.teacher.get(f"{SLUG}/works").tree
    return str(tree.xpath("//a[normalize-space(text())='Name of peer-student-1']/@href")[0])


def first_mark(room: Classroom) -> tuple[Decimal | None, bool]:
    """The mark of the first student's work, and whether it is provisional."""
    with suite_of(room.app).database.read() as db:
        activity = db.scalars(select(Activity.id).where(Activity.tool == SLUG)).one()
        names = {name: person for person, name in store.names(db, store.context_of(db, activity)).items()}
        work = store.work_of(db, activity, names["Name of peer-student-1"])
        assert work is not None
        found = mark_everything(db, activity, store.settings_of(db, activity)).of(work)
    assert found is not None
    return found.mark, found.provisional


def best(page) -> dict[str, str]:
    values = {str(one) for one in page.tree.xpath("//form//@name") if str(one).startswith("value_")}
    return dict.fromkeys(values, "0")


def own_review(teacher: Visit, address: str):
    return teacher.get(f"{address}/review")


def test_a_teachers_own_review_is_the_mark_and_can_be_taken_back(room: Classroom):
    first = reviewed(room)
    before = first_mark(room)
    assert before[1], "two reviews are too few"
    page = own_review(room.teacher, first)
    assert "It is the mark of this work" in page.words
    refused = room.teacher.send(page, "/review")
    assert refused.status == 422
    assert "Choose an answer." in refused.words
    saved = room.teacher.send(page, "/review", **best(page))
    assert "Your review is saved." in saved.words
    assert "Your own review gave 100, and that is the mark." in saved.words
    assert first_mark(room) == (100, False)
    older = room.teacher.send(page, "/review", **best(page))
    assert older.status == 409, "of two tabs the older one is told so"

    released = room.teacher.send(room.teacher.get(f"{SLUG}/works"), "/works/release", which="all", confirmed="1")
    assert "The marks are released" in released.words
    author = room.students[0].get(f"{SLUG}/feedback")
    assert "Review by your teacher" in author.words
    assert "of 100" not in author.words, "first the words, then the mark"

    undone = room.teacher.send(saved, "/undo")
    assert undone.status == 200
    assert first_mark(room) == before


def test_a_teachers_own_review_counts_as_many_as_the_settings_say(room: Classroom):
    first = reviewed(room, teacher_review="counts", teacher_weight="2")
    peers, _ = first_mark(room)
    page = own_review(room.teacher, first)
    assert "It counts as much as 2 reviews of students" in page.words
    room.teacher.send(page, "/review", **best(page))
    mark, provisional = first_mark(room)
    assert abs(mark - (peers + 100) / 2) <= Decimal("0.05")
    assert not provisional


def test_a_review_is_graded_and_its_writer_paid_by_that(room: Classroom):
    first = reviewed(room)
    page = room.teacher.get(first)
    forms = [one for one in page.forms if one.action.endswith("/words")]
    assert len(forms) == 2
    prefix = next(name for name, _ in forms[0].fields if name.endswith("-comment")).removesuffix("comment")
    said = room.teacher.send(page, "/words", **{f"{prefix}comment": "Say why.", f"{prefix}points": "20"})
    assert "Your word about the review is saved." in said.words
    assert "You gave it 20 of 100" in said.words
    refused = room.teacher.send(room.teacher.get(first), "/words", **{f"{prefix}points": "700"})
    assert refused.status == 422
    own = room.students[0].get(f"{SLUG}/answers").words
    assert "Your teacher says about your review: 20 of 100" in own
    assert "Say why." in own
    with suite_of(room.app).database.read() as db:
        activity = db.scalars(select(Activity.id).where(Activity.tool == SLUG)).one()
        found = credits_of(db, activity, store.settings_of(db, activity))
    points = sorted(one.grade.accuracy.points for one in found.values())
    assert points == [Decimal("47.5"), 75, 75, 75, 75], "one of two reviews counts 20, the other is neutral"
    assert room.students[0].get(f"{first}/review").status == 403
    room.teacher.send(room.teacher.get(first), "/mark", mark="80", reason="Read by me.")
    rate_all(room.students[0])
    room.teacher.send(room.teacher.get(f"{SLUG}/works"), "/works/release", which="all", confirmed="1")
    paid = room.students[0].get(f"{SLUG}/reviewing").words
    assert "Your teacher graded 1 of your reviews" in paid
    assert "This is what authors say" not in paid
