"""Work that the clock starts, activity by activity: one that fails rests longer each time and holds no other up."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import InstrumentedAttribute

from lti_tools.store.tables.retries import Setback

log = logging.getLogger(__name__)

FIRST, LONGEST = timedelta(seconds=30), timedelta(hours=1)
"""Rests after the first failure and at most; each is twice the one before."""


def not_resting(work: str, activity_id: InstrumentedAttribute[int], now: datetime) -> ColumnElement[bool]:
    """A condition on the column that names the activity: its work of this kind may be tried at `now`.

    Put it into the query that looks for due work, before its limit: so failing activities take no place in it.
    """
    return ~exists().where(Setback.activity_id == activity_id, Setback.work == work, Setback.due_at > now)


def attempt(db: Session, work: str, activity_id: int, now: datetime, deed: Callable[[], object]) -> bool:
    """Run `deed` in a savepoint; False where it failed: taken back, logged, and left to rest for a while."""
    try:
        with db.begin_nested():
            deed()
    except Exception as error:
        fields = {"activity_id": activity_id, "tries": _failed(db, work, activity_id, type(error).__name__, now)}
        log.exception("%s-failed", work, extra={"fields": fields})
        return False
    forget(db, activity_id, work)
    return True


def forget(db: Session, activity_id: int, work: str) -> None:
    """Let the work be tried at once: it succeeded, or somebody has changed what made it fail."""
    db.execute(delete(Setback).where(Setback.activity_id == activity_id, Setback.work == work))


def _failed(db: Session, work: str, activity_id: int, error: str, now: datetime) -> int:
    """Write the failure down; how many that makes."""
    row = db.scalar(select(Setback).where(Setback.activity_id == activity_id, Setback.work == work).with_for_update())
    if row is None:
        row = Setback(activity_id=activity_id, work=work, since=now, tries=0)
        db.add(row)
    row.due_at = now + min(FIRST * 2 ** min(row.tries, 20), LONGEST)
    row.tries, row.error = row.tries + 1, error
    db.flush()
    return row.tries
