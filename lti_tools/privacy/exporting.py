"""What the suite and its tools hold about a person or a course, as JSON values.

A tool hands out the person's own data; nobody whom the activity hides from them appears in it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.parts import PARTS
from lti_tools.store.tables.activities import Activity, Draft, LineItem, LinkDraft
from lti_tools.store.tables.events import Event
from lti_tools.store.tables.grades import GradeWish
from lti_tools.store.tables.people import Context, CourseGroup, CourseGroupMember, Membership, Person
from lti_tools.store.tables.sessions import LaunchSession
from lti_tools.suite import Suite

IDENTITY = ("sub", "name", "given_name", "family_name", "email", "locale", "language")


def export_person(suite: Suite, person_id: int, context_id: int | None = None) -> dict[str, Any]:
    """Everything about one person, or what belongs to one course; raises `NotFound`."""
    with suite.database.read() as db:
        person = db.get(Person, person_id)
        if person is None or person.erased_at is not None:
            raise NotFound(f"person {person_id}")
        return {
            "person": {name: getattr(person, name) for name in IDENTITY},
            "courses": _courses(db, person_id, context_id),
            "groups": _groups(db, person_id, context_id),
            "visits": _visits(db, person_id, context_id),
            "drafts": _drafts(db, person_id, context_id),
            "grades": _grades(db, person_id, context_id),
            "events": _events(db, person_id, context_id),
            "kit": {part.name: part.export(db, person_id, context_id) for part in PARTS},
            "tools": {slug: tool.export(db, person_id, context_id) for slug, tool in suite.tools.items()},
        }


def export_course(suite: Suite, context_id: int) -> dict[str, Any]:
    """A course: its activities with their settings, and each member's data; raises `NotFound`."""
    with suite.database.read() as db:
        context = db.get(Context, context_id)
        if context is None:
            raise NotFound(f"course {context_id}")
        members = db.scalars(
            select(Person.id)
            .join(Membership, Membership.person_id == Person.id)
            .where(Membership.context_id == context_id, Person.erased_at.is_(None))
            .order_by(Person.id)
        ).all()
        activities = db.scalars(select(Activity).where(Activity.context_id == context_id).order_by(Activity.id)).all()
        course = {"id": context.lms_id, "title": context.title, "label": context.label}
        listed = [{"tool": one.tool, "title": one.title, "settings": one.settings} for one in activities]
    return {
        "course": course,
        "activities": listed,
        "people": [export_person(suite, person_id, context_id) for person_id in members],
    }


def _courses(db: Session, person_id: int, context_id: int | None) -> list[dict[str, Any]]:
    query = select(Context, Membership).join(Membership, Membership.context_id == Context.id)
    rows = db.execute(_within(query.where(Membership.person_id == person_id), Context.id, context_id))
    return [
        {
            "course": context.title,
            "role": membership.launch_role or membership.roster_role,
            "active": membership.active,
            "last_launch": _text(membership.launched_at),
        }
        for context, membership in rows
    ]


def _groups(db: Session, person_id: int, context_id: int | None) -> list[str]:
    query = select(CourseGroup.name).join(CourseGroupMember, CourseGroupMember.group_id == CourseGroup.id)
    query = query.where(CourseGroupMember.person_id == person_id)
    return list(db.scalars(_within(query, CourseGroup.context_id, context_id)))


def _visits(db: Session, person_id: int, context_id: int | None) -> list[dict[str, Any]]:
    query = select(LaunchSession).where(LaunchSession.person_id == person_id)
    rows = db.scalars(_within(query, LaunchSession.context_id, context_id))
    return [{"began": _text(row.created_at), "last_used": _text(row.last_used_at), "role": row.role} for row in rows]


def _drafts(db: Session, person_id: int, context_id: int | None) -> list[dict[str, Any]]:
    query = select(Draft).join(Activity, Activity.id == Draft.activity_id).where(Draft.person_id == person_id)
    adding = select(LinkDraft).where(LinkDraft.person_id == person_id)
    rows: list[Draft | LinkDraft] = [
        *db.scalars(_within(query, Activity.context_id, context_id)),
        *db.scalars(_within(adding, LinkDraft.context_id, context_id)),
    ]
    return [{"field": row.field, "text": row.text, "updated": _text(row.updated_at)} for row in rows]


def _grades(db: Session, person_id: int, context_id: int | None) -> list[dict[str, Any]]:
    query = (
        select(GradeWish, LineItem.label, Activity.title)
        .join(LineItem, LineItem.id == GradeWish.line_item_id)
        .join(Activity, Activity.id == LineItem.activity_id)
        .where(GradeWish.person_id == person_id)
    )
    return [
        {
            "activity": title,
            "column": label,
            "score": str(wish.score_given),
            "maximum": str(wish.score_maximum),
            "comment": wish.comment,
            "state": wish.state,
            "confirmed": _text(wish.confirmed_at),
        }
        for wish, label, title in db.execute(_within(query, Activity.context_id, context_id))
    ]


def _events(db: Session, person_id: int, context_id: int | None) -> list[dict[str, Any]]:
    query = _within(select(Event).where(Event.actor_id == person_id), Event.context_id, context_id)
    return [{"action": row.action, "at": _text(row.occurred_at)} for row in db.scalars(query)]


def _within(query: Any, column: Any, context_id: int | None) -> Any:
    return query if context_id is None else query.where(column == context_id)


def _text(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
