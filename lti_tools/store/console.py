"""What recorded launches tell the conformance console: courses with services, line items, links, learners.

Every address that the console calls comes from here: nobody can type one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from lti_tools.lti.roles import Role
from lti_tools.store.tables.activities import Activity, LineItem
from lti_tools.store.tables.people import Context, ContextService, Membership, Person
from lti_tools.store.tables.schools import Deployment, Platform, Registration, RegistrationStatus
from lti_tools.web.paging import Page, page_of_query

TAG = "conformance-"
"""Tags of the line items that the console makes begin so; only those may it change and delete."""
MOST = 200


@dataclass(frozen=True)
class Place:
    """The services of one course as one registration may use them."""

    service: ContextService
    context: Context
    platform: Platform
    registration: Registration
    deployment: Deployment


@dataclass(frozen=True)
class Item:
    """A line item whose address a launch told or the console made. `key` names it in forms."""

    key: str
    url: str
    label: str
    line_item_id: int | None
    own: bool
    """Made by the console."""


_PLACES: Any = (
    select(ContextService, Context, Platform, Registration, Deployment)
    .join(Context, Context.id == ContextService.context_id)
    .join(Registration, Registration.id == ContextService.registration_id)
    .join(Platform, Platform.id == Registration.platform_id)
    .join(Deployment, Deployment.id == ContextService.deployment_id)
    .where(Registration.status == RegistrationStatus.ACTIVE)
    .where(or_(ContextService.lineitems_url != "", ContextService.memberships_url != ""))
)


def places(db: Session, number: int) -> Page[Place]:
    """Courses with services, the newest launches first."""
    page = page_of_query(db, _PLACES.order_by(ContextService.seen_at.desc(), ContextService.id), number)
    return Page([Place(*row) for row in page.items], page.number, page.total, page.size)


def place(db: Session, service_id: int) -> Place | None:
    row = db.execute(_PLACES.where(ContextService.id == service_id)).one_or_none()
    return Place(*row) if row else None


def links(db: Session, where: Place) -> Sequence[Activity]:
    """The course's activities."""
    query = select(Activity).where(Activity.context_id == where.context.id)
    return db.scalars(query.order_by(Activity.id).limit(MOST)).all()


def items(db: Session, where: Place) -> list[Item]:
    """The line items known of the course, those that the console made first."""
    known = db.execute(
        select(LineItem, Activity.title)
        .join(Activity, Activity.id == LineItem.activity_id)
        .where(
            Activity.context_id == where.context.id,
            LineItem.registration_id == where.registration.id,
            LineItem.url != "",
        )
        .order_by(LineItem.id)
    )
    found = [
        Item(f"c{item.id}", item.url, item.label or title or item.tag, item.id, _own(item)) for item, title in known
    ]
    told = select(Activity).where(
        Activity.context_id == where.context.id,
        Activity.registration_id == where.registration.id,
        Activity.lineitem_url != "",
        Activity.lineitem_url.not_in([item.url for item in found]),
    )
    found += [
        Item(f"a{activity.id}", activity.lineitem_url, activity.title, None, False)
        for activity in db.scalars(told.order_by(Activity.id))
    ]
    return sorted(found, key=lambda item: not item.own)[:MOST]


def learners(db: Session, where: Place) -> Sequence[Person]:
    """People whose newest role in the course is learner: the launch's beats the roster's."""
    role = or_(
        Membership.launch_role == Role.LEARNER,
        (Membership.launch_role == "") & (Membership.roster_role == Role.LEARNER),
    )
    query = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.context_id == where.context.id, Membership.active, Person.erased_at.is_(None), role)
    )
    return db.scalars(query.order_by(Person.name, Person.id).limit(MOST)).all()


def keep_item(
    db: Session, where: Place, activity_id: int, *, tag: str, label: str, maximum: int, url: str, now: datetime
) -> None:
    """Remember a line item that the console made; `wanted` keeps it apart from the activity's own column."""
    db.add(
        LineItem(
            activity_id=activity_id,
            registration_id=where.registration.id,
            tag=tag,
            label=label,
            score_maximum=maximum,
            url=url,
            wanted=True,
            created_by_us=True,
            updated_at=now,
        )
    )


def rename_item(db: Session, line_item_id: int, *, label: str, maximum: int, now: datetime) -> None:
    item = db.get_one(LineItem, line_item_id)
    item.label, item.score_maximum, item.updated_at = label, maximum, now


def forget_item(db: Session, line_item_id: int) -> None:
    """Only one of the console's own, whatever the caller believes."""
    db.execute(
        delete(LineItem).where(LineItem.id == line_item_id, LineItem.created_by_us, LineItem.tag.startswith(TAG))
    )


def _own(item: LineItem) -> bool:
    return item.created_by_us and item.tag.startswith(TAG)
