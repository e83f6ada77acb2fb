"""Long work on both databases: steps, turns, stopping and going on, failures, erasure, files."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from lti_tools.kit.jobs import personal_data
from lti_tools.kit.jobs.jobs import ask_to_stop, go_on, job_of, start
from lti_tools.kit.jobs.leases import MOST_TRIES
from lti_tools.kit.jobs.running import Runner, forget_old
from lti_tools.kit.jobs.tables import Job, State
from lti_tools.store.tables.activities import Draft
from lti_tools.web.files import FileStore
from tests.support.bare import bare_suite
from tests.support.counting import COUNTING, KINDS, MANY
from tests.support.school import NOW, add_person, make_school


@dataclass
class Asker:
    activity_id: int
    person_id: int
    locale: str = "en"
    timezone: str = "UTC"


class Bench:
    """A suite with one course, and a clock that the test moves."""

    def __init__(self, suite):
        self.suite, self.now = suite, NOW
        self.database = self.suite.database
        with self.database.write() as db:
            self.school = make_school(db)
            self.person = add_person(db, self.school, "tom")
        self.asker = Asker(self.school.activity_id, self.person)

    def runner(self, turn=60.0, **more):
        return Runner(suite=self.suite, kinds=KINDS, clock=lambda: self.now, turn=turn, **more)

    def start(self, kind=COUNTING, **arguments):
        with self.database.write() as db:
            return start(db, self.asker, kind, {"to": 5, **arguments}, now=self.now)

    def run(self, **options):
        return self.runner(**options).run(self.now)

    def job(self, job_id):
        with self.database.read() as db:
            return job_of(db, self.school.activity_id, job_id)

    def stop(self, job_id):
        with self.database.write() as db:
            return ask_to_stop(db, self.school.activity_id, job_id, self.now)

    def go_on(self, job_id):
        with self.database.write() as db:
            return go_on(db, self.school.activity_id, job_id, COUNTING, self.now)

    def effects(self):
        with self.database.read() as db:
            return db.scalar(select(func.count()).select_from(Draft))


@pytest.fixture
def bench(db_url, keys_folder):
    suite = bare_suite(db_url, keys_folder)
    yield Bench(suite)
    suite.database.close()


def test_a_job_is_done_step_by_step_and_keeps_its_result(bench):
    job_id = bench.start()
    assert bench.run() == 5
    job = bench.job(job_id)
    assert (job.state, job.done, job.total, job.result, job.slot) == (State.DONE, 5, 5, {"counted": 5}, None)
    assert FileStore(bench.suite.settings.files).get(job.file_key) == b"counted"
    assert bench.effects() == 5
    assert bench.run() == 0


def test_jobs_take_turns_so_that_a_long_one_holds_nobody_up(bench):
    first, second = bench.start(MANY, to=50), bench.start(MANY, to=2)
    for _ in range(5):
        assert bench.run(turn=0.0) == 1
        bench.now += timedelta(seconds=1)
    assert (bench.job(first).done, bench.job(second).state) == (3, State.DONE)


def test_a_second_one_of_the_kind_waits_for_nobody_it_is_the_first(bench):
    assert bench.start() == bench.start()
    bench.run()
    assert bench.start() != 1
    assert bench.start(MANY) != bench.start(MANY)


def test_stopping_keeps_what_is_done_and_going_on_takes_it_up_there(bench):
    job_id = bench.start()
    bench.run(turn=0.0)
    assert bench.stop(job_id)
    assert (bench.job(job_id).state, bench.run(), bench.stop(job_id)) == (State.CANCELLED, 0, False)
    assert bench.go_on(job_id)
    assert not bench.go_on(job_id)
    assert bench.run() == 4
    assert bench.effects() == 5


def test_a_job_under_way_stops_before_its_next_step(bench):
    job_id = bench.start()

    def press_stop(point):
        if point == "stepped":
            bench.stop(job_id)

    bench.run(at=press_stop)
    assert (bench.job(job_id).state, bench.job(job_id).done) == (State.CANCELLED, 1)


def test_nothing_goes_on_while_another_one_of_the_kind_is_under_way(bench):
    stopped = bench.start()
    bench.stop(stopped)
    bench.start()
    assert not bench.go_on(stopped)


def test_a_refusal_ends_the_job_with_its_reason(bench):
    job_id = bench.start(refuse_at=3)
    bench.run()
    job = bench.job(job_id)
    assert (job.state, job.code, job.reason, job.done) == (
        State.FAILED,
        "refused",
        "This number is not for counting.",
        2,
    )


def test_a_step_that_fails_rests_longer_each_time_and_then_gives_up(bench):
    job_id, waits = bench.start(fail_at=2), []
    for _ in range(MOST_TRIES):
        bench.run()
        job = bench.job(job_id)
        waits.append((job.due_at - bench.now).total_seconds())
        bench.now = max(bench.now, job.due_at)
    assert waits[:4] == [5, 20, 80, 320]
    assert (job.state, job.code, job.done, bench.effects()) == (State.FAILED, "failed", 1, 1)


def test_a_worker_that_lost_its_lease_stores_nothing(bench):
    job_id = bench.start()

    def lose(point):
        if point == "stepped":
            with bench.database.write() as db:
                db.execute(update(Job).values(lease_token="another worker's"))

    bench.run(at=lose)
    assert (bench.job(job_id).done, bench.effects()) == (0, 0)


def test_a_worker_that_dies_again_and_again_at_a_step_is_not_followed_forever(bench):
    job_id = bench.start()
    for _ in range(MOST_TRIES):
        with pytest.raises(KeyboardInterrupt):
            bench.run(at=lambda point: (_ for _ in ()).throw(KeyboardInterrupt()))
        bench.now += timedelta(minutes=6)
    assert bench.run() == 0
    assert (bench.job(job_id).state, bench.job(job_id).code) == (State.FAILED, "crashed")


def test_files_go_after_a_week_and_jobs_after_a_month(bench):
    job_id = bench.start()
    bench.run()
    key = bench.job(job_id).file_key
    assert forget_old(bench.suite, bench.now + timedelta(days=6)) == 0
    assert forget_old(bench.suite, bench.now + timedelta(days=8)) == 1
    with pytest.raises(FileNotFoundError):
        FileStore(bench.suite.settings.files).get(key)
    assert bench.job(job_id).file_key == ""
    forget_old(bench.suite, bench.now + timedelta(days=31))
    with bench.database.read() as db:
        assert db.get(Job, job_id) is None


def test_erasing_somebody_takes_the_files_of_their_courses_and_stops_what_is_under_way(bench):
    finished, key = bench.start(), None
    bench.run()
    key = bench.job(finished).file_key
    active = bench.start()
    bench.run(turn=0.0)
    with bench.database.write() as db:
        personal_data.erase(db, bench.person, None)
    assert (bench.job(finished).file_key, bench.job(finished).person_id) == ("", None)
    assert (bench.job(active).state, bench.job(active).code, bench.job(active).done) == (
        State.CANCELLED,
        "erased",
        0,
    )
    forget_old(bench.suite, bench.now)
    with pytest.raises(FileNotFoundError):
        FileStore(bench.suite.settings.files).get(key)
