"""The record: order, chain, tampering, erasure, on both databases."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from sqlalchemy import delete, select, text, update

from lti_tools.events import Service
from lti_tools.kit.audit import store
from lti_tools.kit.audit.actions import Action
from lti_tools.kit.audit.audit import changes, note, verify
from lti_tools.kit.audit.tables import AuditEntry
from tests.support.school import NOW, add_activity, add_person, make_school


@pytest.fixture
def place(database):
    """(school, teacher, student)"""
    with database.write() as db:
        school = make_school(db)
        return school, add_person(db, school, "tom"), add_person(db, school, "ana")


def doer(school, person_id, activity_id=None):
    activity_id = activity_id or school.activity_id
    return Service(school.tenant_id, school.context_id, activity_id, "topic-vote", person_id)


def fill(database, place, entries=5):
    school, teacher, student = place
    for n in range(entries):
        with database.write() as db:
            at = NOW + timedelta(microseconds=n)
            note(
                db,
                doer(school, teacher if n % 2 else None),
                "topic-vote.closed",
                subject={"option": n},
                before={"points": None},
                after={"points": n, "share": 0.1, "texts": ["Ж", "é"]},
                about=student,
                reason=f"Because of Ana, {n}" if n else "",
                now=at,
            )


def look(database, activity_id):
    with database.read() as db:
        return verify(db, activity_id)


def test_entries_are_numbered_without_gaps_and_the_chain_holds(database, place):
    fill(database, place)
    with database.read() as db:
        page = store.page_of_entries(db, place[0].activity_id, 1)
    assert [entry.number for entry in page.items] == [5, 4, 3, 2, 1]
    assert [entry.by_clock for entry in page.items] == [True, False, True, False, True]
    verdict = look(database, place[0].activity_id)
    assert (verdict.entries, verdict.broken) == (5, None)


def test_an_empty_record_is_intact(database, place):
    assert look(database, place[0].activity_id).broken is None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE kit_audit SET action = 'x' WHERE number = 3",
        "UPDATE kit_audit SET reason = 'x' WHERE number = 3",
        "UPDATE kit_audit SET reason = '' WHERE number = 3",
        "UPDATE kit_audit SET undoes = 1 WHERE number = 3",
        "UPDATE kit_audit SET about_id = (SELECT min(id) FROM lti_person) WHERE number = 3",
        "UPDATE kit_audit SET about_id = NULL WHERE number = 3",
        """UPDATE kit_audit SET "before" = '{"points": 7}' WHERE number = 3""",
        "UPDATE kit_audit SET seals = '{}' WHERE number = 3",
        "UPDATE kit_audit SET number = 9 WHERE number = 3",
        "DELETE FROM kit_audit WHERE number = 3",
    ],
)
def test_an_entry_that_was_tampered_with_is_found(database, place, change):
    fill(database, place)
    with database.write() as db:
        db.execute(text(change))
    assert look(database, place[0].activity_id).broken == 3


def test_a_missing_end_is_found(database, place):
    fill(database, place)
    with database.write() as db:
        db.execute(text("DELETE FROM kit_audit WHERE number > 3"))
    assert look(database, place[0].activity_id).broken == 4


def test_nobody_changes_or_deletes_entries_through_the_suite(database, place):
    fill(database, place, 1)
    for statement in (update(AuditEntry).values(action="x"), delete(AuditEntry)):
        with pytest.raises(RuntimeError, match="append-only"), database.write() as db:
            db.execute(statement)
    with pytest.raises(RuntimeError, match="append-only"), database.write() as db:
        db.scalars(select(AuditEntry)).one().action = "x"
    with pytest.raises(RuntimeError, match="append-only"), database.write() as db:
        db.delete(db.scalars(select(AuditEntry)).one())


def test_erasing_somebody_keeps_the_deeds_and_the_chain(database, place):
    school, teacher, student = place
    fill(database, place)
    for person in (teacher, student):
        with database.write() as db:
            store.forget(db, person, None)
    with database.read() as db:
        rows = list(db.scalars(select(AuditEntry)))
        page = store.page_of_entries(db, school.activity_id, 1)
    assert {(row.doer_id, row.about_id, row.reason) for row in rows} == {(None, None, "")}
    assert "salt" not in repr([row.seals["about"] for row in rows])
    assert [entry.by_clock for entry in page.items] == [True, False, True, False, True]
    assert all(entry.about_erased for entry in page.items)
    assert look(database, school.activity_id).broken is None


def test_erasing_in_one_course_leaves_the_others(database, place):
    school, teacher, _ = place
    with database.write() as db:
        other = make_school(db, name="South", base="https://south.example")
        note(db, doer(school, teacher), "a.b", now=NOW)
        note(db, doer(other, teacher), "a.b", now=NOW)
        store.forget(db, teacher, school.context_id)
        left = [row.doer_id for row in db.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert left == [None, teacher]


def test_the_record_shares_the_fate_of_its_deed(database, place):
    school, teacher, _ = place
    with database.write() as db:
        note(db, doer(school, teacher), "a.b", now=NOW)
        db.rollback()
    assert look(database, school.activity_id).entries == 0


def test_parallel_deeds_make_one_chain(database, place):
    school, teacher, _ = place
    with database.write() as db:
        second = add_activity(db, school.context_id, tool="topic-vote", resource_link_id="link-2")

    def work(activity_id):
        for _ in range(10):
            with database.write() as db:
                note(db, doer(school, teacher, activity_id), "a.b", now=datetime.now(UTC))

    threads = [Thread(target=work, args=(one,)) for one in (school.activity_id, school.activity_id, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert look(database, school.activity_id) == look(database, school.activity_id)
    assert (look(database, school.activity_id).entries, look(database, second).entries) == (20, 10)
    assert look(database, school.activity_id).broken is look(database, second).broken is None


def test_people_do_not_hide_in_values(database, place):
    school, teacher, student = place
    with pytest.raises(ValueError, match="about"), database.write() as db:
        note(db, doer(school, teacher), "a.b", subject={"person": student}, now=NOW)


def test_only_what_differs_is_a_change():
    assert changes({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": 4}) == ({"b": 2, "c": None}, {"b": 3, "c": 4})


def test_an_action_says_how_it_is_undone_or_why_not():
    for bad in ({}, {"why_not": "No.", "undo": lambda *_: None}):
        with pytest.raises(ValueError, match="either"):
            Action(code="a.b", title="x", **bad)
