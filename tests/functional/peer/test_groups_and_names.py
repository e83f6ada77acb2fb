"""One work for a group; names told at the end where that was announced."""

from datetime import UTC, datetime

from sqlalchemy import select

from lti_tools.kit.groups.tables import Group, GroupMember, GroupSet, GroupUse
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Person
from tests.support.app import suite_of
from tests.support.engines import on_sqlite
from tests.support.peers import SLUG, Classroom, hand_in, review, to_review, worked_out
from tools.peer_review import by_hand
from tools.peer_review.models import Author, Work

pytestmark = on_sqlite


def in_groups(room: Classroom, *groups: tuple[int, ...]) -> None:
    """Put students, by their numbers from 1, into published groups."""
    at = datetime.now(UTC)
    with suite_of(room.app).database.write() as db:
        activity = db.scalars(select(Activity).where(Activity.tool == SLUG)).one()
        made = GroupSet(context_id=activity.context_id, name="Teams", source="hand", made_at=at, published_at=at)
        db.add(made)
        db.flush()
        for place, members in enumerate(groups):
            group = Group(set_id=made.id, place=place, name=f"Team {place}")
            db.add(group)
            db.flush()
            for number in members:
                person = db.scalars(select(Person.id).where(Person.sub == f"peer-student-{number}")).one()
                db.add(GroupMember(set_id=made.id, group_id=group.id, person_id=person, joined_at=at))
        db.add(GroupUse(activity_id=activity.id, set_id=made.id))


def test_any_member_edits_the_groups_one_work_and_an_older_page_is_told_and_loses_nothing(room: Classroom):
    room.set_up(by_group="y", k="2")
    room.join(6)
    in_groups(room, (1, 2), (3, 4), (5, 6))
    one, mate, *others = room.students
    older = mate.get(f"{SLUG}/work")
    assert "You hand in together: Name of peer-student-1, Name of peer-student-2" in older.words
    hand_in(one, "The first half is mine.")
    told = mate.send(older, f"/{SLUG}/work", text="The second half is mine.")
    assert told.status == 409
    assert "A newer version was handed in since you opened this page" in told.words
    assert "The first half is mine." in told.words
    assert "The second half is mine." in told.text
    both = mate.send(told, f"/{SLUG}/work", text="Both halves are ours.")
    assert "Your work is handed in" in both.words
    history = one.get(f"{SLUG}/work")
    assert "Both halves are ours." in history.text
    assert "1 earlier version" in history.words
    assert "The first half is mine." in history.words
    for student in others:
        hand_in(student)
    with suite_of(room.app).database.read() as db:
        assert len(db.scalars(select(Work)).all()) == 3
        assert len(db.scalars(select(Author)).all()) == 6
    room.step("open", "review")
    for student in room.students:
        addresses = to_review(student)
        assert len(addresses) == 2
        for address in addresses:
            page = review(student, address)
            assert "Your review is sent" in page.words
    rows, marks = worked_out(room.app)
    assert {len(row["authors"]) for row in rows} == {2}
    assert {who for row in rows for who in row["authors"]} == {row["reviewer"] for row in rows}
    assert sorted(by_hand.table(rows).values()) == marks
    room.step("open", "feedback")
    assert one.get(f"{SLUG}/feedback").words.count("Review by") == 4
    assert mate.get(f"{SLUG}/feedback").words.count("Review by") == 4


def with_reviews(room: Classroom, **settings: str) -> None:
    room.set_up(k="2", **settings)
    room.join(3)
    for student in room.students:
        hand_in(student)
    room.step("open", "review")
    for student in room.students:
        for address in to_review(student):
            review(student, address)


def test_names_are_told_at_the_end_where_that_was_announced_and_the_record_keeps_it(room: Classroom):
    with_reviews(room, reveal="y")
    student = room.students[0]
    assert "your teacher may tell everybody the names" in student.get(f"{SLUG}/work").words
    assert "Tell the names" not in room.teacher.get(f"{SLUG}/works").words
    room.step("open", "feedback")
    room.step("close", "review")
    assert "Name of peer-student-2" not in student.get(f"{SLUG}/feedback").words
    asked = room.teacher.send(room.teacher.get(f"{SLUG}/works"), "/names")
    assert "Tell authors and reviewers each other's names now?" in asked.words
    assert "Name of peer-student-2" not in student.get(f"{SLUG}/feedback").words
    told = room.teacher.send(asked, "/names")
    assert "read each other's names now" in told.words
    words = student.get(f"{SLUG}/feedback").words
    assert "Name of peer-student-2" in words
    assert "Name of peer-student-3" in words
    assert "Names told" in room.teacher.get("-/audit/").words


def test_names_that_were_promised_to_stay_hidden_stay_hidden(room: Classroom):
    with_reviews(room)
    room.step("close", "review")
    page = room.teacher.get(f"{SLUG}/works")
    assert "Tell the names" not in page.words
    forced = room.teacher.client.post(
        f"{room.teacher.path}/{SLUG}/names",
        data={"confirmed": "1", "csrf_token": dict(page.forms[0].fields)["csrf_token"]},
    )
    assert forced.status_code == 409
    changed = room.set_up(k="2", reveal="y")
    assert changed.status == 422
    assert "under this promise already" in changed.words
