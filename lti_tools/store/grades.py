"""Queries of the ledger of wishes."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, case, select
from sqlalchemy.orm import Session

from lti_tools.lti.roles import Role
from lti_tools.store.tables.activities import Activity, LineItem
from lti_tools.store.tables.grades import GradeWish
from lti_tools.store.tables.people import Context, ContextService, Membership, Person
from lti_tools.store.tables.schools import Registration
from lti_tools.store.tables.sessions import LaunchSession


def may_be_graded(db: Session, activity_id: int, person_id: int) -> bool:
    """Whether the person's newest role in the activity's context is not staff's, and nobody erased the person.

    The newest launch beats the roster. Somebody without a membership may be graded: the platform knows better.
    """
    row = db.execute(
        select(Person.erased_at, Membership.launch_role, Membership.roster_role)
        .select_from(Person)
        .join(Activity, Activity.id == activity_id)
        .outerjoin(Membership, (Membership.context_id == Activity.context_id) & (Membership.person_id == Person.id))
        .where(Person.id == person_id)
    ).first()
    if row is None or row.erased_at is not None:
        return False
    return (row.launch_role or row.roster_role) not in (Role.INSTRUCTOR, Role.ASSISTANT)


def line_items(db: Session, activity_id: int) -> Sequence[LineItem]:
    return db.scalars(select(LineItem).where(LineItem.activity_id == activity_id).order_by(LineItem.id)).all()


def line_item(db: Session, activity_id: int, tag: str) -> LineItem | None:
    return db.scalar(select(LineItem).where(LineItem.activity_id == activity_id, LineItem.tag == tag))


def registration_of(db: Session, activity_id: int) -> int | None:
    """The registration through which the activity's link belongs to us.

    Told by its line items, by its newest session, by the services of its context, or by its platform, in this order.
    """
    known = select(LineItem.registration_id).where(LineItem.activity_id == activity_id).limit(1)
    session = (
        select(LaunchSession.registration_id)
        .where(LaunchSession.activity_id == activity_id)
        .order_by(LaunchSession.id.desc())
        .limit(1)
    )
    own_first = case((Registration.tool == Activity.tool, 0), else_=1)
    ours = Registration.tool.in_(("", Activity.tool))
    service = (
        select(Registration.id)
        .join(ContextService, ContextService.registration_id == Registration.id)
        .join(Activity, Activity.context_id == ContextService.context_id)
        .where(Activity.id == activity_id, ours)
        .order_by(own_first, ContextService.seen_at.desc())
        .limit(1)
    )
    platform = (
        select(Registration.id)
        .join(Context, Context.platform_id == Registration.platform_id)
        .join(Activity, Activity.context_id == Context.id)
        .where(Activity.id == activity_id, ours)
        .order_by(own_first, Registration.id)
        .limit(1)
    )
    return next((found for query in (known, session, service, platform) if (found := db.scalar(query))), None)


def wish_for_update(db: Session, line_item_id: int, person_id: int) -> GradeWish:
    """The row, locked until the transaction ends, as the database holds it now."""
    return db.scalars(
        select(GradeWish)
        .where(GradeWish.line_item_id == line_item_id, GradeWish.person_id == person_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def wishes_of(db: Session, activity_id: int) -> Sequence[Row[GradeWish, LineItem]]:
    """Every wish of an activity with its column, in the order of columns and people."""
    return db.execute(
        select(GradeWish, LineItem)
        .join(LineItem, LineItem.id == GradeWish.line_item_id)
        .where(LineItem.activity_id == activity_id)
        .order_by(LineItem.id, GradeWish.person_id)
    ).all()


def refused_for_update(db: Session, activity_id: int, *conditions: Any) -> Sequence[GradeWish]:
    """The refused wishes of an activity under further conditions, locked."""
    return db.scalars(
        select(GradeWish)
        .join(LineItem, LineItem.id == GradeWish.line_item_id)
        .where(LineItem.activity_id == activity_id, GradeWish.state == "refused", *conditions)
        .order_by(GradeWish.id)
        .with_for_update(of=GradeWish)
        .execution_options(populate_existing=True)
    ).all()
