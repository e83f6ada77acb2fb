"""When background work last ran, for `doctor`, the health pages and metrics."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from lti_tools.store.inserting import insert_or_ignore
from lti_tools.store.tables.admin import Heartbeat

WORKER = "worker"
"""Beats for grades, events and what is due by the clock."""
FETCHER = "fetcher"
"""Beats for rosters, key sets and cleaning up: what may have to wait for an LMS."""
JOBS = "jobs"
"""Beats for long work."""
LOOPS = (WORKER, FETCHER, JOBS)


def beat(db: Session, name: str, now: datetime, detail: str = "") -> None:
    """Note that `name` runs; `detail` is a code or empty, never data of people."""
    if not insert_or_ignore(db, Heartbeat, {"name": name, "at": now, "detail": detail}, ["name"]):
        db.execute(update(Heartbeat).where(Heartbeat.name == name).values(at=now, detail=detail))
