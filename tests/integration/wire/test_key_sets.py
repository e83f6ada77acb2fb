import json
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from lti_tools.errors import KeysUnavailable, KeyUnknown
from lti_tools.lti.http import Http
from lti_tools.lti.jwks import KeySets
from lti_tools.store import key_sets as store
from lti_tools.store.database import Database
from lti_tools.store.tables.schools import KeySet, Platform, Registration, Tenant
from tests.support.counterpart import Counterpart, Reply, Seen, counterpart
from tests.support.keys import jwk, rsa_key

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def publishing(*names: str) -> Callable[[Seen], Reply]:
    body = json.dumps({"keys": [jwk(name) for name in names]}).encode()
    return lambda seen: Reply(body=body)


@pytest.fixture
def platform() -> Iterator[Counterpart]:
    with counterpart() as server:
        server.script = publishing("a")
        yield server


class School:
    """A platform in the database, its key server, and processes (`KeySets`) that share the database."""

    def __init__(self, database: Database, server: Counterpart) -> None:
        self.database, self.server = database, server
        self.uri = server.url + "/jwks?a=1"
        self.http = Http(development=True)
        self.processes: list[KeySets] = []
        with database.write() as db:
            tenant = Tenant(name="school", created_at=NOW)
            db.add(tenant)
            db.flush()
            row = Platform(
                tenant_id=tenant.id, issuer="https://lms", jwks_uri=self.uri, name="", product="", created_at=NOW
            )
            db.add(row)
            db.flush()
            self.id = row.id

    def process(self) -> KeySets:
        return KeySets(self.database, self.http)

    @property
    def fetches(self) -> int:
        return len(self.server.seen)

    @property
    def row(self) -> KeySet:
        with self.database.read() as db:
            found = store.key_set(db, self.id)
        assert found is not None
        return found


@pytest.fixture
def school(database: Database, platform: Counterpart) -> Iterator[School]:
    found = School(database, platform)
    yield found
    found.http.close()


def is_key(found: Any, name: str) -> bool:
    return bool(found.public_numbers() == rsa_key(name).public_key().public_numbers())


def test_the_first_launch_fetches_and_the_next_costs_neither_a_request_nor_a_statement(school: School) -> None:
    sets = school.process()
    assert is_key(sets.key_for(school.id, school.uri, "a", NOW), "a")
    statements: list[str] = []
    event.listen(school.database.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    assert is_key(sets.key_for(school.id, school.uri, "a", NOW + 59 * SECOND), "a")
    assert (school.fetches, statements) == (1, [])
    assert school.server.seen[0].path == "/jwks?a=1"


def test_another_process_finds_the_set_in_the_database(school: School) -> None:
    school.process().key_for(school.id, school.uri, "a", NOW)
    assert is_key(school.process().key_for(school.id, school.uri, "a", NOW + HOUR), "a")
    assert school.fetches == 1


def test_a_process_learns_of_another_ones_fetch_within_a_minute(school: School) -> None:
    one, other = school.process(), school.process()
    one.key_for(school.id, school.uri, "a", NOW)
    other.key_for(school.id, school.uri, "a", NOW)
    school.server.script = publishing("b")
    assert is_key(one.key_for(school.id, school.uri, "b", NOW + 40 * SECOND), "b")
    assert is_key(other.key_for(school.id, school.uri, "a", NOW + 59 * SECOND), "a")
    with pytest.raises(KeyUnknown):
        other.key_for(school.id, school.uri, "a", NOW + 61 * SECOND)
    assert school.fetches == 2


def test_unknown_key_ids_cause_one_fetch_in_thirty_seconds_however_many_processes(school: School) -> None:
    processes = [school.process(), school.process()]
    processes[0].key_for(school.id, school.uri, "a", NOW)
    for second in range(100):
        with pytest.raises(KeyUnknown):
            processes[second % 2].key_for(school.id, school.uri, f"k{second}", NOW + second * SECOND)
    assert school.fetches == 1 + 3


def test_a_new_key_is_accepted_when_thirty_seconds_have_passed(school: School) -> None:
    sets = school.process()
    sets.key_for(school.id, school.uri, "a", NOW)
    school.server.script = publishing("a", "b")
    with pytest.raises(KeyUnknown):
        sets.key_for(school.id, school.uri, "b", NOW + 29 * SECOND)
    assert is_key(sets.key_for(school.id, school.uri, "b", NOW + 30 * SECOND), "b")
    assert is_key(sets.key_for(school.id, school.uri, "a", NOW + 31 * SECOND), "a")


BROKEN = {
    "is down": None,
    "answers 500": Reply(500, json.dumps({"keys": [jwk("b")]}).encode()),
    "redirects": Reply(302, b"", {"Location": "/elsewhere"}),
    "sends a page": Reply(200, b"<html>maintenance</html>"),
    "sends no list": Reply(200, b'{"keys": {}}'),
    "sends an empty list": Reply(200, b'{"keys": []}'),
    "sends unusable keys alone": Reply(200, json.dumps({"keys": [jwk("b", use="enc")]}).encode()),
    "sends too much": Reply(200, b" " * 2_000_000),
    "sends nested nonsense": Reply(200, b"[" * 100_000),
}


@pytest.mark.parametrize("reply", BROKEN.values(), ids=BROKEN)
def test_the_last_good_set_serves_for_a_day_when_the_platform(school: School, reply: Reply | None) -> None:
    sets = school.process()
    sets.key_for(school.id, school.uri, "a", NOW)
    school.server.script = lambda seen: reply
    with pytest.raises(KeyUnknown):
        sets.key_for(school.id, school.uri, "b", NOW + HOUR)
    assert school.row.error not in ("", store.FETCHING)
    assert is_key(sets.key_for(school.id, school.uri, "a", NOW + 24 * HOUR), "a")
    assert is_key(school.process().key_for(school.id, school.uri, "a", NOW + 24 * HOUR), "a")
    with pytest.raises(KeysUnavailable):
        sets.key_for(school.id, school.uri, "a", NOW + 24 * HOUR + SECOND)


def test_a_platform_that_was_never_reached_has_no_keys_and_the_reason_is_kept(school: School) -> None:
    school.server.script = lambda seen: Reply(503)
    sets = school.process()
    with pytest.raises(KeysUnavailable, match="status 503"):
        sets.key_for(school.id, school.uri, "a", NOW)
    with pytest.raises(KeysUnavailable, match="status 503"):
        sets.key_for(school.id, school.uri, "a", NOW + SECOND)
    assert school.fetches == 1
    school.server.script = publishing("a")
    assert is_key(sets.key_for(school.id, school.uri, "a", NOW + 30 * SECOND), "a")
    assert school.row.error == ""


def test_a_stale_set_is_renewed_by_a_launch_where_no_worker_did(school: School) -> None:
    school.process().key_for(school.id, school.uri, "a", NOW)
    assert is_key(school.process().key_for(school.id, school.uri, "a", NOW + 30 * HOUR), "a")
    assert school.fetches == 2


def test_a_whole_class_at_a_first_launch_shares_one_fetch_and_nobody_is_refused(school: School) -> None:
    slow = publishing("a")

    def late(seen: Seen) -> Reply:
        time.sleep(0.3)
        return slow(seen)

    school.server.script = late
    processes = [school.process(), school.process()]
    found: list[Any] = []
    threads = [
        threading.Thread(
            target=lambda sets=processes[n % 2]: found.append(sets.key_for(school.id, school.uri, "a", NOW))
        )
        for n in range(10)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 10
    assert all(is_key(one, "a") for one in found)
    assert school.fetches == 1


def test_a_platform_that_hangs_costs_one_launch_a_few_seconds_and_the_others_nothing(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lti_tools.lti.jwks.FETCH_SECONDS", 0.3)
    sets = school.process()
    sets.key_for(school.id, school.uri, "a", NOW)
    over = threading.Event()
    school.server.script = lambda seen: over.wait(60) and None
    began = time.monotonic()
    with pytest.raises(KeyUnknown):
        sets.key_for(school.id, school.uri, "b", NOW + HOUR)
    assert 0.2 < time.monotonic() - began < 30
    asked = len(school.server.seen)
    assert is_key(sets.key_for(school.id, school.uri, "a", NOW + HOUR), "a")
    with pytest.raises(KeyUnknown):
        sets.key_for(school.id, school.uri, "c", NOW + HOUR + SECOND)
    assert len(school.server.seen) == asked
    over.set()


def test_a_process_that_died_while_fetching_blocks_nobody_for_long(school: School) -> None:
    with school.database.write() as db:
        assert store.claim(db, school.id, NOW, 30 * SECOND)
    began = time.monotonic()
    with pytest.raises(KeysUnavailable):
        school.process().key_for(school.id, school.uri, "a", NOW + 10 * SECOND)
    assert time.monotonic() - began < 4
    assert is_key(school.process().key_for(school.id, school.uri, "a", NOW + 30 * SECOND), "a")


class TestWorker:
    def registered(self, school: School, status: str = "active", client_id: str = "c") -> None:
        with school.database.write() as db:
            db.add(
                Registration(
                    platform_id=school.id,
                    issuer="https://lms",
                    client_id=client_id,
                    authorization_endpoint="",
                    token_endpoint="",
                    status=status,
                    created_at=NOW,
                    updated_at=NOW,
                )
            )

    def test_it_refreshes_a_set_older_than_an_hour(self, school: School) -> None:
        self.registered(school)
        sets = school.process()
        sets.key_for(school.id, school.uri, "a", NOW)
        school.server.script = publishing("b")
        assert sets.refresh_due(NOW + timedelta(minutes=59)) == 0
        assert sets.refresh_due(NOW + HOUR) == 1
        assert sets.refresh_due(NOW + HOUR) == 0
        assert is_key(school.process().key_for(school.id, school.uri, "b", NOW + HOUR), "b")
        assert school.fetches == 2

    def test_it_comes_back_to_a_failing_platform_every_five_minutes(self, school: School) -> None:
        self.registered(school)
        sets = school.process()
        sets.key_for(school.id, school.uri, "a", NOW)
        school.server.script = lambda seen: Reply(500)
        for minute in range(60, 75):
            assert sets.refresh_due(NOW + timedelta(minutes=minute)) == 0
        assert school.fetches == 1 + 3

    def test_it_leaves_a_removed_platform_alone(self, school: School) -> None:
        self.registered(school, "removed")
        sets = school.process()
        sets.key_for(school.id, school.uri, "a", NOW)
        assert sets.refresh_due(NOW + 2 * HOUR) == 0
        assert school.fetches == 1

    def test_platforms_that_hang_take_no_more_than_their_turn(
        self, school: School, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("lti_tools.lti.jwks.FETCH_SECONDS", 0.2)
        monkeypatch.setattr("lti_tools.lti.jwks.TURN_SECONDS", 0.1)
        for number in range(3):
            with school.database.write() as db:
                row = Platform(tenant_id=1, issuer="i", jwks_uri=f"{school.uri}{number}", name="", product="")
                row.created_at = NOW
                db.add(row)
                db.flush()
                store.keep_key_set(db, row.id, {"keys": []}, NOW)
                school.id = row.id
            self.registered(school, client_id=f"c{number}")
        over = threading.Event()
        school.server.script = lambda seen: over.wait(5) and None
        assert school.process().refresh_due(NOW + HOUR) == 0
        over.set()
        assert school.fetches == 1
