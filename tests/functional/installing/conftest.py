"""The suite on loopback beside a demo LMS: two sites, as in life. The worker takes its turns when a test says so."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from lti_tools.app import create_app, create_suite
from lti_tools.background import create_workers
from lti_tools.serve import WebServer
from lti_tools.settings import Settings
from lti_tools.store.invites import create_invite
from lti_tools.store.tenants import ensure_tenant
from lti_tools.suite import Suite
from tests.support.browser import Page
from tests.support.lms import LmsBrowser, LmsControl, live_lms
from tests.support.processes import free_port


class Installation:
    """A running suite."""

    def __init__(self, suite: Suite, app: Flask) -> None:
        self.suite, self.app = suite, app
        self.workers = create_workers(suite)
        self.invites = 0

    def invite(self, tool: str = "", school: str = "Riverside") -> str:
        """A registration address, as `lti-tools platform invite` gives it."""
        now = datetime.now(UTC)
        self.invites += 1
        secret = f"secret-{self.invites}"
        with self.suite.database.write() as db:
            tenant_id = ensure_tenant(db, school, now).id
            create_invite(db, tenant_id=tenant_id, tool=tool, secret=secret, now=now)
        return f"{self.suite.settings.public_url}/lti/register/i/{secret}"

    def work(self, later: timedelta = timedelta()) -> None:
        for worker in self.workers:
            worker.run_once(datetime.now(UTC) + later)


@contextmanager
def installed(db_url: str, folder: Path, keys: Path, **more: str) -> Iterator[Installation]:
    """The suite on a free port of localhost; `more` are further settings."""
    port = free_port()
    env = {
        "LTI_TOOLS_DEVELOPMENT": "1",
        "DATABASE_URL": db_url,
        "LTI_TOOLS_DATA": str(folder / "var"),
        "LTI_TOOLS_KEYS": str(keys),
        "LTI_TOOLS_PUBLIC_URL": f"http://localhost:{port}",
        "LTI_TOOLS_BIND": f"localhost:{port}",
        **more,
    }
    suite = create_suite(Settings.from_env(env))
    app = create_app(suite.settings, suite)
    stop = threading.Event()
    thread = threading.Thread(target=WebServer(app, suite.settings).run, args=(stop,))
    thread.start()
    yield Installation(suite, app)
    stop.set()
    thread.join()
    suite.http.close()
    suite.database.close()


@pytest.fixture
def installation(db_url: str, tmp_path: Path, keys_folder: Path) -> Iterator[Installation]:
    with installed(db_url, tmp_path, keys_folder) as installation:
        yield installation


@pytest.fixture(params=["moodle", "canvas"])
def lms(request: pytest.FixtureRequest) -> Iterator[LmsControl]:
    with live_lms(request.param) as lms:
        yield lms


def launch(browser: LmsBrowser, course: int, activity: int) -> Page:
    """Open an activity and go through the login page as its script would."""
    page = browser.launch(course, activity)
    if page.heading == "Opening your activity":
        page = browser.settle(browser.follow(page, "Continue"))
    return page
