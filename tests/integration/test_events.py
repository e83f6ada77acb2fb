"""Events are written with the deed, and reach each consumer of the same course once."""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from threading import Thread

import pytest

from lti_tools import events
from lti_tools.errors import NotFound
from lti_tools.store.tables.activities import Draft
from lti_tools.store.tables.events import Event, EventConsumed
from tests.support.school import NOW, add_activity, add_person, make_school


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


@dataclass
class Toy:
    """A consumer that leaves a row for each event it takes; its `failures` first effects fail after writing it."""

    slug: str
    person_id: int
    failures: int = 0
    consumers: dict = field(default_factory=dict)

    def __post_init__(self):
        self.consumers = {"topic-vote.ballot-cast": self.take}

    def take(self, db, event):
        name = f"{self.slug}:{event.id}"
        db.add(Draft(activity_id=event.activity_id, person_id=self.person_id, field=name, text="", updated_at=NOW))
        db.flush()
        if self.failures:
            self.failures -= 1
            raise RuntimeError("not today")


@pytest.fixture
def ana(database, school):
    with database.write() as db:
        add_activity(db, school.context_id, tool="quests", resource_link_id="link-2")
        return add_person(db, school, "ana")


def cast(database, school, person):
    with database.write() as db:
        doer = events.service(db, school.activity_id, person)
        return events.publish(db, doer, "topic-vote.ballot-cast", {"ballot": 7}, NOW)


def effects(database, slug="quests"):
    with database.read() as db:
        return db.query(Draft).filter(Draft.field.startswith(f"{slug}:")).count()


def test_an_event_reaches_a_tool_of_the_same_course_once(database, school, ana):
    event_id = cast(database, school, ana)
    quests = Toy("quests", ana)
    assert events.deliver(database, [quests], NOW) == 1
    assert events.deliver(database, [quests], NOW + timedelta(days=1)) == 0
    assert effects(database) == 1
    with database.read() as db:
        assert db.get(Event, event_id).delivered_at == NOW


def test_the_consumer_gets_the_event_as_it_was_published(database, school, ana):
    event_id = cast(database, school, ana)
    seen = []
    quests = Toy("quests", ana)
    quests.consumers["topic-vote.ballot-cast"] = lambda db, event: seen.append(event)
    events.deliver(database, [quests], NOW)
    assert seen == [
        events.ActivityEvent(
            id=event_id,
            tenant_id=school.tenant_id,
            context_id=school.context_id,
            activity_id=school.activity_id,
            tool="topic-vote",
            actor_id=ana,
            action="topic-vote.ballot-cast",
            object={"ballot": 7},
            occurred_at=NOW,
        )
    ]


def test_no_tool_of_another_course_hears_of_it(database, school, ana):
    with database.write() as db:
        other = make_school(db, name="South", base="https://south.example", tool="elsewhere")
    assert other.context_id != school.context_id
    cast(database, school, ana)
    assert events.deliver(database, [Toy("elsewhere", ana)], NOW) == 1
    assert effects(database, "elsewhere") == 0


def test_a_tool_that_does_not_listen_hears_nothing(database, school, ana):
    cast(database, school, ana)
    quests = Toy("quests", ana)
    quests.consumers = {"topic-vote.closed": quests.take}
    assert events.deliver(database, [quests], NOW) == 1
    assert effects(database) == 0


def test_a_failed_effect_leaves_nothing_is_retried_later_and_holds_nobody_up(database, school, ana):
    cast(database, school, ana)
    failing, well = Toy("quests", ana, failures=1), Toy("topic-vote", ana)
    assert events.deliver(database, [failing, well], NOW) == 0
    assert (effects(database, "quests"), effects(database, "topic-vote")) == (0, 1)
    assert events.deliver(database, [failing, well], NOW + timedelta(seconds=4)) == 0
    assert effects(database) == 0
    assert events.deliver(database, [failing, well], NOW + timedelta(seconds=5)) == 1
    assert (effects(database, "quests"), effects(database, "topic-vote")) == (1, 1)


def test_an_effect_that_keeps_failing_is_tried_less_and_less_often(database, school, ana):
    event_id = cast(database, school, ana)
    failing = Toy("quests", ana, failures=20)
    now, pauses = NOW, []
    for _ in range(15):
        events.deliver(database, [failing], now)
        with database.read() as db:
            due = db.get(Event, event_id).due_at
        pauses.append(due - now)
        now = due
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(hours=1)


def test_a_delivery_cut_short_before_it_was_noted_has_no_second_effect(database, school, ana):
    event_id = cast(database, school, ana)
    quests = Toy("quests", ana)
    events.deliver(database, [quests], NOW)
    with database.write() as db:
        db.get(Event, event_id).delivered_at = None
    assert events.deliver(database, [quests], NOW + timedelta(hours=1)) == 1
    assert effects(database) == 1


def test_workers_side_by_side_give_each_event_once(database, school, ana):
    for _ in range(10):
        cast(database, school, ana)
    quests = Toy("quests", ana)
    threads = [Thread(target=events.deliver, args=(database, [quests], NOW)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert effects(database) == 10
    with database.read() as db:
        assert db.query(EventConsumed).count() == 10
        assert db.query(Event).filter(Event.delivered_at.is_(None)).count() == 0
