"""Taking jobs and giving them back: which worker does which step, in short transactions."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from lti_tools.kit.jobs.declared import Progress
from lti_tools.kit.jobs.tables import Job, State

KEPT = timedelta(days=7)
"""How long the files of a finished job are kept."""
FORGOTTEN = timedelta(days=30)
"""After this a finished job is no longer listed."""
MOST_TRIES = 5
"""Of one step."""


def pause(tries: int) -> timedelta:
    """How long a step that failed for the `tries`-th time in a row rests: 5 s, 20 s, 80 s, 5 min."""
    return timedelta(seconds=min(5 * 4 ** (tries - 1), 600))


def claim(db: Session, kinds: Collection[str], now: datetime, lease: timedelta) -> Job | None:
    """The job that has waited longest, held by a lease; one whose worker died counts a failed try."""
    waits = and_(Job.state == State.WAITING, Job.due_at <= now)
    orphaned = and_(Job.state == State.RUNNING, Job.due_at <= now)
    job = db.scalars(
        select(Job)
        .where(or_(waits, orphaned), Job.kind.in_(kinds))
        .order_by(Job.due_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if job is None:
        return None
    if job.state == State.RUNNING:
        job.tries += 1
    if job.tries >= MOST_TRIES:
        _end(job, State.FAILED, now, code="crashed")
        return claim(db, kinds, now, lease)
    job.state, job.lease_token, job.due_at = State.RUNNING, uuid4().hex, now + lease
    db.flush()
    return job


def advance(db: Session, job: Job, progress: Progress, now: datetime, lease: timedelta) -> bool:
    """Store what a step has done, with its own changes; False where the job is somebody else's by now."""
    values: dict[str, Any] = {
        "done": progress.done,
        "total": progress.total,
        "cursor": dict(progress.cursor),
        "heartbeat_at": now,
        "due_at": now + lease,
        "tries": 0,
    }
    if progress.finished:
        values |= {
            "state": State.DONE,
            "slot": None,
            "result": dict(progress.result),
            "file_key": progress.made.key if progress.made else "",
            "file_name": progress.made.name if progress.made else "",
            "cursor": {},
            "finished_at": now,
            "expires_at": now + KEPT,
        }
    if not _mine(db, job, **values):
        return False
    if progress.write is not None:
        progress.write(db)
    return True


def release(db: Session, job: Job, now: datetime) -> None:
    """Give a job back after a turn, behind the others that wait."""
    _mine(db, job, state=State.WAITING, due_at=now, lease_token="")


def postpone(db: Session, job: Job, tries: int, now: datetime) -> None:
    """After a failed step: try again later, or give up."""
    if tries < MOST_TRIES:
        _mine(db, job, state=State.WAITING, due_at=now + pause(tries), tries=tries, lease_token="")
    else:
        end(db, job, State.FAILED, now, code="failed")


def end(db: Session, job: Job, state: State, now: datetime, *, code: str = "", reason: str = "") -> None:
    _mine(db, job, **_ended(state, now, code, reason))


def _end(job: Job, state: State, now: datetime, *, code: str) -> None:
    for name, value in _ended(state, now, code, "").items():
        setattr(job, name, value)


def _ended(state: State, now: datetime, code: str, reason: str) -> dict[str, Any]:
    """The cursor stays, so that the job can go on from there."""
    return {
        "state": state,
        "slot": None,
        "code": code,
        "reason": reason,
        "finished_at": now,
        "expires_at": now + KEPT,
        "lease_token": "",
    }


def _mine(db: Session, job: Job, **values: Any) -> bool:
    held = update(Job).where(Job.id == job.id, Job.lease_token == job.lease_token).values(**values).returning(Job.id)
    return db.execute(held, execution_options={"synchronize_session": False}).first() is not None
