"""Queries of the ledger of wishes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, case, or_, select, update
from sqlalchemy.orm import Session

from lti_tools.grades.terms import Refusal, State
from lti_tools.lti.roles import Role
from lti_tools.store.tables.activities import Activity, LineItem
from lti_tools.store.tables.grades import GradeLane, GradeWish
from lti_tools.store.tables.people import Context, ContextService, Membership, Person
from lti_tools.store.tables.schools import Deployment, Platform, Registration

_STAFF = (Role.INSTRUCTOR, Role.ASSISTANT)


def not_graded(db: Session, activity_id: int, person_ids: Collection[int]) -> set[int]:
    """Those of `person_ids` (few enough for one statement) whose newest role in the context is staff's, or erased.

    The newest launch beats the roster. Somebody without a membership may be graded: the platform knows better. Nobody
    is graded in a practice class.
    """
    rows = db.execute(
        select(Person.id, Person.erased_at, Membership.launch_role, Membership.roster_role)
        .select_from(Person)
        .join(Activity, Activity.id == activity_id)
        .join(Context, Context.id == Activity.context_id)
        .outerjoin(Membership, (Membership.context_id == Activity.context_id) & (Membership.person_id == Person.id))
        .where(Person.id.in_(person_ids), Context.kind != "practice")
    )
    may = {row.id for row in rows if row.erased_at is None and (row.launch_role or row.roster_role) not in _STAFF}
    return set(person_ids) - may


def line_items(db: Session, activity_id: int) -> Sequence[LineItem]:
    return db.scalars(select(LineItem).where(LineItem.activity_id == activity_id).order_by(LineItem.id)).all()


def line_item(db: Session, activity_id: int, tag: str) -> LineItem | None:
    return db.scalar(select(LineItem).where(LineItem.activity_id == activity_id, LineItem.tag == tag))


def registration_of(db: Session, activity_id: int) -> int | None:
    """The registration through which we reach the activity's gradebook: its newest launch's, else its context's."""
    launched = select(Activity.registration_id).where(Activity.id == activity_id)
    service = (
        select(Registration.id)
        .join(ContextService, ContextService.registration_id == Registration.id)
        .join(Activity, Activity.context_id == ContextService.context_id)
        .where(Activity.id == activity_id, Registration.tool.in_(("", Activity.tool)))
        .order_by(case((Registration.tool == Activity.tool, 0), else_=1), ContextService.seen_at.desc())
        .limit(1)
    )
    return db.scalar(launched) or db.scalar(service)


def wishes_for_update(db: Session, line_item_id: int, person_ids: Collection[int]) -> Sequence[GradeWish]:
    """The rows of these people (few enough for one statement), locked, as the database holds them now."""
    if not person_ids:
        return ()
    return db.scalars(
        select(GradeWish)
        .where(GradeWish.line_item_id == line_item_id, GradeWish.person_id.in_(person_ids))
        .order_by(GradeWish.person_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


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
        .where(LineItem.activity_id == activity_id, GradeWish.state == State.REFUSED, *conditions)
        .order_by(GradeWish.id)
        .with_for_update(of=GradeWish)
        .execution_options(populate_existing=True)
    ).all()


@dataclass(frozen=True)
class Due:
    """A wish that a worker may take, and everything that its way to the gradebook needs."""

    wish: GradeWish
    item: LineItem
    tool: str
    resource_link_id: str
    lineitems_url: str
    ags_scopes: list[str]
    hosts: list[str]
    """Hosts that launches have named for services."""
    sub: str
    platform: Platform
    registration: Registration
    platform_failures: int


def anything_due(db: Session, now: datetime) -> bool:
    """Whether a worker should look; answered from the index alone."""
    return db.scalar(select(GradeWish.id).where(*_is_due(now)).limit(1)) is not None


def next_due(db: Session, now: datetime, skip: Collection[int] = ()) -> Due | None:
    """The wish that waits longest on an open road, locked; rows that another worker looks at are passed over.

    `skip` names platforms that are somebody else's turn.
    """
    row = db.execute(
        select(
            GradeWish,
            LineItem,
            Activity.tool,
            Activity.resource_link_id,
            ContextService.lineitems_url,
            ContextService.ags_scopes,
            Deployment.service_hosts,
            Person.sub,
            Platform,
            Registration,
            GradeLane.failures,
        )
        .select_from(GradeWish)
        .join(LineItem, LineItem.id == GradeWish.line_item_id)
        .join(Activity, Activity.id == LineItem.activity_id)
        .join(Person, Person.id == GradeWish.person_id)
        .join(Platform, Platform.id == Person.platform_id)
        .join(Registration, Registration.id == LineItem.registration_id)
        .outerjoin(
            ContextService,
            (ContextService.context_id == Activity.context_id)
            & (ContextService.registration_id == LineItem.registration_id),
        )
        .outerjoin(Deployment, Deployment.id == ContextService.deployment_id)
        .outerjoin(GradeLane, GradeLane.platform_id == Platform.id)
        .where(
            *_is_due(now),
            or_(GradeLane.platform_id.is_(None), (GradeLane.paused_until <= now) & (GradeLane.held_until <= now)),
            Platform.id.not_in(skip),
        )
        .order_by(GradeWish.due_at, GradeWish.id)
        .limit(1)
        .with_for_update(of=GradeWish, skip_locked=True)
    ).first()
    if row is None:
        return None
    wish, item, tool, link, url, scopes, hosts, sub, platform, registration, failures = row
    return Due(wish, item, tool, link, url or "", scopes or [], hosts or [], sub, platform, registration, failures or 0)


def _is_due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return GradeWish.state.in_((State.WAITING, State.SENDING)), GradeWish.due_at <= now


def resume(db: Session, registration_id: int, now: datetime) -> int:
    """Let the wishes wait for a worker again that stopped because the registration was not active; how many."""
    columns = select(LineItem.id).where(LineItem.registration_id == registration_id)
    resumed = db.execute(
        update(GradeWish)
        .where(
            GradeWish.line_item_id.in_(columns),
            GradeWish.state == State.REFUSED,
            GradeWish.refusal == Refusal.REMOVED,
        )
        .values(state=State.WAITING, refusal="", due_at=now)
        .returning(GradeWish.id)
        .execution_options(synchronize_session=False)
    )
    return len(resumed.all())


def leased(db: Session, wish_id: int, token: str) -> GradeWish | None:
    """The row, locked, if the lease `token` still holds; None when another worker has taken it over."""
    return db.scalars(
        select(GradeWish).where(GradeWish.id == wish_id, GradeWish.lease_token == token).with_for_update()
    ).one_or_none()


def begin_making(db: Session, line_item_id: int, now: datetime, until: datetime) -> bool:
    """Take the right to make a column in the LMS; False while another worker is at it or its address is known."""
    taken = db.execute(
        update(LineItem)
        .where(
            LineItem.id == line_item_id,
            LineItem.url == "",
            or_(LineItem.making_until.is_(None), LineItem.making_until <= now),
        )
        .values(making_until=until)
        .returning(LineItem.id)
        .execution_options(synchronize_session=False)
    )
    return taken.first() is not None


def siblings(db: Session, line_item_id: int) -> Sequence[LineItem]:
    """The other columns of the same activity."""
    own = select(LineItem.activity_id).where(LineItem.id == line_item_id).scalar_subquery()
    return db.scalars(select(LineItem).where(LineItem.activity_id == own, LineItem.id != line_item_id)).all()


def keep_address(db: Session, line_item_id: int, url: str, now: datetime, *, created_by_us: bool) -> None:
    """Store where a column is."""
    values: dict[str, Any] = {"url": url, "making_until": None, "updated_at": now}
    if created_by_us:
        values["created_by_us"] = True
    db.execute(update(LineItem).where(LineItem.id == line_item_id).values(values))
