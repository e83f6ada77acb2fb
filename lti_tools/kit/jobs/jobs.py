"""The door of jobs: `start` long work, ask it to stop, let it go on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.jobs.declared import JobKind
from lti_tools.kit.jobs.leases import KEPT
from lti_tools.kit.jobs.tables import Job, State


class Asker(Protocol):
    """Who asks, and where: a `CurrentLaunch`."""

    @property
    def activity_id(self) -> int | None: ...
    @property
    def person_id(self) -> int: ...
    @property
    def locale(self) -> str: ...
    @property
    def timezone(self) -> str: ...


def start(
    db: Session, asker: Asker, kind: JobKind, arguments: Mapping[str, Any] | None = None, *, now: datetime
) -> int:
    """Have the worker do it; return the job's id: where one of the kind is under way, that one's.

    Part of the caller's transaction. `arguments` are JSON values, no people and no texts of theirs.
    """
    if asker.activity_id is None:
        raise ValueError("a job belongs to an activity")
    slot = None if kind.several else f"{asker.activity_id}:{kind.code}"
    job = Job(
        activity_id=asker.activity_id,
        person_id=asker.person_id,
        kind=kind.code,
        slot=slot,
        arguments=dict(arguments or {}),
        due_at=now,
        locale=asker.locale,
        timezone=asker.timezone,
        created_at=now,
    )
    try:
        with db.begin_nested():
            db.add(job)
            db.flush()
    except IntegrityError:
        under_way = db.scalar(select(Job.id).where(Job.slot == slot))
        if slot is None or under_way is None:
            raise
        return under_way
    return job.id


def job_of(db: Session, activity_id: int, job_id: int) -> Job:
    """A job of this activity; raises `NotFound`."""
    job = db.get(Job, job_id)
    if job is None or job.activity_id != activity_id:
        raise NotFound(f"job {job_id}")
    return job


def ask_to_stop(db: Session, activity_id: int, job_id: int, now: datetime) -> bool:
    """End an active job: at once while it waits, else before its next step. What it has done stays.

    False for one that has ended.
    """
    here = update(Job).where(Job.id == job_id, Job.activity_id == activity_id).returning(Job.id)
    ended = {"state": State.CANCELLED, "slot": None, "finished_at": now, "expires_at": now + KEPT}
    if db.execute(here.where(Job.state == State.WAITING).values(**ended)).first() is not None:
        return True
    return db.execute(here.where(Job.state == State.RUNNING).values(cancel_asked=True)).first() is not None


def go_on(db: Session, activity_id: int, job_id: int, kind: JobKind, now: datetime) -> bool:
    """Take a failed or cancelled job up where it stood. False where it is active, done, or another one is under way."""
    slot = None if kind.several else f"{activity_id}:{kind.code}"
    taken = select(Job.id).where(Job.slot == slot) if slot else None
    if taken is not None and db.scalar(taken) is not None:
        return False
    found = db.execute(
        update(Job)
        .where(Job.id == job_id, Job.activity_id == activity_id, Job.state.in_((State.FAILED, State.CANCELLED)))
        .values(state=State.WAITING, slot=slot, due_at=now, tries=0, cancel_asked=False, code="", reason="")
        .values(finished_at=None, expires_at=None)
        .returning(Job.id)
    )
    return found.first() is not None
