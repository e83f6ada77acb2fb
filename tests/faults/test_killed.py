"""Processes killed by SIGKILL at every point between a wish and its confirmation: nothing is lost, nothing doubled."""

import os
import signal

from lti_tools.store.tables.activities import Draft
from lti_tools.store.tables.grades import GradeWish

KILLED = -signal.SIGKILL


def rows(site, student):
    with site.database.read() as db:
        person = {"person_id": site.people[student]}
        return db.query(Draft).filter_by(**person).count(), db.query(GradeWish).filter_by(**person).count()


def test_killed_anywhere_every_wish_arrives_once_and_as_last_wished(site):
    wished = {}

    # Wish written, not committed: the deed and its wish are both gone, and doing it again is all it takes.
    assert site.wish(11, 5, "first", die_at="wish written") == KILLED
    assert rows(site, 11) == (0, 0)
    assert site.wish(11, 5, "first") == 0
    wished[11] = 5

    # Committed: both are there.
    assert site.wish(12, 6, "second", die_at="committed") == KILLED
    assert rows(site, 12) == (1, 1)
    wished[12] = 6

    # Claimed, answered, recorded: each time by a worker that then dies.
    for point in ("claimed", "answered", "recorded"):
        assert site.work(die_at=point) == KILLED

    # Sent: it arrives at the LMS, and nobody hears the answer.
    site.wish_here(13, 7, "third")
    wished[13] = 7
    site.lms.calls.clear()
    site.fault("timeout", after=True, delay=20, user=site.lms.sub(site.lms.people[13]))
    worker = site.worker()
    site.wait_for_post("fault")
    os.kill(worker.pid, signal.SIGKILL)
    worker.join(10)
    assert worker.exitcode == KILLED

    # Meanwhile a newer wish; then a worker that lives.
    site.wish_here(12, 9, "second thoughts")
    wished[12] = 9
    assert site.work() == 0
    assert site.check_settled(wished) == []
    site.check_nothing_doubled()
