"""The suite as people run it: `lti-tools serve` on a fresh SQLite database, installed in demo LMSs."""

import os
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from sqlalchemy import update

from lti_tools.cli import lti_tools
from lti_tools.settings import Settings
from lti_tools.store.database import Database, make_engine
from lti_tools.store.tables.sessions import LaunchSession
from tests.support.browser import Browser, Page
from tests.support.lms import COURSE, TEACHER, LmsControl, live_lms
from tests.support.processes import Child, free_port

ADMIN_PASSWORD = "correct horse battery staple"
OPTIONS = ("The school garden", "Bees in our town", "Where our water comes from")


@dataclass(frozen=True)
class LiveSuite:
    """A running suite; `env` are its settings for more commands."""

    url: str
    env: Mapping[str, str] = field(repr=False)

    def command(self, *arguments: str) -> str:
        """What a command of `lti-tools` prints."""
        done = CliRunner().invoke(lti_tools, arguments, obj=Settings.from_env(self.env), catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout.strip()

    def end_visits(self) -> None:
        """Let the time of every session be over."""
        database = Database(make_engine(Settings.from_env(self.env).database))
        with database.write() as db:
            db.execute(update(LaunchSession).values(expires_at=LaunchSession.created_at))
        database.close()

    def invite(self, *more: str) -> str:
        return self.command("platform", "invite", *more)


@contextmanager
def live_suite(folder: Path, keys: Path, port: int = 0, **settings: str) -> Iterator[LiveSuite]:
    """Serve the suite from `folder` on a port of localhost; `settings` are more environment variables."""
    port = port or free_port()
    folder.mkdir(parents=True, exist_ok=True)
    own = {
        "LTI_TOOLS_DATA": str(folder / "var"),
        "LTI_TOOLS_KEYS": str(shutil.copytree(keys, folder / "keys")),
        "LTI_TOOLS_BIND": f"localhost:{port}",
        "LTI_TOOLS_PUBLIC_URL": f"http://localhost:{port}",
        "LTI_TOOLS_DEVELOPMENT": "1",
        "LTI_TOOLS_ADMIN_PASSWORD": ADMIN_PASSWORD,
        **settings,
    }
    suite = LiveSuite(own["LTI_TOOLS_PUBLIC_URL"], {**os.environ, "DATABASE_URL": "", **own})
    suite.command("db", "upgrade")
    with Child(["-m", "lti_tools", "serve"], suite.env, log=folder / "serve.log") as child:
        _wait_for(f"http://localhost:{port}/readyz", folder / "serve.log")
        yield suite
        child.terminate()
        child.wait()


def _wait_for(address: str, log: Path) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(log.read_text())


@dataclass(frozen=True)
class School:
    """A demo LMS with the suite in its activity chooser; its people here go without a real browser, for speed."""

    suite: LiveSuite
    lms: LmsControl
    tool: int

    @property
    def url(self) -> str:
        return self.lms.url

    def add_vote(self, title: str = "Topic vote", **fields: object) -> dict[str, Any]:
        """An activity of the topic vote, made by deep linking and opened once; as data."""
        with closing(self.lms.browser(TEACHER)) as teacher:
            page = enter(teacher, teacher.select(COURSE, self.tool))
            if page.heading == "Add an activity":
                page = teacher.follow(page, "Topic vote")
            filled = {"title": title, "question": "What next?", "options": "\r\n".join(OPTIONS)} | fields
            page = teacher.submit(page, button="Add to the course", **filled)
            activity = teacher.finish_selection(teacher.submit(page, button="Continue"))
            page = enter(teacher, teacher.launch(COURSE, activity["number"]))
            assert page.heading == title, page.words
        return activity

    def vote(self, activity: int, person: int, *choice: int) -> None:
        """A student's ballot for the options at these places."""
        with closing(self.lms.browser(person)) as student:
            page = enter(student, student.launch(COURSE, activity))
            form = page.form(action="/ballot")
            values = [form.choices["options"][place] for place in choice]
            page = student.submit(page, form, options=values)
            assert page.status == 200, page.words


@contextmanager
def live_school(suite: LiveSuite, personality: str) -> Iterator[School]:
    """A demo LMS of this personality, with the whole suite installed by its administrator."""
    with live_lms(personality) as lms:
        tool = lms.install(suite.invite())
        yield School(suite, lms, tool["number"])


def enter(browser: Browser, page: Page) -> Page:
    """From the login page on, as its script would go."""
    if page.heading == "Opening your activity":
        page = browser.settle(browser.follow(page, "Continue"))
    return page
