"""The whole demo: suite and two demo LMSs on this machine, registered with each other, with work in the middle."""

import importlib
import importlib.util
import secrets
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lti_tools.admin.deeds import let_mentors_read
from lti_tools.demo.processes import Children, on_free_port
from lti_tools.demo.school import DemoCourse, install
from lti_tools.registry import load_tools
from lti_tools.settings import Settings
from lti_tools.store import invites
from lti_tools.store.database import Database, make_engine
from lti_tools.store.migrate import packages_of, upgrade
from lti_tools.store.tenants import choose_tenant

LOOPBACK = "127.0.0.1"
SUITE_PORT, LMS_PORT = 8000, 8001
PERSONALITIES = ("moodle", "canvas")
LEFTOVERS = ("lti_tools.sqlite3", "lti_tools.sqlite3-wal", "lti_tools.sqlite3-shm")

Say = Callable[[str], None]


@dataclass(frozen=True)
class Demo:
    """The suite lives at `localhost`, the LMSs at `127.0.0.1`: two sites, so that cookies behave as in life."""

    suite: str
    lms: dict[str, str]
    """Personality -> address."""
    children: Children


@contextmanager
def running(data: Path, say: Say, only: Collection[str] = ()) -> Iterator[Demo]:
    """Start everything in `data`, seed it, end it when the block is left. Raises `processes.Failed`.

    `only`: slugs of the tools that get an activity; every tool where it is empty.
    """
    folder = data.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    children = Children(folder)
    try:
        settings = _start_suite(children, say)
        _let_mentors_read(settings)
        lms = {name: _start_lms(children, name, LMS_PORT + place, say) for place, name in enumerate(PERSONALITIES)}
        for place, address in enumerate(lms.values()):
            _seed(settings, address, only, whole=place == 0)
        yield Demo(settings["LTI_TOOLS_PUBLIC_URL"], lms, children)
    finally:
        children.end()


def _start_suite(children: Children, say: Say) -> dict[str, str]:
    """Returns the settings that the suite was started with."""
    _fresh_database(children.folder)

    def start(port: int) -> None:
        settings = _settings(children.folder, port)
        children.start("suite", ["lti_tools", "serve"], settings, settings["LTI_TOOLS_PUBLIC_URL"])

    port = on_free_port(SUITE_PORT, start)
    _tell(say, SUITE_PORT, port)
    return _settings(children.folder, port)


def _start_lms(children: Children, personality: str, wanted: int, say: Say) -> str:
    def start(port: int) -> None:
        arguments = ["lti_tools.demo_lms", "--personality", personality, "--port", str(port)]
        children.start(f"lms-{personality}", arguments, {}, f"http://{LOOPBACK}:{port}")

    port = on_free_port(wanted, start)
    _tell(say, wanted, port)
    return f"http://{LOOPBACK}:{port}"


def _tell(say: Say, wanted: int, port: int) -> None:
    if port != wanted:
        say(f"Port {wanted} is taken; using {port}.")


def _settings(folder: Path, port: int) -> dict[str, str]:
    return {
        "LTI_TOOLS_DEVELOPMENT": "1",
        "LTI_TOOLS_PUBLIC_URL": f"http://localhost:{port}",
        "LTI_TOOLS_BIND": f"{LOOPBACK}:{port}",
        "LTI_TOOLS_DATA": str(folder),
        "LTI_TOOLS_KEYS": str(folder / "keys"),
    }


def _fresh_database(folder: Path) -> None:
    """The demo LMSs forget everything when they end, so the suite begins anew too; its keys stay."""
    for name in LEFTOVERS:
        (folder / name).unlink(missing_ok=True)
    upgrade(Settings.from_env(_settings(folder, SUITE_PORT)).database, packages_of(load_tools()))


def _seed(settings: dict[str, str], lms: str, only: Collection[str], *, whole: bool) -> None:
    install(lms, _registration_address(settings))
    course = DemoCourse(lms, whole)
    try:
        for tool in load_tools():
            if (not only or tool.slug in only) and importlib.util.find_spec(f"{tool.package}.demo"):
                importlib.import_module(f"{tool.package}.demo").play(course)
    finally:
        course.close()


def _let_mentors_read(settings: dict[str, str]) -> None:
    """As the school's admin allows it, so that the demo's observer has something to read."""
    now, database = datetime.now(UTC), Database(make_engine(Settings.from_env(settings).database, pool_size=1))
    try:
        with database.write() as db:
            let_mentors_read(db, choose_tenant(db, "", now).id, True, actor="demo", now=now)
    finally:
        database.close()


def _registration_address(settings: dict[str, str]) -> str:
    """An invite for the demo's only school, as `lti-tools platform invite` makes it."""
    now, secret = datetime.now(UTC), secrets.token_urlsafe(32)
    database = Database(make_engine(Settings.from_env(settings).database, pool_size=1))
    try:
        with database.write() as db:
            invites.create_invite(db, tenant_id=choose_tenant(db, "", now).id, tool="", secret=secret, now=now)
    finally:
        database.close()
    return f"{settings['LTI_TOOLS_PUBLIC_URL']}/lti/register/i/{secret}"
