"""What authors want to change after reading their feedback: written once, seen again with the next work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.launches import CurrentLaunch
from lti_tools.store.inserting import insert_or_ignore
from lti_tools.store.tables.activities import Activity
from tools.peer_review import course, store
from tools.peer_review.models import Work
from tools.peer_review.models_learning import Intention

LONGEST = 2000
KEPT = ("yes", "partly", "no")


@dataclass(frozen=True)
class Intended:
    """One intention of a person."""

    id: int
    activity_id: int
    title: str
    """Of the activity."""
    text: str
    kept: str
    """One of `KEPT`, or empty."""
    asked: bool
    """They have handed in another work since, so they can say whether they did it."""


def intention_of(db: Session, work_id: int, person_id: int) -> Intention | None:
    return db.scalar(select(Intention).where(Intention.work_id == work_id, Intention.person_id == person_id))


def write(db: Session, launch: CurrentLaunch, text: str, now: datetime) -> None:
    """Keep what this person wants to change; an empty text takes it back. Raises `NotFound` without a work."""
    work = store.work_of(db, launch.activity, launch.person_id)
    if work is None:
        raise NotFound("no work of one's own")
    mine = (Intention.work_id == work.id) & (Intention.person_id == launch.person_id)
    if not text:
        db.execute(delete(Intention).where(mine))
        return
    values = {"work_id": work.id, "person_id": launch.person_id, "text": text, "written_at": now, "kept": ""}
    insert_or_ignore(db, Intention, values, ["work_id", "person_id"])
    row = db.scalars(select(Intention).where(mine).with_for_update().execution_options(populate_existing=True)).one()
    row.text, row.written_at = text[:LONGEST], now
    db.flush()


def intentions(db: Session, activity_id: int, person_id: int, works: Sequence[Work] | None = None) -> list[Intended]:
    """All intentions of this person in the course of an activity, the newest first; a constant number of queries."""
    own = course.works_by(db, activity_id, person_id) if works is None else works
    by_work = {work.id: work for work in own}
    query = select(Intention, Activity.title).join(Work, Work.id == Intention.work_id)
    query = query.join(Activity, Activity.id == Work.activity_id)
    rows = db.execute(query.where(Intention.person_id == person_id, Intention.work_id.in_(by_work))).all()
    found = [_intended(one, title, by_work) for one, title in rows]
    return sorted(found, key=lambda one: -one.id)


def _intended(one: Intention, title: str, works: Mapping[int, Work]) -> Intended:
    work = works[one.work_id]
    newer = any(other.handed_in_at > one.written_at for other in works.values() if other.id != work.id)
    return Intended(one.id, work.activity_id, title, one.text, one.kept, newer)


def to_remember(db: Session, activity_id: int, person_id: int) -> Intended | None:
    """The newest intention out of another activity of the course: what to think of before handing in here."""
    found = [one for one in intentions(db, activity_id, person_id) if one.activity_id != activity_id]
    return found[0] if found else None


def say_kept(db: Session, launch: CurrentLaunch, intention_id: int, kept: str) -> None:
    """Say whether one did it. Raises `NotFound` for somebody else's, another course's or an unknown answer."""
    mine = {one.id for one in intentions(db, launch.activity, launch.person_id) if one.asked}
    row = db.get(Intention, intention_id, with_for_update=True) if intention_id in mine else None
    if row is None or kept not in KEPT:
        raise NotFound("no such intention")
    row.kept = kept
    db.flush()
