"""Erasing and handing out: who asked for which job; what was made while somebody was here goes with them."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lti_tools.kit.jobs.tables import ACTIVE, Job, State
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Membership

_LONG_AGO = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


def erase(db: Session, person_id: int, context_id: int | None) -> None:
    """Forget who asked, and every file made in the person's courses: they may stand in it.

    The files are out of reach at once; the worker removes them within a minute. Jobs under way are
    stopped, and begin anew when somebody lets them go on.
    """
    courses = select(Membership.context_id).where(Membership.person_id == person_id)
    there = Activity.context_id.in_(courses) if context_id is None else Activity.context_id == context_id
    activities = select(Activity.id).where(there)
    own = update(Job).where(Job.person_id == person_id)
    if context_id is not None:
        own = own.where(Job.activity_id.in_(activities))
    plain = {"synchronize_session": False}
    db.execute(own.values(person_id=None), execution_options=plain)
    there_now = Job.activity_id.in_(activities)
    active = update(Job).where(there_now, Job.state.in_(ACTIVE))
    stopped = {"state": State.CANCELLED, "slot": None, "code": "erased", "lease_token": ""}
    db.execute(active.values(**stopped), execution_options=plain)
    nothing = {"file_key": "", "result": {}, "cursor": {}, "done": 0, "total": None, "expires_at": _LONG_AGO}
    db.execute(update(Job).where(there_now).values(**nothing), execution_options=plain)


def export(db: Session, person_id: int, context_id: int | None) -> dict[str, Any]:
    query = select(Job).where(Job.person_id == person_id).order_by(Job.id)
    if context_id is not None:
        query = query.join(Activity, Activity.id == Job.activity_id).where(Activity.context_id == context_id)
    return {"jobs": [{"kind": job.kind, "at": job.created_at.isoformat()} for job in db.scalars(query)]}
