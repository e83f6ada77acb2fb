"""The workers as `lti-tools worker` composes them carry wishes to the LMS; a slow roster is nobody else's trouble."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from lti_tools.app import create_suite
from lti_tools.background import create_workers, workers_beside
from lti_tools.settings import Settings
from lti_tools.store.heartbeats import LOOPS
from lti_tools.store.tables.admin import Heartbeat
from lti_tools.store.tables.people import ContextService
from lti_tools.store.tables.schools import Deployment, Registration


@pytest.fixture
def suite(site):
    env = {"LTI_TOOLS_DEVELOPMENT": "1", "DATABASE_URL": site.db_url, "LTI_TOOLS_KEYS": str(site.keys)}
    suite = create_suite(Settings.from_env(env))
    yield suite
    suite.http.close()
    suite.database.close()


def test_the_installed_worker_carries_a_wish_to_the_gradebook(site, suite):
    site.wish_here(11, 7, "Well done")
    for worker in create_workers(suite):
        worker.run_once(datetime.now(UTC))
    assert site.check_settled({11: 7}) == []
    site.check_nothing_doubled()


@contextmanager
def silent_peer() -> Iterator[tuple[str, threading.Event]]:
    """An address that takes a call and never answers, until the block ends; the event tells that somebody called."""
    called, over = threading.Event(), threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))

    def hold() -> None:
        connection, _ = listening.accept()
        called.set()
        over.wait(30)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/members", called
    finally:
        over.set()
        thread.join()
        listening.close()


def until(true, seconds=8.0):
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if true():
            return True
        time.sleep(0.02)
    return False


def test_a_roster_that_hangs_holds_up_no_grade(site, suite):
    stop = threading.Event()
    with silent_peer() as (address, called), workers_beside(suite, stop):
        ask_for_roster(site, address)
        assert called.wait(8)
        started = time.monotonic()
        site.wish_here(11, 7, "Well done")
        assert until(lambda: site.standing()[11].state == "confirmed", 4)
        assert time.monotonic() - started < 5
        stop.set()
    assert [thread.name for thread in threading.enumerate() if thread.name in LOOPS] == []
    with site.database.read() as db:
        assert {row.name for row in db.query(Heartbeat)} <= set(LOOPS)


def ask_for_roster(site, address: str) -> None:
    with site.database.write() as db:
        scope = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
        db.query(Registration).one().scopes = [scope]
        service = db.query(ContextService).one()
        db.query(Deployment).one().service_hosts = [urlsplit(address).netloc, urlsplit(site.server.url).netloc]
        service.memberships_url, service.roster_due_at, service.seen_at = address, datetime.now(UTC), datetime.now(UTC)
    site.lms.tools[next(iter(site.lms.tools))].scopes.add(scope)
