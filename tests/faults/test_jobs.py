"""Workers of long work killed by SIGKILL at every point of a step: each step happens once, and the job is done."""

import signal
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from lti_tools.kit.jobs.jobs import start as start_job
from lti_tools.kit.jobs.tables import Job, State
from lti_tools.store.tables.activities import Draft
from tests.faults.child import start
from tests.faults.jobs_child import do_jobs
from tests.support.counting import COUNTING
from tests.support.school import add_person, make_school

STEPS = 8


@pytest.fixture
def asked(database):
    with database.write() as db:
        school = make_school(db)
        person = add_person(db, school, "tom")

        class Asker:
            activity_id, person_id, locale, timezone = school.activity_id, person, "en", "UTC"

        start_job(db, Asker(), COUNTING, {"to": STEPS}, now=datetime.now(UTC))


@pytest.mark.parametrize(
    "points",
    [
        [("storing", 3)],
        pytest.param([("claimed", 1), ("stepped", 2), ("storing", 2), ("stored", 2)], marks=pytest.mark.deep),
    ],
    ids=["in a transaction", "everywhere"],
)
def test_killed_anywhere_every_step_happens_once(asked, database, db_url, keys_folder, points):
    for point, after in (*points, ("", 0)):
        process = start(do_jobs, db_url, str(keys_folder), point, after)
        process.join(30)
        assert process.exitcode == (-signal.SIGKILL if point else 0), point
    with database.read() as db:
        job = db.scalars(select(Job)).one()
        fields = sorted(db.scalars(select(Draft.field)))
    assert (job.state, job.done, job.result) == (State.DONE, STEPS, {"counted": STEPS})
    assert fields == [f"{job.id}-{n}" for n in range(1, STEPS + 1)]
