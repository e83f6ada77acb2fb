"""Work by activity: a failure is that activity's own, and rests longer each time."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lti_tools import retries
from lti_tools.ops.doctor.here import setback_findings
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.retries import Setback
from tests.support.school import NOW, make_school

WORK = "tool.working"


@pytest.fixture
def activity_id(database):
    with database.write() as db:
        return make_school(db).activity_id


def fail():
    raise RuntimeError("no")


def attempt(database, activity_id, now, deed=fail):
    with database.write() as db:
        return retries.attempt(db, WORK, activity_id, now, deed)


def due(database, now):
    with database.read() as db:
        return db.scalars(select(Activity.id).where(retries.not_resting(WORK, Activity.id, now))).all()


def test_what_fails_is_taken_back_and_rests_longer_each_time(database, activity_id, caplog):
    rests, now = [], NOW
    for _ in range(12):
        assert not attempt(database, activity_id, now)
        with database.read() as db:
            ends = db.scalars(select(Setback.due_at)).one()
        assert due(database, ends - timedelta(seconds=1)) == []
        assert due(database, ends) == [activity_id]
        rests.append(ends - now)
        now = ends
    assert rests[:3] == [retries.FIRST, 2 * retries.FIRST, 4 * retries.FIRST]
    assert rests[-1] == retries.LONGEST
    assert {record.getMessage() for record in caplog.records} == {"tool.working-failed"}
    assert caplog.records[-1].fields == {"activity_id": activity_id, "tries": 12}


def test_nothing_of_a_failed_deed_stays(database, activity_id):
    with database.write() as db:

        def half():
            db.get_one(Activity, activity_id).title = "half done"
            db.flush()
            fail()

        assert not retries.attempt(db, WORK, activity_id, NOW, half)
    with database.read() as db:
        assert db.get_one(Activity, activity_id).title == ""


def test_success_or_a_change_ends_the_rest(database, activity_id):
    attempt(database, activity_id, NOW)
    assert attempt(database, activity_id, NOW, deed=lambda: None)
    assert due(database, NOW) == [activity_id]
    attempt(database, activity_id, NOW)
    with database.write() as db:
        retries.forget(db, activity_id, WORK)
    assert due(database, NOW) == [activity_id]


def test_doctor_tells_of_work_that_keeps_failing(database, activity_id):
    for _ in range(2):
        attempt(database, activity_id, NOW)
    assert list(setback_findings(database)) == []
    attempt(database, activity_id, NOW)
    (found,) = setback_findings(database)
    assert f"tool.working in activity {activity_id} fails since 2026-03-02 09:00 UTC (RuntimeError)" in found.said
