"""500 people vote within one minute over HTTP on SQLite, named and secretly; and what a large result page costs.

Everybody reads the page, sends a ballot (a secret one is looked at once more), and reads the page again. Afterwards
every ballot has to be there, once, as it was sent. Clocks need a machine that does nothing else.
"""

import http.client
import re
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from random import Random
from urllib.parse import urlencode, urlsplit

from flask import Flask
from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from benchmarks.figures import Figure
from benchmarks.support.processes import cpu_seconds, descendants, free_port, server
from lti_tools.app import create_app
from lti_tools.launches import cookie_name
from lti_tools.settings import Settings
from lti_tools.store import sessions
from lti_tools.store.migrate import packages_of, upgrade
from lti_tools.store.tables.people import Membership, Person
from lti_tools.suite import Suite
from tests.support.school import School, make_school
from tests.support.votes import set_up_vote
from tools.co_curriculum import store, store_ballots
from tools.co_curriculum.models import Ballot, Option
from tools.co_curriculum.service import closing
from tools.co_curriculum.service.rule_cards import frozen_at_opening

VOTERS, MINUTE, P95 = 500, 60.0, 2.0
WARM = 10
PROPOSALS, RESULT, VIEWS = 60, 300.0, 20
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Voter:
    """Somebody with an open session."""

    person_id: int
    home: str
    cookie: str


def run() -> Iterator[Figure]:
    for secrecy in ("named", "secret"):
        with tempfile.TemporaryDirectory() as folder:
            yield from _rush(Path(folder), secrecy)
    with tempfile.TemporaryDirectory() as folder:
        yield from _result_page(Path(folder))


def _rush(folder: Path, secrecy: str) -> Iterator[Figure]:
    env = _environment(folder)
    app, school = _school(env, secrecy=secrecy, whole=True)
    suite: Suite = app.extensions["suite"]
    voters = [_session(suite, school, person) for person in _people(suite, school, VOTERS)]
    early = [_session(suite, school, person) for person in [voter.person_id for voter in voters[:WARM]]]
    with suite.database.read() as db:
        options = [one.id for one in store.options_of(db, school.activity_id)]
    sent = {voter.person_id: _stars(voter.person_id, options) for voter in voters}
    port = Settings.from_env(env).bind_port
    with server(["-m", "lti_tools", "serve", "--no-worker"], env, f"http://localhost:{port}/healthz") as pid:
        for voter in early:  # templates are compiled; the votes are cast again below
            Visit(port, voter, []).vote(sent[voter.person_id], secret=secrecy == "secret")
        before = cpu_seconds(descendants(pid))
        times, refused, took = _everybody(port, voters, sent, secret=secrecy == "secret")
        used = cpu_seconds(descendants(pid)) - before
    with suite.database.read() as db:
        kept = store_ballots.count_ballots(db, school.activity_id)
    with app.app_context(), suite.database.write() as db:
        closing.close(db, school.activity_id, datetime.now(UTC))
    with suite.database.read() as db:
        record = store.record_of(db, school.activity_id)
        rows = record["ballots"] if record else _named(db, school.activity_id, options)
        kept = record["cast"] if record else kept
    wanted = Counter(tuple(one.values()) for one in sent.values())
    differs = (wanted - Counter(map(tuple, rows))).total() + (Counter(map(tuple, rows)) - wanted).total()
    suite.database.close()
    yield Figure(f"{secrecy}: {VOTERS} people, all done after", took, "s")
    yield Figure(f"{secrecy}: requests refused or failed", refused, "", most=0)
    yield Figure(f"{secrecy}: ballots kept", kept, "", most=VOTERS, least=VOTERS)
    yield Figure(f"{secrecy}: ballots that are not as they were sent", differs, "", most=0)
    yield Figure(f"{secrecy}: the server's CPU for a request", 1000 * used / len(times), "ms")
    yield Figure(f"{secrecy}: a request, median", statistics.median(times), "s")
    yield Figure(f"{secrecy}: a request, p95", statistics.quantiles(times, n=20)[-1], "s", most=P95)


def _named(db: Session, activity_id: int, options: list[int]) -> list[list[int]]:
    return [[marks.get(option, 0) for option in options] for marks in store_ballots.marks_of(db, activity_id)]


def _stars(person_id: int, options: list[int]) -> dict[int, int]:
    rng = Random(person_id)
    return dict(zip(options, (rng.randint(1, 5), *(rng.randint(0, 5) for _ in options[1:])), strict=True))


def _everybody(
    port: int, voters: list[Voter], sent: dict[int, dict[int, int]], *, secret: bool
) -> tuple[list[float], int, float]:
    """(seconds of each request, how many went wrong, seconds until the last one was done)."""
    times, wrong, rng = list[float](), list[str](), Random(1)
    begun = time.perf_counter() + 1

    def vote(voter: Voter, at: float) -> None:
        time.sleep(max(begun + at - time.perf_counter(), 0))
        visit = Visit(port, voter, times)
        try:
            visit.vote(sent[voter.person_id], secret=secret)
        except (OSError, RuntimeError, http.client.HTTPException) as error:
            wrong.append(str(error))

    crowd = [threading.Thread(target=vote, args=(voter, rng.uniform(0, MINUTE - 5))) for voter in voters]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    for message in wrong[:3]:
        print(f"  {message[:200]}")
    return times or [float("inf")] * 2, len(wrong), time.perf_counter() - begun


class Visit:
    """One person's way through a vote, over one connection; the seconds of each request go to `times`."""

    def __init__(self, port: int, voter: Voter, times: list[float]) -> None:
        self._connection = http.client.HTTPConnection("localhost", port, timeout=60)
        self._voter, self._times, self._port = voter, times, port

    def vote(self, marks: dict[int, int], *, secret: bool) -> None:
        page = self._ask("GET", self._voter.home)
        form = {**self._hidden(page), **{f"mark_{option}": str(stars) for option, stars in marks.items()}}
        page = self._ask("POST", f"{self._voter.home}ballot", form)
        if secret:
            page = self._ask("POST", f"{self._voter.home}ballot", {**self._hidden(page), **form, "confirmed": "1"})
        if "Change your vote" not in page:
            raise RuntimeError("the page does not know of the vote")
        self._connection.close()

    def _hidden(self, page: str) -> dict[str, str]:
        form = page.split('/ballot"', 1)[1].split("</form>", 1)[0]
        return {name: unescape(value) for name, value in HIDDEN.findall(form)}

    def _ask(self, method: str, address: str, form: dict[str, str] | None = None) -> str:
        headers = {"Cookie": self._voter.cookie, "Origin": f"http://localhost:{self._port}"}
        body = urlencode(form) if form is not None else None
        begun = time.perf_counter()
        self._connection.request(method, address, body, headers | (FORM if body else {}))
        answer = self._connection.getresponse()
        text = answer.read().decode()
        self._times.append(time.perf_counter() - begun)
        if answer.status == 303:
            parts = urlsplit(answer.headers["Location"])
            return self._ask("GET", f"{parts.path}?{parts.query}")
        if answer.status != 200:
            raise RuntimeError(f"{answer.status}: {text[:200]}")
        return text


def _result_page(folder: Path) -> Iterator[Figure]:
    """The page of a student once the vote is over: 60 proposals, 500 ballots of stars."""
    counts = {}
    for size, voters in ((PROPOSALS, VOTERS), (6, 20)):
        env = _environment(folder / str(size))
        app, school = _school(env, options=[f"Topic {number}" for number in range(size)])
        suite: Suite = app.extensions["suite"]
        people = _people(suite, school, voters)
        _cast(suite, school, people)
        with app.app_context(), suite.database.write() as db:
            closing.close(db, school.activity_id, datetime.now(UTC))
        voter = _session(suite, school, people[0])
        client = app.test_client(use_cookies=False)
        headers = {"Cookie": voter.cookie}
        base = str(suite.settings.public_url)
        seen = list[str]()
        client.get(voter.home, headers=headers, base_url=base)
        event.listen(suite.database.engine, "before_cursor_execute", lambda *given, said=seen: said.append(given[2]))
        times, busy = list[float](), time.process_time()
        for _ in range(VIEWS):
            begun = time.perf_counter()
            answer = client.get(voter.home, headers=headers, base_url=base)
            times.append(1000 * (time.perf_counter() - begun))
            if answer.status_code != 200 or "data-story" not in answer.text:
                raise RuntimeError("there is no result on the page")
        cpu = 1000 * (time.process_time() - busy) / VIEWS
        counts[size] = len(seen) / VIEWS
        if size == PROPOSALS:
            yield Figure(
                f"result page, {size} proposals x {voters} voters, median", statistics.median(times), "ms", RESULT
            )
            yield Figure("  its CPU", cpu, "ms")
            yield Figure("  the slowest of 20", max(times), "ms")
        suite.database.close()
    more = counts[PROPOSALS] - counts[6]
    yield Figure("  queries", counts[PROPOSALS], "")
    yield Figure("  queries more than with 6 proposals and 20 voters", more, "", most=0)


def _environment(folder: Path) -> dict[str, str]:
    folder.mkdir(exist_ok=True)
    port = free_port()
    return {
        "DATABASE_URL": f"sqlite:///{folder}/vote.sqlite3",
        "LTI_TOOLS_DEVELOPMENT": "1",
        "LTI_TOOLS_PUBLIC_URL": f"http://localhost:{port}",
        "LTI_TOOLS_BIND": f"localhost:{port}",
        "LTI_TOOLS_DATA": str(folder / "data"),
        "LTI_TOOLS_KEYS": str(folder / "keys"),
        "LTI_TOOLS_LOG_LEVEL": "WARNING",
    }


def _school(env: dict[str, str], **changes: object) -> tuple[Flask, School]:
    """The suite with an open vote by stars."""
    app = create_app(Settings.from_env(env))
    suite: Suite = app.extensions["suite"]
    suite.keys.ensure(datetime.now(UTC))
    upgrade(suite.settings.database, packages_of(tuple(suite.tools.values())))
    with suite.database.write() as db:
        school = make_school(db)
        set_up_vote(db, school.activity_id, datetime.now(UTC), asks="one", comments=False, **changes)
    return app, school


def _people(suite: Suite, school: School, number: int) -> list[int]:
    now = datetime.now(UTC)
    basis = {"platform_id": school.platform_id, "created_at": now, "updated_at": now}
    with suite.database.write() as db:
        db.execute(insert(Person), [{**basis, "sub": f"s{one}", "name": f"Student {one}"} for one in range(number)])
        ids = list(db.scalars(select(Person.id).order_by(Person.id)))
        roles = {"context_id": school.context_id, "launch_role": "learner", "roster_role": "learner"}
        db.execute(insert(Membership), [{**roles, "person_id": person} for person in ids])
    return ids


def _session(suite: Suite, school: School, person_id: int) -> Voter:
    with suite.database.write() as db:
        opened = sessions.open_session(
            db,
            datetime.now(UTC),
            timedelta(hours=1),
            registration_id=school.registration_id,
            deployment_id=school.deployment_id,
            person_id=person_id,
            context_id=school.context_id,
            activity_id=school.activity_id,
            role="learner",
            message_type="LtiResourceLinkRequest",
            locale="en",
            message={},
        )
    return Voter(person_id, f"/s/{opened.path}/topic-vote/", f"{cookie_name(suite.settings)}={opened.secret}")


def _cast(suite: Suite, school: School, people: list[int]) -> None:
    """A ballot of stars of each, named."""
    now = datetime.now(UTC)
    with suite.database.write() as db:
        frozen_at_opening(db, school.activity_id, now)
        options = list(db.scalars(select(Option.id).order_by(Option.place)))
        rows = [
            {
                "activity_id": school.activity_id,
                "person_id": person,
                "marks": {str(option): stars for option, stars in _stars(person, options).items()},
                "words": "",
                "cast_at": now,
            }
            for person in people
        ]
        db.execute(insert(Ballot), rows)
