"""A demo LMS with the suite registered at it, a class of students on both sides, and what must be true at the end."""

import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from lti_tools.demo_lms import scores
from lti_tools.demo_lms.app import Server, serve
from lti_tools.demo_lms.courses import Activity
from lti_tools.demo_lms.faults import parse
from lti_tools.demo_lms.gradebook import LineItem
from lti_tools.demo_lms.tools import Tool
from lti_tools.grades import outbox
from lti_tools.grades.outbox import Standing
from lti_tools.grades.terms import State
from lti_tools.lti.keys import KeyStore
from lti_tools.store.database import Database
from lti_tools.store.tables.people import ContextService
from lti_tools.store.tables.schools import Registration
from tests.faults import child
from tests.faults.child import Order
from tests.support.school import School, add_person, make_school

COURSE, TOOL, ACTIVITY, ITEM = 2, 900, 901, 902
STUDENTS = range(11, 23)


@dataclass
class Site:
    server: Server
    database: Database
    db_url: str
    keys: Path
    school: School
    people: dict[int, int]
    """LMS number -> our person id."""
    applied: list[dict[str, Any]]
    """Bodies of the scores that took effect at the LMS, whatever was answered."""

    @property
    def lms(self):
        return self.server.lms

    def order(self, **more):
        return Order(self.db_url, self.keys, self.school.activity_id, **more)

    def wish(self, student, score, comment="", **more):
        """Have a process wish; return how it ended."""
        process = child.start(child.wish, self.order(**more), self.people[student], score, comment)
        process.join(20)
        return process.exitcode

    def wish_here(self, student, score, comment=""):
        """Wish in this process: quicker."""
        child.wish(self.order(), self.people[student], score, comment)

    def worker(self, **more):
        return child.start(child.work, self.order(**more))

    def work(self, **more):
        process = self.worker(**more)
        process.join(60)
        return process.exitcode

    def fault(self, mode, endpoint="score", **more):
        self.lms.faults.add(parse({"mode": mode, "endpoint": endpoint, **more}))

    def wait_for_post(self, verdict):
        """Until a score has reached the LMS and its answer has that verdict."""
        ends = time.monotonic() + 15
        while time.monotonic() < ends:
            if any(call.endpoint == "score" and call.verdict == verdict for call in self.lms.calls.entries):
                return
            time.sleep(0.01)
        raise AssertionError("no score came")

    def send_again(self):
        with self.database.write() as db:
            return outbox.send_again(db, activity_id=self.school.activity_id, now=datetime.now(UTC))

    def standing(self) -> dict[int, Standing]:
        students = {person: number for number, person in self.people.items()}
        with self.database.read() as db:
            return {students[row.person_id]: row for row in outbox.standing(db, self.school.activity_id)}

    # -- what must be true

    def check_settled(self, wished: dict[int, int]) -> list[int]:
        """Every wish is confirmed and in the gradebook, or refused with a reason; returns who is refused."""
        standing = self.standing()
        assert {student: row.score for student, row in standing.items()} == wished
        refused = [student for student, row in standing.items() if row.state == State.REFUSED]
        assert all(standing[student].refusal for student in refused)
        for student in set(standing) - set(refused):
            row = standing[student]
            assert row.state == State.CONFIRMED
            assert row.confirmed_score == row.score
            grade = self.lms.grade(ITEM, student)
            assert Decimal(str(grade.score)) == row.score * 10
            assert grade.comment == row.comment
        return refused

    def check_nothing_doubled(self):
        """One attempt counted for the work (by Canvas), no comment shown twice, no grade erased, timestamps rising."""
        attempts = {len(grade.attempts) for grade in self.lms.grades.values() if grade.timestamp}
        assert attempts <= ({0} if self.lms.moodle else {1})
        assert [problem for call in self.lms.calls.entries for problem in call.problems] == []
        taken = defaultdict(list)
        for body in self.applied:
            taken[body["userId"]].append(body)
        for bodies in taken.values():
            stamps = [body["timestamp"] for body in bodies]
            assert stamps == sorted(set(stamps))
            comments = [body["comment"] for body in bodies if "comment" in body]
            assert self.lms.moodle or len(comments) == len(set(comments))


def open_site(personality: str, db_url: str, database: Database, keys: Path, patch: pytest.MonkeyPatch) -> Site:
    store = KeyStore(keys)
    store.ensure(datetime.now(UTC))
    applied: list[dict[str, Any]] = []
    post = scores.post

    def watched(lms, item, body, call):
        answer = post(lms, item, body, call)
        applied.append(body)
        return answer

    patch.setattr(scores, "post", watched)
    server = serve(personality, 0, fetch=lambda _url: store.jwks(datetime.now(UTC)))
    lms = server.lms
    tool = _tool()
    lms.tools[TOOL] = tool
    lms.activities[ACTIVITY] = Activity(ACTIVITY, COURSE, TOOL, "Vote", line_item=ITEM, grade_maximum=100)
    item = LineItem(ITEM, COURSE, TOOL, "Vote", 100.0, activity=ACTIVITY, coupled=True)
    lms.line_items[ITEM] = item
    with database.write() as db:
        school = make_school(db, product=personality, base=server.url)
        registration = db.get_one(Registration, school.registration_id)
        registration.client_id = tool.client_id
        registration.token_endpoint = lms.url(lms.personality.paths.token)
        service = db.query(ContextService).one()
        service.lineitems_url = lms.line_items_url(COURSE, tool)
        service.ags_scopes = sorted(tool.scopes)
        people = {number: add_person(db, school, lms.sub(lms.people[number])) for number in STUDENTS}
        outbox.learn_column(
            db,
            activity_id=school.activity_id,
            registration_id=school.registration_id,
            url=lms.line_item_url(item, tool),
            now=datetime.now(UTC),
        )
    return Site(server, database, db_url, keys, school, people, applied)


def _tool() -> Tool:
    scope = "https://purl.imsglobal.org/spec/lti-ags/scope/"
    here = "http://localhost:1"
    return Tool(
        number=TOOL,
        client_id="the-suite",
        deployment_id="1",
        name="Suite",
        login_url=f"{here}/lti/login",
        redirect_uris=[f"{here}/lti/launch"],
        target_link_uri=f"{here}/lti/launch",
        jwks_uri=f"{here}/lti/jwks",
        domain=urlsplit(here).netloc,
        scopes={f"{scope}{word}" for word in ("lineitem", "lineitem.readonly", "score", "result.readonly")},
        active=True,
    )
