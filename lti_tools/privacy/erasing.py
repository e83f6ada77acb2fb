"""Erasing a person or a course: tools and kit in a transaction each, then the suite's rows, then files.

Run again after an interruption it goes on where it stopped: every step may be repeated. Of a person a tombstone stays,
because rows of others point at it; a keyed hash keeps the roster from bringing the person back. Where files are left to
remove is written down before anything is deleted, so that the worker removes them after an interruption.
"""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.part import Part
from lti_tools.kit.parts import PARTS
from lti_tools.kit.uploads.left import leave, remove_left, space_of_activity, space_of_person
from lti_tools.kit.uploads.tables import Upload
from lti_tools.store.audits import note
from lti_tools.store.erased import erased_hash, remember_erased
from lti_tools.store.tables.activities import Activity, Draft, LinkDraft, PreparedLink
from lti_tools.store.tables.events import Event
from lti_tools.store.tables.grades import GradeWish
from lti_tools.store.tables.people import Context, CourseGroupMember, Membership, Person
from lti_tools.store.tables.sessions import LaunchSession
from lti_tools.suite import Suite
from lti_tools.tool import Tool

TOMBSTONE = "erased:"
EMPTY = dict.fromkeys(("name", "given_name", "family_name", "email", "locale", "language"), "")


def erase_person(suite: Suite, person_id: int, now: datetime, *, actor: str) -> None:
    """Forget one person in every course; raises `NotFound` for somebody unknown.

    Sessions, drafts, files, grades not sent and sent, events and group places go. What the LMS holds (its gradebook)
    is the LMS's own. `actor` is told in the audit.
    """
    with suite.database.read() as db:
        if db.get(Person, person_id) is None:
            raise NotFound(f"person {person_id}")
        activities = list(
            db.scalars(
                select(Activity.id)
                .join(Membership, Membership.context_id == Activity.context_id)
                .where(Membership.person_id == person_id)
            )
        )
        activities += db.scalars(select(Upload.activity_id).where(Upload.person_id == person_id))
    spaces = [space_of_person(activity_id, person_id) for activity_id in activities]
    with suite.database.write() as db:
        leave(db, spaces)
    for owner in _owners(suite):
        with suite.database.write() as db:
            owner.erase(db, person_id, None)
    with suite.database.write() as db:
        leave(db, spaces)
        person = db.get_one(Person, person_id)
        _forget(db, person_id)
        _forget_mentions(db, person)
        _bury(db, suite, person, now)
        note(db, actor, "person.erase", now, person=person_id)
    suite.database.scrub()
    while remove_left(suite, now):
        pass


def _owners(suite: Suite) -> tuple[Tool | Part, ...]:
    return (*suite.tools.values(), *PARTS)


def _forget(db: Session, person_id: int) -> None:
    for table in (LaunchSession, Draft, LinkDraft, GradeWish, CourseGroupMember, Membership):
        db.execute(delete(table).where(table.person_id == person_id))
    db.execute(delete(Event).where(Event.actor_id == person_id))


def _forget_mentions(db: Session, person: Person) -> None:
    """Visits of others that were about this person, and the place of a launch without any course."""
    about = select(LaunchSession).join(Context, Context.id == LaunchSession.context_id)
    for visit in db.scalars(about.where(Context.platform_id == person.platform_id)):
        if visit.message.get("for_user") == person.sub:
            db.delete(visit)
    db.flush()
    alone = (Context.platform_id == person.platform_id, Context.lms_id == f"person:{person.sub}")
    db.execute(delete(Context).where(*alone))


def _bury(db: Session, suite: Suite, person: Person, now: datetime) -> None:
    if person.erased_at is not None:
        return
    digest = erased_hash(suite.keys.keyed_hash, person.platform_id, person.sub)
    remember_erased(db, person.platform_id, digest, now)
    values = EMPTY | {"sub": TOMBSTONE + digest[:40], "erased_at": now, "updated_at": now}
    db.execute(update(Person).where(Person.id == person.id).values(values))


def erase_course(suite: Suite, context_id: int, now: datetime, *, actor: str) -> int:
    """Forget a course with all its activities, and the people who were in no other; returns how many of those."""
    with suite.database.read() as db:
        context = db.get(Context, context_id)
        if context is None:
            raise NotFound(f"course {context_id}")
        members = list(db.scalars(select(Membership.person_id).where(Membership.context_id == context_id)))
        activities = list(db.scalars(select(Activity.id).where(Activity.context_id == context_id)))
        elsewhere = set(
            db.scalars(
                select(Membership.person_id).where(
                    Membership.person_id.in_(members), Membership.context_id != context_id
                )
            )
        )
    alone = [person_id for person_id in members if person_id not in elsewhere]
    for owner in _owners(suite):
        with suite.database.write() as db:
            for person_id in members:
                owner.erase(db, person_id, context_id)
    with suite.database.write() as db:
        for table in (LaunchSession, Event, PreparedLink, LinkDraft, Activity):
            db.execute(delete(table).where(table.context_id == context_id))
        db.execute(delete(Context).where(Context.id == context_id))
        leave(db, [space_of_activity(activity_id) for activity_id in activities])
        note(db, actor, "course.erase", now, course=context_id, people=len(alone))
    suite.database.scrub()
    for person_id in alone:
        erase_person(suite, person_id, now, actor=actor)
    while remove_left(suite, now):
        pass
    return len(alone)
