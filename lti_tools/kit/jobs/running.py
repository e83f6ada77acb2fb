"""The worker's part: a turn of steps for one job, then the next job's."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lti_tools.errors import Refusal
from lti_tools.kit.jobs import leases
from lti_tools.kit.jobs.declared import JobKind, Progress, Work
from lti_tools.kit.jobs.files import JobFiles, space
from lti_tools.kit.jobs.tables import ACTIVE, Job, State
from lti_tools.kit.part import Part
from lti_tools.store.tables.activities import Activity
from lti_tools.suite import Suite
from lti_tools.web.files import FileStore
from lti_tools.web.locale import speaking_to
from lti_tools.worker import Step

log = logging.getLogger(__name__)

TURN = 2.0
"""Seconds of steps for one job before the others get their turn; the step under way is finished."""
LEASE = timedelta(minutes=5)
"""How long the others leave a job to the worker that took it; longer than any step takes."""


def _nowhere(_point: str) -> None:
    return None


@dataclass(frozen=True, kw_only=True)
class Runner:
    """Does the steps of jobs. `at` is told where it stands, for tests that kill it there."""

    suite: Suite
    kinds: Mapping[str, JobKind]
    parts: tuple[Part, ...] = ()
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    lease: timedelta = LEASE
    turn: float = TURN
    at: Callable[[str], None] = _nowhere

    def run(self, now: datetime) -> int:
        """One turn for the job that has waited longest; how many steps that were."""
        with self.suite.database.write() as db:
            job = leases.claim(db, self.kinds, now, self.lease)
            context_id = db.get_one(Activity, job.activity_id).context_id if job else 0
        if job is None:
            return 0
        self.at("claimed")
        work = Work(
            job_id=job.id,
            activity_id=job.activity_id,
            context_id=context_id,
            person_id=job.person_id,
            arguments=job.arguments,
            cursor=job.cursor,
            done=job.done,
            total=job.total,
            now=now,
            suite=self.suite,
            parts=self.parts,
            files=JobFiles(FileStore(self.suite.settings.files), job.activity_id, job.id),
        )
        reader = self.suite.catalogues.reader(job.locale, job.timezone, default_zone=self.suite.settings.timezone)
        with speaking_to(reader):
            return self._steps(job, work)

    def _steps(self, job: Job, work: Work) -> int:
        steps, ends = 0, time.monotonic() + self.turn
        while steps == 0 or time.monotonic() < ends:
            if self._asked_to_stop(job):
                self._end(job, State.CANCELLED)
                return steps + 1
            try:
                progress = self.kinds[job.kind].step(replace(work, now=self.clock()))
                self.at("stepped")
                stored = self._store(job, progress)
            except Refusal as refusal:
                self._end(job, State.FAILED, code="refused", reason=refusal.reason)
                return steps + 1
            except Exception:
                log.exception("jobs.step-failed", extra={"fields": {"job": job.id, "kind": job.kind}})
                with self.suite.database.write() as db:
                    leases.postpone(db, job, job.tries + 1, self.clock())
                return steps + 1
            self.at("stored")
            steps, job.tries = steps + 1, 0
            if progress.finished or not stored:
                return steps
            work = replace(work, cursor=progress.cursor, done=progress.done, total=progress.total)
        with self.suite.database.write() as db:
            leases.release(db, job, self.clock())
        return steps

    def _store(self, job: Job, progress: Progress) -> bool:
        with self.suite.database.write() as db:
            stored = leases.advance(db, job, progress, self.clock(), self.lease)
            self.at("storing")
        return stored

    def _asked_to_stop(self, job: Job) -> bool:
        with self.suite.database.read() as db:
            return bool(db.scalar(select(Job.cancel_asked).where(Job.id == job.id)))

    def _end(self, job: Job, state: State, **words: str) -> None:
        with self.suite.database.write() as db:
            leases.end(db, job, state, self.clock(), **words)


def forget_old(suite: Suite, now: datetime) -> int:
    """Remove the files of jobs whose time is over, then the jobs themselves; how many lost their files."""
    with suite.database.read() as db:
        over = select(Job.id, Job.activity_id).where(Job.expires_at <= now, Job.state.not_in(ACTIVE))
        gone = list(db.execute(over.limit(100)))
    store = FileStore(suite.settings.files)
    for job_id, activity_id in gone:
        store.remove_space(space(activity_id, job_id))
    with suite.database.write() as db:
        _forget(db, [job_id for job_id, _ in gone], now)
    return len(gone)


def _forget(db: Session, jobs: list[int], now: datetime) -> None:
    db.execute(update(Job).where(Job.id.in_(jobs)).values(file_key="", cursor={}, expires_at=None))
    db.execute(delete(Job).where(Job.state.not_in(ACTIVE), Job.finished_at <= now - leases.FORGOTTEN))


def jobs_step(runner: Runner) -> Step:
    return Step("jobs", timedelta(0), runner.run)


def jobs_cleanup_step(suite: Suite) -> Step:
    return Step("jobs.cleanup", timedelta(seconds=30), lambda now: forget_old(suite, now))
