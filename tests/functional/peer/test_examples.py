"""Students practise on examples that the teacher reviewed too, and see where they differ."""

from sqlalchemy import select

from lti_tools.kit.private_events.tables import HeldEvent
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Person
from tests.support.app import suite_of
from tests.support.engines import on_sqlite
from tests.support.pages import Page
from tests.support.peers import (
    COMMENT,
    SLUG,
    WITH_EXAMPLES,
    Classroom,
    Visit,
    add_example,
    filled_in,
    hand_in,
    review,
    to_review,
    worked_out,
)
from tools.peer_review import by_hand
from tools.peer_review.service import calibrating, crediting
from tools.peer_review.store import settings_of

pytestmark = on_sqlite
FIRST = {**WITH_EXAMPLES, "examples_first": "y"}


def practise(student: Visit, title: str, value: int) -> Page:
    page = student.get(f"{SLUG}/practise")
    (address,) = page.tree.xpath(f"//li[contains(., '{title}')]//a/@href")
    form = student.get(address)
    return student.send(form, str(address).partition(SLUG)[2], **filled_in(form, value, COMMENT))


def test_who_reviews_has_practised_before_and_learns_from_the_difference(room: Classroom):
    room.set_up(k="3", **FIRST)
    room.join(4)
    strict, *near = room.students
    assert "No examples yet" in strict.get(f"{SLUG}/practise").words
    assert "Students can practise on this example." in add_example(room.teacher, "A strong essay", 0).words
    add_example(room.teacher, "A weak essay", 2)
    for student in room.students:
        hand_in(student)
    room.step("open", "review")
    assert "2 examples come before the works of others." in strict.home().words
    assert "Review 2 examples first." in strict.get(to_review(strict)[0]).words

    result = practise(strict, "A strong essay", 2)
    assert "You were stricter than your teacher" in result.words
    assert "The source is named, so I can check it." in result.words
    again = strict.get(result.url)
    assert not [form for form in again.forms if "/practise/" in form.action], "what was sent stays"
    practise(strict, "A weak essay", 2)
    assert "On several criteria you see it differently." in strict.get(f"{SLUG}/practise").words
    for student in near:
        practise(student, "A strong essay", 0)
        practise(student, "A weak essay", 2)
    assert "you are ready to review others" in near[0].get(f"{SLUG}/practise").words
    assert "Review: the work of" in strict.get(to_review(strict)[0]).words

    page = room.teacher.get(f"{SLUG}/examples").words
    assert "4 students have reviewed it, so it stays as it is." in page
    assert "Stricter than you" in page
    assert "peer-student" not in strict.get(f"{SLUG}/practise").words.replace("Name of peer-student-1", "")
    with suite_of(room.app).database.read() as db:
        passed = db.scalars(select(HeldEvent).where(HeldEvent.action == calibrating.CALIBRATED)).all()
        assert len(passed) == len(near)


def test_agreement_with_the_teacher_on_examples_counts_where_reviewers_are_told_apart(room: Classroom):
    room.set_up(k="2", **WITH_EXAMPLES)
    room.join(5)
    for number, value in enumerate((0, 1, 2, 2, 0)):
        add_example(room.teacher, f"Example {number}", value)
    for student in room.students:
        hand_in(student)
    room.step("open", "review")
    for place, student in enumerate(room.students):
        for number, address in enumerate(to_review(student)):
            review(student, address, (place + number) % 3)
    sharp, blunt, *_ = room.students
    for number, value in enumerate((0, 1, 2, 2, 0)):
        practise(sharp, f"Example {number}", value)
        practise(blunt, f"Example {number}", (2, 0, 1, 0, 2)[number])
    with suite_of(room.app).database.read() as db:
        activity = db.scalars(select(Activity.id).where(Activity.tool == SLUG)).one()
        people = {one.sub: one.id for one in db.scalars(select(Person))}
        found = crediting.credits_of(db, activity, settings_of(db, activity))
    first, second = (found[people[f"peer-student-{number}"]].accuracy for number in (1, 2))
    assert first.agreement > second.agreement
    rows, marks = worked_out(room.app)
    assert sum(row["truth"] is not None for row in rows) == 10
    assert sorted(by_hand.table(rows).values()) == marks
    assert len({row["bias"] for row in rows}) > 1, "with the examples there is enough to go by"


def test_a_teacher_takes_away_an_example_that_nobody_reviewed_and_students_see_none_without_its_review(
    room: Classroom,
):
    room.set_up(k="3", **FIRST)
    room.join(1)
    teacher, student = room.teacher, room.students[0]
    teacher.send(teacher.get(f"{SLUG}/examples"), "/examples", title="Half done", text="A text.")
    assert "Half done" not in student.get(f"{SLUG}/practise").words
    assert "Your review is missing" in teacher.get(f"{SLUG}/examples").words
    page = teacher.send(teacher.get(f"{SLUG}/examples"), "/remove", confirmed="1")
    assert "The example is taken away." in page.words
