import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from lti_tools.kit.once import store
from lti_tools.kit.once.once import FIELD, first_time
from lti_tools.kit.once.tables import OnceKey
from lti_tools.launches import CurrentLaunch
from lti_tools.store.database import Database
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Context, Person
from tests.support.platform import ForgedPlatform

NOW = datetime(2030, 1, 1, tzinfo=UTC)


@dataclass
class Launch:
    """What of a launch the key hangs on."""

    activity: int
    person_id: int


def form(key: str = "k1", text: str = "a text") -> MultiDict[str, str]:
    return MultiDict([("csrf_token", "another each time"), (FIELD, key), ("text", text)])


def first(database: Database, launch: Launch, sent: MultiDict[str, str], now: datetime = NOW) -> bool:
    with database.write() as db:
        return first_time(db, as_launch(launch), sent, now)


def as_launch(launch: object) -> CurrentLaunch:
    return launch  # type: ignore[return-value]


@pytest.fixture
def launch(database: Database, platform: ForgedPlatform) -> Launch:
    with database.write() as db:
        times = {"created_at": NOW, "updated_at": NOW}
        person = Person(platform_id=platform.platform_id, sub="s", **times)
        context = Context(platform_id=platform.platform_id, lms_id="c", **times)
        db.add_all([person, context])
        db.flush()
        activity = Activity(context_id=context.id, resource_link_id="l", **times)
        db.add(activity)
        db.flush()
        return Launch(activity.id, person.id)


def test_a_form_that_comes_twice_is_done_once(database: Database, launch: Launch):
    assert first(database, launch, form())
    assert not first(database, launch, form())
    assert not first(database, launch, form(), NOW + timedelta(days=1))


def test_a_form_that_was_changed_and_sent_again_under_its_key_is_done(database: Database, launch: Launch):
    assert first(database, launch, form(text="one"))
    assert first(database, launch, form(text="two"))
    assert not first(database, launch, form(text="two"))
    assert first(database, launch, form(text="one")), "back to what it was before"


def test_other_keys_and_forms_without_one_are_done(database: Database, launch: Launch):
    assert first(database, launch, form("k1"))
    assert first(database, launch, form("k2"))
    assert first(database, launch, form(""))
    assert first(database, launch, form(""))
    assert first(database, launch, MultiDict({"text": "\ud800 nothing that a database holds"}))
    assert first(database, launch, form("\x00" * 5000))


def test_a_deed_that_failed_leaves_its_key_unused(database: Database, launch: Launch):
    with database.write() as db:
        assert first_time(db, as_launch(launch), form(), NOW)
        db.rollback()
    assert first(database, launch, form())


def test_of_many_at_the_same_moment_one_is_done(database: Database, launch: Launch):
    done: list[bool] = []
    start = threading.Barrier(8)

    def send() -> None:
        start.wait()
        done.append(first(database, launch, form()))

    senders = [threading.Thread(target=send) for _ in range(8)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert sorted(done) == [False] * 7 + [True]


def test_keys_are_forgotten_when_no_browser_sends_them_any_more(database: Database, launch: Launch):
    first(database, launch, form("old"), NOW - store.KEPT - timedelta(minutes=1))
    first(database, launch, form("new"))
    with database.write() as db:
        store.forget_old(db, NOW)
    with database.read() as db:
        assert db.scalar(select(func.count()).select_from(OnceKey)) == 1
