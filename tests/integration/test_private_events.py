"""Events of anonymous activities go out with others' or at the end of the phase, and tell neither time nor order."""

import random
from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from lti_tools import events
from lti_tools.kit.private_events import private_events
from lti_tools.kit.private_events.part import part
from lti_tools.kit.private_events.private_events import ENOUGH, publish_batch, publish_private, release, release_full
from lti_tools.kit.private_events.tables import HeldEvent
from lti_tools.store.tables.events import Event
from tests.support.school import NOW, add_person, make_school

RATED = "peer-review.rated"


@pytest.fixture
def school(database):
    with database.write() as db:
        return make_school(db)


@pytest.fixture
def people(database, school):
    with database.write() as db:
        return [add_person(db, school, f"p{number}") for number in range(8)]


def rate(database, school, person, now=NOW, action=RATED, **options):
    with database.write() as db:
        publish_private(db, events.service(db, school.activity_id, person), action, now, **options)


def out(database):
    with database.read() as db:
        return db.scalars(select(Event)).all()


def let_go(database, now=NOW):
    with database.write() as db:
        return release_full(db, now)


def test_fewer_than_five_people_wait_and_five_go_together(database, school, people):
    for minute, person in enumerate([*people[:4], people[0], people[1]]):
        rate(database, school, person, NOW + timedelta(minutes=minute))
    assert let_go(database) == 0
    assert out(database) == []
    rate(database, school, people[4], NOW + timedelta(hours=3))
    assert let_go(database, NOW + timedelta(hours=4)) == 7
    sent = out(database)
    assert Counter(event.actor_id for event in sent) == Counter([*people[:5], people[0], people[1]])
    midnight = NOW.replace(hour=0, minute=0)
    assert {event.occurred_at for event in sent} == {midnight}
    assert {event.due_at for event in sent} == {NOW + timedelta(hours=4)}
    assert all(event.object == {} and event.action == RATED for event in sent)
    assert {(event.tool, event.context_id) for event in sent} == {("topic-vote", school.context_id)}


def test_people_who_did_something_else_make_no_batch(database, school, people):
    for person in people[:4]:
        rate(database, school, person)
    rate(database, school, people[4], action="peer-review.submitted")
    assert let_go(database) == 0


def test_the_end_of_a_phase_lets_go_what_is_left(database, school, people):
    rate(database, school, people[0])
    rate(database, school, people[1], action="peer-review.submitted")
    with database.write() as db:
        assert release(db, school.activity_id, NOW, [RATED]) == 1
        assert release(db, school.activity_id, NOW) == 1
        assert release(db, school.activity_id, NOW) == 0
    assert len(out(database)) == 2


def test_a_deed_that_is_rolled_back_leaves_nothing(database, school, people):
    with suppress(ZeroDivisionError), database.write() as db:
        publish_private(db, events.service(db, school.activity_id, people[0]), RATED, NOW)
        _ = 1 / 0
    with database.read() as db:
        assert db.query(HeldEvent).count() == 0


def test_nobody_does_nothing(database, school):
    with database.write() as db, pytest.raises(ValueError):
        publish_private(db, events.service(db, school.activity_id), RATED, NOW)


ORDER = {"sqlite": "rowid", "postgresql": "ctid"}


def test_neither_ids_nor_rows_nor_transactions_tell_who_was_first(database, school, people):
    """Over many batches each of five people stands in each place about as often, whoever acted first."""
    rng, backend = random.Random(7), database.engine.dialect.name
    first_by_id, first_by_row, rounds = Counter(), Counter(), 60
    for number in range(rounds):
        action = {"action": f"{RATED}-{number}"}
        for minute, person in enumerate(people[:ENOUGH]):
            rate(database, school, person, NOW + timedelta(minutes=minute), action["action"], rng=rng)
        with database.write() as db:
            release_full(db, NOW + timedelta(hours=1), rng=rng)
        where = "from lti_event where action = :action"
        with database.single() as db:
            first_by_id[db.scalar(text(f"select actor_id {where} order by id"), action)] += 1
            first_by_row[db.scalar(text(f"select actor_id {where} order by {ORDER[backend]}"), action)] += 1
            if backend == "postgresql":
                assert len(set(db.scalars(text(f"select xmin::text {where}"), action))) == 1
    for found in (first_by_id, first_by_row):
        assert set(found) == set(people[:ENOUGH])
        assert max(found.values()) <= 2.2 * rounds / ENOUGH
        assert min(found.values()) >= 0.25 * rounds / ENOUGH


def test_while_it_is_held_no_row_number_tells_the_order_on_sqlite(database):
    if database.engine.dialect.name == "sqlite":
        with database.single() as db, pytest.raises(OperationalError, match="no such column"):
            db.execute(text("select rowid from kit_held_event"))


def test_a_batch_of_a_phase_that_ended_goes_out_shuffled(database, school, people):
    rng = random.Random(3)
    with database.write() as db:
        publish_batch(db, school.activity_id, RATED, people, NOW, rng=rng)
    sent = out(database)
    assert sorted(event.actor_id for event in sent) == people
    with database.read() as db:
        ordered = db.scalars(select(Event.actor_id).order_by(Event.id)).all()
    assert ordered != people


def test_a_person_takes_along_and_is_erased_from_what_waits(database, school, people):
    for person in people[:2]:
        rate(database, school, person)
    with database.read() as db:
        assert part.export(db, people[0], None) == {"held_events": [{"action": RATED, "day": "2026-03-02"}]}
        assert part.export(db, people[0], school.context_id + 1) == {"held_events": []}
    with database.write() as db:
        part.erase(db, people[0], school.context_id + 1)
        assert db.query(HeldEvent).count() == 2
        part.erase(db, people[0], None)
        assert db.scalars(select(HeldEvent.actor_id)).all() == [people[1]]


def test_days_are_kept_apart_and_hours_are_not(database, school, people):
    for day, person in enumerate(people[:ENOUGH]):
        rate(database, school, person, NOW + timedelta(days=day, minutes=day))
    let_go(database)
    assert sorted(event.occurred_at for event in out(database)) == [
        private_events.day_of(NOW + timedelta(days=day)) for day in range(ENOUGH)
    ]
