"""What a tool wishes is in the ledger when its own transaction commits, once, and as it last wished it."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from threading import Thread

import pytest
from sqlalchemy import event

from lti_tools.errors import NotFound
from lti_tools.grades import outbox
from lti_tools.grades.score import Wish
from lti_tools.grades.terms import State
from lti_tools.lti.roles import Role
from lti_tools.store.tables.activities import Activity, LineItem
from lti_tools.store.tables.grades import GradeWish
from lti_tools.store.tables.people import ContextService, Person
from lti_tools.tool import Column
from tests.support.school import NOW, add_person, make_school

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def school(database):
    with database.write() as db:
        return make_school(db)


@pytest.fixture
def ana(database, school):
    with database.write() as db:
        return add_person(db, school, "ana")


def say(database, school, person_id, score=8, now=NOW, **more):
    with database.write() as db:
        return outbox.wish(
            db,
            activity_id=school.activity_id,
            person_id=person_id,
            score=Decimal(score),
            maximum=Decimal(10),
            now=now,
            **more,
        )


def row_of(database, person_id):
    with database.read() as db:
        return db.query(GradeWish).filter_by(person_id=person_id).one()


def put(database, person_id, **values):
    with database.write() as db:
        db.query(GradeWish).filter_by(person_id=person_id).update(values)


def test_a_first_wish_waits_for_the_worker_and_makes_its_column(database, school, ana):
    assert say(database, school, ana, comment="Well done")
    row = row_of(database, ana)
    assert (row.state, row.version, row.score_given, row.comment) == (State.WAITING, 1, Decimal(8), "Well done")
    assert (row.due_at, row.submitted_at) == (NOW, None)
    with database.read() as db:
        item = db.query(LineItem).one()
    assert (item.id, item.registration_id, item.url) == (row.line_item_id, school.registration_id, "")


def test_the_gradebook_is_reached_through_the_registration_of_the_newest_launch(database, school, ana):
    with database.write() as db:
        other = make_school(db, name="South", base="https://south.example").registration_id
        db.get(Activity, school.activity_id).registration_id = other
    say(database, school, ana)
    with database.read() as db:
        assert db.query(LineItem).one().registration_id == other


def test_an_activity_that_no_registration_reaches_takes_no_wish(database, school, ana):
    with database.write() as db:
        db.query(ContextService).delete()
    with pytest.raises(NotFound):
        say(database, school, ana)


def test_a_wish_is_gone_when_the_deed_is_rolled_back(database, school, ana):
    with suppress(ZeroDivisionError), database.write() as db:
        outbox.wish(db, activity_id=school.activity_id, person_id=ana, score=Decimal(8), maximum=Decimal(10), now=NOW)
        _ = 1 / 0
    with database.read() as db:
        assert db.query(GradeWish).count() == 0


def test_the_same_wish_again_is_nothing_new(database, school, ana):
    say(database, school, ana, comment="ok")
    assert not say(database, school, ana, comment="ok", now=LATER)
    assert row_of(database, ana).version == 1


@pytest.mark.parametrize("change", [{"score": 9}, {"comment": "new words"}, {"submitted_at": LATER}])
def test_a_newer_wish_replaces_the_older(database, school, ana, change):
    say(database, school, ana)
    assert say(database, school, ana, now=LATER, **change)
    row = row_of(database, ana)
    assert (row.version, row.wished_at) == (2, LATER)


def test_the_instant_of_handing_in_stays_unless_there_is_new_work(database, school, ana):
    say(database, school, ana, submitted_at=NOW)
    say(database, school, ana, score=9, now=LATER)
    assert row_of(database, ana).submitted_at == NOW
    say(database, school, ana, score=9, now=LATER, submitted_at=LATER)
    assert row_of(database, ana).submitted_at == LATER


def test_a_wish_being_sent_stays_with_its_worker(database, school, ana):
    say(database, school, ana)
    put(database, ana, state=State.SENDING, lease_token="mine", due_at=LATER)
    say(database, school, ana, score=9)
    row = row_of(database, ana)
    assert (row.state, row.lease_token, row.due_at, row.version) == (State.SENDING, "mine", LATER, 2)


def test_a_wish_that_the_platform_asked_to_hold_back_keeps_waiting(database, school, ana):
    say(database, school, ana)
    put(database, ana, due_at=LATER, tries=3)
    say(database, school, ana, score=9)
    row = row_of(database, ana)
    assert (row.due_at, row.tries, row.version) == (LATER, 3, 2)


@pytest.mark.parametrize("state", [State.CONFIRMED, State.REFUSED])
def test_a_settled_row_wakes_up_for_a_newer_wish(database, school, ana, state):
    say(database, school, ana)
    put(database, ana, state=state, tries=4, conflicts=1, refusal="column-gone")
    say(database, school, ana, score=9, now=LATER)
    row = row_of(database, ana)
    assert (row.state, row.due_at, row.tries, row.conflicts, row.refusal) == (State.WAITING, LATER, 0, 0, "")


@pytest.mark.parametrize(
    ("launched", "roster", "graded"),
    [
        ("", Role.LEARNER, True),
        ("", "", True),
        (Role.LEARNER, Role.INSTRUCTOR, True),
        (Role.INSTRUCTOR, Role.LEARNER, False),
        (Role.ASSISTANT, "", False),
        ("", Role.INSTRUCTOR, False),
    ],
)
def test_nobody_whose_newest_role_is_staff_is_graded(database, school, launched, roster, graded):
    with database.write() as db:
        person = add_person(db, school, "bo", launched=launched, roster=roster)
    assert say(database, school, person) is graded


def test_erased_people_are_not_graded(database, school, ana):
    with database.write() as db:
        db.get(Person, ana).erased_at = NOW
    assert not say(database, school, ana)


def test_columns_follow_the_tool_and_repeating_it_changes_nothing(database, school):
    columns = (Column("vote", "Vote", 10), Column("bonus", "Bonus", 5))
    for _ in range(2):
        with database.write() as db:
            outbox.ensure_columns(db, school.activity_id, columns, NOW)
    with database.read() as db:
        found = [(i.tag, i.label, i.score_maximum, i.wanted) for i in db.query(LineItem).order_by(LineItem.id)]
    assert found == [("vote", "Vote", 10, False), ("bonus", "Bonus", 5, True)]


def test_the_coupled_column_is_one_whether_launch_or_tool_names_it_first(database, school, ana):
    with database.write() as db:
        outbox.learn_column(
            db,
            activity_id=school.activity_id,
            registration_id=school.registration_id,
            url="https://lms.example/item/1",
            now=NOW,
        )
        outbox.ensure_columns(db, school.activity_id, (Column("vote", "Vote", 10),), NOW)
    say(database, school, ana)
    say(database, school, ana, score=9, tag="vote")
    with database.read() as db:
        item = db.query(LineItem).one()
    assert (item.tag, item.url) == ("vote", "https://lms.example/item/1")
    assert row_of(database, ana).version == 2


def test_a_column_seen_at_a_new_address_wakes_what_was_refused(database, school, ana):
    say(database, school, ana)
    put(database, ana, state=State.REFUSED, refusal="column-gone")
    told = {"activity_id": school.activity_id, "registration_id": school.registration_id, "now": LATER}
    with database.write() as db:
        outbox.learn_column(db, url="https://lms.example/item/2", **told)
    assert row_of(database, ana).state == State.WAITING
    put(database, ana, state=State.REFUSED)
    with database.write() as db:
        outbox.learn_column(db, url="https://lms.example/item/2", **told)
    assert row_of(database, ana).state == State.REFUSED


def test_send_again_wakes_the_refused_of_this_activity_alone(database, school, ana):
    with database.write() as db:
        bo = add_person(db, school, "bo")
        other = make_school(db, name="South", base="https://south.example")
        cy = add_person(db, other, "cy")
    for where, person in ((school, ana), (school, bo), (other, cy)):
        say(database, where, person)
        put(database, person, state=State.REFUSED, refusal="not-gradable")
    with database.write() as db:
        assert outbox.send_again(db, activity_id=school.activity_id, person_id=bo, now=LATER) == 1
        assert outbox.send_again(db, activity_id=school.activity_id, person_id=cy, now=LATER) == 0
    assert [row_of(database, p).state for p in (ana, bo, cy)] == [State.REFUSED, State.WAITING, State.REFUSED]
    with database.write() as db:
        assert outbox.send_again(db, activity_id=school.activity_id, now=LATER) == 1


def test_the_teacher_reads_how_every_score_stands(database, school, ana):
    with database.write() as db:
        bo = add_person(db, school, "bo")
    say(database, school, ana)
    say(database, school, bo, score=5)
    put(
        database,
        bo,
        state=State.REFUSED,
        refusal="not-gradable",
        attempt_at=LATER,
        confirmed_score=Decimal("4.5"),
        confirmed_maximum=Decimal(10),
        confirmed_at=NOW,
    )
    with database.read() as db:
        first, second = outbox.standing(db, school.activity_id)
    assert (first.person_id, first.state, first.next_try_at, first.confirmed_at) == (ana, State.WAITING, NOW, None)
    assert (second.state, second.refusal, second.confirmed_score) == (State.REFUSED, "not-gradable", Decimal("4.5"))
    assert (second.sent_at, second.next_try_at) == (LATER, None)


def class_wishes(people, score=5, **more):
    return [Wish(tag="", person_id=one, score=Decimal(score), maximum=Decimal(10), **more) for one in people]


def wish_class(database, school, wishes, now=NOW):
    with database.write() as db:
        return outbox.wish_all(db, activity_id=school.activity_id, wishes=wishes, now=now)


def test_a_whole_class_is_wished_for_at_once_and_only_what_is_new_changes(database, school, ana):
    with database.write() as db:
        bo, cy, gone = (add_person(db, school, sub) for sub in ("bo", "cy", "gone"))
        teacher = add_person(db, school, "teacher", launched="instructor")
        db.get(Person, gone).erased_at = NOW
    say(database, school, ana, 5)
    say(database, school, bo, 8)
    assert wish_class(database, school, class_wishes([cy, teacher, gone, bo, ana]), LATER) == 2
    with database.read() as db:
        rows = {row.person_id: (row.score_given, row.version) for row in db.query(GradeWish)}
    assert rows == {ana: (5, 1), bo: (5, 2), cy: (5, 1)}


def test_a_class_of_any_size_takes_a_few_statements_for_every_five_hundred(database, school):
    with database.write() as db:
        people = [add_person(db, school, f"s{number}") for number in range(40)]
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    assert wish_class(database, school, class_wishes(people)) == 40
    first, seen[:] = len(seen), []
    assert wish_class(database, school, class_wishes(people, 6)) == 40
    event.remove(database.engine, "before_cursor_execute", note)
    assert max(first, len(seen)) < 12


def test_the_wishes_of_a_class_are_of_one_column_and_one_a_person(database, school, ana):
    (one,) = class_wishes([ana])
    for wishes in ([one, one], [one, replace(one, tag="other")]):
        with pytest.raises(ValueError, match="one wish a person"):
            wish_class(database, school, wishes)


def test_two_requests_wishing_at_once_leave_one_row_and_both_succeed(database, school, ana):
    failures = []

    def go(score):
        try:
            say(database, school, ana, score=score)
        except Exception as error:
            failures.append(error)

    threads = [Thread(target=go, args=(score,)) for score in range(1, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert row_of(database, ana).version == 6
