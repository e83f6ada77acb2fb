"""Members of a group say what each did; the teacher reads it, each member one safe mean of their own."""

from datetime import UTC, datetime

from sqlalchemy import select

from lti_tools.kit.groups import groups
from lti_tools.kit.groups.tables import Group, GroupMember, GroupSet
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Person
from tests.support.app import suite_of
from tests.support.engines import on_sqlite
from tests.support.pages import Page
from tests.support.peers import SLUG, Classroom, Visit, hand_in

pytestmark = on_sqlite


def in_groups(room: Classroom, *sizes: int) -> None:
    """Put the students into groups of these sizes, in their order, and let the activity work with them."""
    now = datetime.now(UTC)
    with suite_of(room.app).database.write() as db:
        activity = db.scalars(select(Activity).where(Activity.tool == SLUG)).one()
        people = {one.sub: one.id for one in db.scalars(select(Person))}
        made = GroupSet(
            context_id=activity.context_id,
            name="Teams",
            source="by-hand",
            made_at=now,
            published_at=now,
            turns_from=now,
        )
        db.add(made)
        db.flush()
        number = 0
        for place, size in enumerate(sizes, 1):
            group = Group(set_id=made.id, name=f"Team {place}", place=place)
            db.add(group)
            db.flush()
            for _member in range(size):
                number += 1
                person = people[f"peer-student-{number}"]
                db.add(GroupMember(set_id=made.id, group_id=group.id, person_id=person, joined_at=now))
        groups.use(db, activity.context_id, activity.id, made.id)


def say(student: Visit, *numbers: int, **more: str) -> Page:
    """Numbers in the order of the form: oneself first, then the others by name."""
    page = student.get(f"{SLUG}/team")
    names = [str(name) for name in page.tree.xpath("//form//@name") if "_" in name and name.partition("_")[0] in KEYS]
    each = len(names) // len(numbers)
    filled = {name: str(numbers[place // each]) for place, name in enumerate(names)}
    return student.send(page, "/team", **filled, **more)


KEYS = ("share", "work", "together", "track", "quality", "skills")


def together(room: Classroom, kind: str) -> None:
    """A team of four and one of two, which have handed in; reviewing is open."""
    room.set_up(k="1", by_group="y", contribution=kind)
    room.join(6)
    in_groups(room, 4, 2)
    for place in (0, 4):
        hand_in(room.students[place])
    assert "Not open yet" in room.students[0].get(f"{SLUG}/team").words
    room.step("open", "review")


def test_shares_reach_the_teacher_and_each_member_reads_one_mean_over_three_mates(room: Classroom):
    together(room, "shares")
    one, two, three, four, five, six = room.students
    assert "The shares do not make 100 together." in say(one, 50, 30, 30, 30).words
    assert "It is kept." in say(one, 40, 20, 20, 20, note="Four was ill for a week.").words
    say(two, 30, 30, 30, 10)
    say(three, 30, 30, 30, 10)
    say(four, 25, 25, 25, 25)
    say(five, 50, 50)
    say(six, 50, 50)
    page = room.teacher.get(f"{SLUG}/teams").words
    assert "4 of 4 have said something" in page
    assert "Four was ill for a week." in page
    assert "Four was ill" not in two.get(f"{SLUG}/team").words

    closed = room.teacher.send(room.teacher.get(f"{SLUG}/teams"), "/teams", confirmed="1")
    assert "Each member can read their own mean." in closed.words
    own = four.get(f"{SLUG}/team").words
    assert "by 3 mates" in own
    assert "You said 100% of yourself." in own
    assert "Name of peer-student-1" not in own
    assert "Fewer than 3 mates said something about you" in five.get(f"{SLUG}/team").words
    late = six.client.post(f"{six.path}/{SLUG}/team", data={})
    assert late.status_code >= 400


def test_ratings_of_behaviour_come_with_hints_and_a_factor(room: Classroom):
    together(room, "behaviour")
    one, two, three, four, *_pair = room.students
    assert say(one, 3, 3, 3, 3, share="").status == 200
    for student in (two, three):
        say(student, 4, 4, 4, 1)
    say(four, 5, 4, 4, 4)
    page = room.teacher.get(f"{SLUG}/teams").words
    assert "Did little, others say" in page
    assert "Sees themselves far higher than others do" in page
    assert "0.5" in page or "0.6" in page
    assert room.students[0].get(f"{SLUG}/teams").status == 403
