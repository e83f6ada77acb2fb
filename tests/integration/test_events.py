"""Events are written with the deed, and reach each consumer of the same course once."""

from contextlib import suppress
from dataclasses import replace

import pytest

from lti_tools import events
from lti_tools.errors import NotFound
from lti_tools.store.tables.events import Event
from tests.support.school import NOW, add_person, make_school


@pytest.fixture
def school(database):
    with database.write() as db:
        return make_school(db)


def test_an_event_says_who_and_where_as_the_rows_know_it(database, school):
    with database.write() as db:
        ana = add_person(db, school, "ana")
        doer = events.service(db, school.activity_id, ana)
        event_id = events.publish(db, doer, "topic-vote.ballot-cast", {"ballot": 7}, NOW)
    with database.read() as db:
        event = db.get(Event, event_id)
    assert (event.tenant_id, event.context_id, event.activity_id) == (
        school.tenant_id,
        school.context_id,
        school.activity_id,
    )
    assert (event.tool, event.actor_id, event.action, event.object) == (
        "topic-vote",
        ana,
        "topic-vote.ballot-cast",
        {"ballot": 7},
    )
    assert (event.occurred_at, event.due_at, event.delivered_at) == (NOW, NOW, None)


def test_an_event_is_gone_when_the_deed_is_rolled_back(database, school):
    with suppress(ZeroDivisionError), database.write() as db:
        events.publish(db, events.service(db, school.activity_id), "x.y", {}, NOW)
        _ = 1 / 0
    with database.read() as db:
        assert db.query(Event).count() == 0


def test_an_event_happens_in_an_activity(database, school):
    with database.write() as db:
        nowhere = replace(events.service(db, school.activity_id), activity_id=None)
        with pytest.raises(ValueError):
            events.publish(db, nowhere, "x.y", {}, NOW)
        with pytest.raises(NotFound):
            events.service(db, 999)
