"""What a launch costs: login, launch and first page on PostgreSQL with durable commits and every check on.

CPU is that of the web process (user and system) divided by launches; the database's is told apart. The yardsticks, run
in the same minutes on the same machine: what PyLTI1p3's Flask example does (`support/example.py`), run as it is shipped
and once more on a production server; and one RSA check. A launch is its documents alone; "with its files" adds the
stylesheets and scripts of the page that a browser asks for again, having been there before.
"""

import statistics
import tempfile
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from sqlalchemy import func, select

from benchmarks.figures import Figure
from benchmarks.support.browser import Browser
from benchmarks.support.example import TITLE, write_config
from benchmarks.support.platform import Platform
from benchmarks.support.postgres import postgres
from benchmarks.support.processes import cpu_seconds, descendants, free_port, server
from lti_tools.activities import configure
from lti_tools.app import create_suite
from lti_tools.settings import Settings
from lti_tools.store.migrate import packages_of, upgrade
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Context, Person
from lti_tools.store.tables.schools import Deployment, KeySet, Registration, Tenant
from lti_tools.store.tables.schools import Platform as PlatformRow
from lti_tools.store.tables.sessions import LaunchSession
from lti_tools.suite import Suite

LAUNCHES = 300
AT_ONCE = 200
TOOL = "topic-vote"


@dataclass(frozen=True)
class Site:
    """A running server as the load generator sees it."""

    host: str
    port: int
    login: str
    launch: str
    target: str
    mark: str

    def visit(
        self,
        platform: Platform,
        sub: str,
        cookies: dict[str, str] | None = None,
        kept: dict[str, str] | None = None,
    ) -> float:
        """One launch in a browser that holds (and keeps) `cookies` and `kept` files; returns its seconds."""
        browser = Browser(self.host, self.port, {} if cookies is None else cookies, kept)
        started = time.perf_counter()
        try:
            browser.launch(platform, sub, self.target, login=self.login, launch=self.launch, mark=self.mark)
        finally:
            browser.close()
        return time.perf_counter() - started


def run() -> list[Figure]:
    platform = Platform()
    shipped, shipped_files = _example_cpu(platform, "shipped")
    production, _ = _example_cpu(platform, "production")
    floor, rsa = _floor_cpu(), _rsa_cpu(platform)
    with tempfile.TemporaryDirectory() as folder, postgres(Path(folder)) as (url, database_pid):
        env = _environment(Path(folder), url)
        suite = create_suite(Settings.from_env(env))
        _prepare(suite, platform)
        port = Settings.from_env(env).bind_port
        site = Site(
            "localhost", port, "/lti/login", "/lti/launch", f"{env['LTI_TOOLS_PUBLIC_URL']}/lti/launch", "data-launch="
        )
        with server(["-m", "lti_tools", "serve", "--no-worker"], env, f"http://localhost:{port}/healthz") as pid:
            fetched = platform.fetches
            people: list[dict[str, str]] = [{} for _ in range(LAUNCHES)]
            first, first_db = _cpu_per_launch(site, platform, pid, database_pid, people)
            again, again_db = _cpu_per_launch(site, platform, pid, database_pid, people)
            files, _ = _cpu_per_launch(site, platform, pid, database_pid, people, kept={})
            _verify(suite, 3 * LAUNCHES)
            fetched = platform.fetches - fetched
            times, refused = _at_once(site, platform)
        suite.database.close()
    return [
        Figure("one RSA check", rsa * 1000, "ms CPU"),
        Figure("three requests that do nothing, on our server", floor * 1000, "ms CPU"),
        Figure("PyLTI1p3's example as shipped", shipped * 1000, "ms CPU"),
        Figure("PyLTI1p3's example as shipped, with its files", shipped_files * 1000, "ms CPU"),
        Figure("PyLTI1p3's example on a production server", production * 1000, "ms CPU"),
        Figure("ours, first-time people, a launch", first * 1000, "ms CPU"),
        Figure("ours, returning people, a launch", again * 1000, "ms CPU"),
        Figure("ours, returning people, with its files", files * 1000, "ms CPU"),
        Figure("ours, first-time, database apart", first_db * 1000, "ms CPU"),
        Figure("ours, returning, database apart", again_db * 1000, "ms CPU"),
        Figure("ratio to the example as shipped, first-time", first / shipped, "x"),
        Figure("ratio to the example as shipped, returning", again / shipped, "x", most=0.5),
        Figure("the same with the page's files", files / shipped_files, "x"),
        Figure("ratio to it on a production server, returning", again / production, "x"),
        Figure("ratio to one RSA check, returning", again / rsa, "x"),
        Figure("key set fetches in warm launches", fetched, "", most=0),
        Figure(f"{AT_ONCE} people at once: refused", refused, "", most=0),
        Figure(f"{AT_ONCE} people at once: p95", statistics.quantiles(times, n=20)[-1], "s", most=3),
    ]


def _cpu_per_launch(
    site: Site,
    platform: Platform,
    pid: int,
    database: int,
    people: list[dict[str, str]],
    kept: dict[str, str] | None = None,
) -> tuple[float, float]:
    """(web, database) CPU seconds a launch, one launch for each of `people`, who are the cookies they hold."""
    web = descendants(pid)
    before, before_db = cpu_seconds(web), cpu_seconds(descendants(database))
    for number, cookies in enumerate(people):
        site.visit(platform, f"person-{number}", cookies, kept)
    after, after_db = cpu_seconds(web), cpu_seconds(descendants(database))
    return (after - before) / LAUNCHES, (after_db - before_db) / LAUNCHES


def _at_once(site: Site, platform: Platform) -> tuple[list[float], int]:
    times: list[float] = []
    refused: list[str] = []
    start = threading.Barrier(AT_ONCE)

    def visit(number: int) -> None:
        start.wait()
        try:
            times.append(site.visit(platform, f"crowd-{number}"))
        except (OSError, RuntimeError) as error:
            refused.append(str(error))

    crowd = [threading.Thread(target=visit, args=(number,)) for number in range(AT_ONCE)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    return times or [float("inf")] * 2, len(refused)


def _example_cpu(platform: Platform, way: str) -> tuple[float, float]:
    """Page by page and with its files; `way` is one of those of `support/example.py`."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    site = Site("127.0.0.1", port, "/login/", "/launch/", f"{base}/launch/", TITLE)
    people: list[dict[str, str]] = [{} for _ in range(LAUNCHES)]
    kept: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        config = write_config(Path(folder), platform.issuer, platform.client_id)
        arguments = ["-m", "benchmarks.support.example", way, config, str(port)]
        with server(arguments, {}, f"{base}/launch/") as pid:
            site.visit(platform, "warm", {}, kept)
            alone = _cpu_per_launch(site, platform, pid, pid, people)[0]
            return alone, _cpu_per_launch(site, platform, pid, pid, people, kept)[0]


def _floor_cpu() -> float:
    """As many requests as a launch of a returning person makes, through Flask and back."""
    port = free_port()
    form = {"id_token": "x" * 1500}
    with server(["-m", "benchmarks.support.empty", str(port)], {}, f"http://127.0.0.1:{port}/") as pid:
        before = cpu_seconds([pid])
        for _ in range(LAUNCHES):
            browser = Browser("127.0.0.1", port, {})
            for method in ("POST", "POST", "GET"):
                browser.ask(method, "/", form if method == "POST" else None)
            browser.close()
        return (cpu_seconds([pid]) - before) / LAUNCHES


def _rsa_cpu(platform: Platform) -> float:
    message, count = b"x" * 1500, 3000
    signature = platform.key.sign(message, padding.PKCS1v15(), hashes.SHA256())
    public = platform.key.public_key()
    started = time.process_time()
    for _ in range(count):
        public.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
    return (time.process_time() - started) / count


def _environment(folder: Path, url: str) -> dict[str, str]:
    port = free_port()
    return {
        "DATABASE_URL": url,
        "LTI_TOOLS_DEVELOPMENT": "1",
        "LTI_TOOLS_PUBLIC_URL": f"http://localhost:{port}",
        "LTI_TOOLS_BIND": f"localhost:{port}",
        "LTI_TOOLS_DATA": str(folder / "data"),
        "LTI_TOOLS_KEYS": str(folder / "keys"),
        "LTI_TOOLS_LOG_LEVEL": "INFO",
    }


def _prepare(suite: Suite, platform: Platform) -> None:
    """A registered platform whose keys are held, and one configured activity."""
    now = datetime.now(UTC)
    suite.keys.ensure(now)
    upgrade(suite.settings.database, packages_of(tuple(suite.tools.values())))
    with suite.database.write() as db:
        tenant = Tenant(name="Bench", created_at=now)
        db.add(tenant)
        db.flush()
        row = PlatformRow(
            tenant_id=tenant.id,
            issuer=platform.issuer,
            jwks_uri=f"{platform.issuer}/jwks",
            name="Bench",
            product="moodle",
            origins=[platform.issuer],
            created_at=now,
        )
        db.add(row)
        db.flush()
        registration = Registration(
            platform_id=row.id,
            issuer=platform.issuer,
            client_id=platform.client_id,
            authorization_endpoint=f"{platform.issuer}/auth",
            token_endpoint=f"{platform.issuer}/token",
            created_at=now,
            updated_at=now,
        )
        context = Context(platform_id=row.id, lms_id="course-1", title="Biology", created_at=now, updated_at=now)
        db.add_all([registration, context])
        db.flush()
        db.add(Deployment(registration_id=registration.id, deployment_id=platform.deployment_id, created_at=now))
        db.add(KeySet(platform_id=row.id, body=platform.jwks, fetched_at=now, tried_at=now))
        activity = Activity(
            context_id=context.id,
            resource_link_id="link-1",
            registration_id=registration.id,
            created_at=now,
            updated_at=now,
        )
        db.add(activity)
        db.flush()
        tool = suite.tool(TOOL)
        if tool:
            form = tool.settings_form(data=tool.from_settings({"title": "Our topics"}))
            configure(db, activity, tool, tool.to_settings(form), now)


def _verify(suite: Suite, launches: int) -> None:
    """Every launch left its session and every person one row: nothing was skipped to be fast."""
    with suite.database.read() as db:
        sessions = db.scalar(select(func.count()).select_from(LaunchSession))
        people = db.scalar(select(func.count()).select_from(Person))
    if (sessions, people) != (launches, LAUNCHES):
        raise RuntimeError(f"{sessions} sessions and {people} people after {launches} launches of {LAUNCHES} people")
