"""A worker of long work in a process of its own, to be killed."""

import os
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from lti_tools.kit.jobs.running import Runner
from lti_tools.kit.jobs.tables import Job, State
from tests.support.bare import bare_suite
from tests.support.counting import KINDS

LEASE = timedelta(milliseconds=150)


def do_jobs(db_url: str, keys: str, die_at: str, after: int) -> None:
    """Do turns until the job is done; die when `die_at` is reached for the `after`-th time."""
    suite, seen = bare_suite(db_url, Path(keys)), 0

    def at(point: str) -> None:
        nonlocal seen
        seen += point == die_at
        if die_at and seen == after:
            os.kill(os.getpid(), signal.SIGKILL)

    runner = Runner(suite=suite, kinds=KINDS, lease=LEASE, at=at)
    ends = datetime.now(UTC) + timedelta(seconds=20)
    while datetime.now(UTC) < ends:
        runner.run(datetime.now(UTC))
        with suite.database.read() as db:
            if db.scalars(select(Job.state)).one() == State.DONE:
                return
