"""The workers as `lti-tools worker` composes them carry wishes to the LMS; a slow roster is nobody else's trouble."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
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


@dataclass
class SilentPeer:
    """Takes one call and never answers it."""

    listening: socket.socket
    called: threading.Event = field(default_factory=threading.Event)
    left: threading.Event = field(default_factory=threading.Event)
    """Whoever called has given up."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.listening.getsockname()[1]}/members"

    def hold(self) -> None:
        connection, _ = self.listening.accept()
        self.called.set()
        with connection:
            connection.settimeout(30)
            while connection.recv(4096):
                pass
        self.left.set()


@contextmanager
def silent_peer() -> Iterator[SilentPeer]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        peer = SilentPeer(listening)
        thread = threading.Thread(target=peer.hold)
        thread.start()
        yield peer
        thread.join()


def until(true, seconds=8.0):
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if true():
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("site", ["moodle"], indirect=True)
def test_a_roster_that_hangs_holds_up_no_grade(site, suite):
    stop = threading.Event()
    with silent_peer() as peer, workers_beside(suite, stop):
        ask_for_roster(site, peer.address)
        assert peer.called.wait(8)
        site.wish_here(11, 7, "Well done")
        assert until(lambda: site.standing()[11].state == "confirmed" or peer.left.is_set(), 30)
        assert not peer.left.is_set()
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
