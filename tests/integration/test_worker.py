"""The worker's loop: every step gets its turn, and trouble in one is its own."""

import threading
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from lti_tools import events
from lti_tools.grades import outbox
from lti_tools.grades.answers import Reply
from lti_tools.grades.delivery import Courier
from lti_tools.store.cleanup import KEPT_EVENT, KEPT_SESSION
from lti_tools.store.tables.admin import AdminSession, Heartbeat, UninvitedAttempt
from lti_tools.store.tables.events import Event
from lti_tools.store.tables.grades import GradeWish
from lti_tools.store.tables.sessions import Consumed, LaunchSession, Ticket
from lti_tools.worker import LONGEST_REST, Step, Worker, cleanup_step, events_step, grades_step, tick_step
from tests.support.school import NOW, add_person, make_school


@dataclass
class Deed:
    """A step's work that counts its runs and fails as often as told."""

    failures: int = 0
    runs: list = field(default_factory=list)
    work: int = 0

    def __call__(self, now):
        self.runs.append(now)
        if self.failures:
            self.failures -= 1
            raise RuntimeError("no")
        return self.work


def step(deed, name="deed", every=0.0):
    return Step(name, timedelta(seconds=every), deed)


def test_trouble_in_one_step_stops_no_other(database, caplog):
    well = Deed(work=3)
    worker = Worker(database, [step(Deed(failures=1), "bad"), step(well, "good")])
    assert worker.run_once(NOW) == 3
    assert [record.getMessage() for record in caplog.records] == ["worker.step-failed"]
    assert caplog.records[0].fields == {"step": "bad"}


def test_a_step_waits_for_its_time(database):
    deed = Deed()
    worker = Worker(database, [step(deed, every=5)])
    for seconds in (0, 1, 4.9, 5, 6, 10):
        worker.run_once(NOW + timedelta(seconds=seconds))
    assert [(at - NOW).total_seconds() for at in deed.runs] == [0, 5, 10]


def test_a_step_that_keeps_failing_rests_longer_but_never_for_good(database):
    deed = Deed(failures=100)
    worker = Worker(database, [step(deed, every=5)])
    for seconds in range(0, 600, 5):
        worker.run_once(NOW + timedelta(seconds=seconds))
    gaps = [later - earlier for earlier, later in zip(deed.runs, deed.runs[1:], strict=False)]
    assert gaps == sorted(gaps)
    assert gaps[-1] == LONGEST_REST


def test_the_heartbeat_tells_that_the_worker_lives_and_what_fails(database):
    worker = Worker(database, [step(Deed(failures=1), "bad", every=30)])
    worker.run_once(NOW)
    worker.run_once(NOW + timedelta(seconds=1))
    with database.read() as db:
        row = db.get(Heartbeat, "worker")
    assert (row.at, row.detail) == (NOW, "bad")
    worker.run_once(NOW + timedelta(minutes=2))
    with database.read() as db:
        row = db.get(Heartbeat, "worker")
    assert (row.at, row.detail) == (NOW + timedelta(minutes=2), "")


def test_the_loop_ends_when_told(database):
    stop = threading.Event()

    def once(now):
        stop.set()
        return 1

    after = Deed()
    Worker(database, [step(once, "stopping"), step(after, "after")]).run(stop)
    assert after.runs == []


@pytest.fixture
def school(database):
    with database.write() as db:
        return make_school(db)


class Taking:
    def post_score(self, url, score):
        return Reply(200)


def test_due_scores_are_posted(database, school):
    with database.write() as db:
        outbox.learn_column(
            db, activity_id=school.activity_id, registration_id=school.registration_id, url="https://x/1", now=NOW
        )
        for sub in ("ana", "bo"):
            outbox.wish(
                db,
                activity_id=school.activity_id,
                person_id=add_person(db, school, sub),
                score=Decimal(1),
                maximum=Decimal(1),
                now=NOW,
            )
    courier = Courier(database, lambda _claim: Taking(), clock=lambda: NOW)
    worker = Worker(database, [grades_step(courier)])
    assert [worker.run_once(NOW), worker.run_once(NOW)] == [2, 0]
    with database.read() as db:
        assert {row.state for row in db.query(GradeWish)} == {"confirmed"}


def test_events_are_delivered_and_tools_tick_each_in_a_transaction_of_its_own(database, school):
    with database.write() as db:
        events.publish(db, events.service(db, school.activity_id), "x.done", {}, NOW)

    def bad_tick(db, now):
        db.add(AdminSession(secret_hash="bad", created_at=now, expires_at=now))
        db.flush()
        raise RuntimeError("no")

    def good_tick(db, now):
        db.add(AdminSession(secret_hash="good", created_at=now, expires_at=now))

    seen = []
    bad = SimpleNamespace(slug="bad", tick=bad_tick, consumers={})
    good = SimpleNamespace(slug="topic-vote", tick=good_tick, consumers={"x.done": lambda db, e: seen.append(e.action)})
    ticks = [tick_step(database, tool.slug, tool.tick) for tool in (bad, good)]
    Worker(database, [events_step(database, [bad, good]), *ticks]).run_once(NOW)
    assert seen == ["x.done"]
    with database.read() as db:
        assert [row.secret_hash for row in db.query(AdminSession)] == ["good"]


def test_what_is_over_is_deleted_and_the_rest_stays(database, school):
    old, fresh = NOW - timedelta(minutes=6), NOW + timedelta(minutes=1)
    with database.write() as db:
        ana = add_person(db, school, "ana")
        for number, ends in enumerate((NOW - KEPT_SESSION - timedelta(minutes=1), NOW - timedelta(hours=1)), 1):
            db.add(
                LaunchSession(
                    id=number,
                    path_hash=str(number),
                    secret_hash="",
                    registration_id=school.registration_id,
                    deployment_id=school.deployment_id,
                    person_id=ana,
                    context_id=school.context_id,
                    role="learner",
                    message_type="",
                    created_at=NOW,
                    last_used_at=NOW,
                    expires_at=ends,
                )
            )
        db.flush()
        for name, ends in (("old", old), ("fresh", fresh)):
            db.add(Consumed(digest=name, expires_at=ends))
            db.add(Ticket(secret_hash=name, session_id=2, expires_at=ends))
            db.add(AdminSession(secret_hash=name, created_at=old, expires_at=ends))
        db.add_all(UninvitedAttempt(at=at) for at in (NOW - timedelta(days=2), old))
        kept, gone = (events.publish(db, events.service(db, school.activity_id), "x.y", {}, NOW) for _ in range(2))
        db.flush()
        db.get(Event, gone).delivered_at = NOW - KEPT_EVENT - timedelta(days=1)
    Worker(database, [cleanup_step(database)]).run_once(NOW)
    with database.read() as db:
        assert [row.id for row in db.query(LaunchSession)] == [2]
        assert [row.digest for row in db.query(Consumed)] == ["fresh"]
        assert [row.secret_hash for row in db.query(Ticket)] == ["fresh"]
        assert [row.secret_hash for row in db.query(AdminSession)] == ["fresh"]
        assert [row.at for row in db.query(UninvitedAttempt)] == [old]
        assert [row.id for row in db.query(Event)] == [kept]
