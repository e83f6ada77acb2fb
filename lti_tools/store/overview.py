"""What the admin pages count: what waits, what belongs to a registration."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.admin import Audit
from lti_tools.store.tables.grades import GradeWish
from lti_tools.store.tables.people import Context, Person
from lti_tools.store.tables.schools import KeySet, Platform, Registration, RegistrationStatus, Tenant
from lti_tools.store.tables.sessions import LaunchSession
from lti_tools.store.tenants import HOLDING
from lti_tools.web.paging import Page, page_of_query


def pending_count(db: Session) -> int:
    """Registrations that wait for approval."""
    pending = Registration.status == RegistrationStatus.PENDING
    return db.scalar(select(func.count()).select_from(Registration).where(pending)) or 0


def wishes_by_state(db: Session) -> Mapping[str, int]:
    """How many scores are in which `grades.terms.State`; states without any are left out."""
    rows = db.execute(select(GradeWish.state, func.count()).group_by(GradeWish.state))
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True)
class Belongings:
    """What stands behind a registration: what an admin should know before removing it."""

    courses: int
    people: int
    activities: int
    open_sessions: int


def belongings(db: Session, registration: Registration, now: datetime) -> Belongings:
    """Courses and people are its platform's, activities and sessions its own."""
    platform = registration.platform_id

    def count(entity: type, *conditions: object) -> int:
        return db.scalar(select(func.count()).select_from(entity).where(*conditions)) or 0  # type: ignore[arg-type]

    return Belongings(
        courses=count(Context, Context.platform_id == platform, Context.kind == "course"),
        people=count(Person, Person.platform_id == platform, Person.erased_at.is_(None)),
        activities=count(Activity, Activity.registration_id == registration.id),
        open_sessions=count(
            LaunchSession, LaunchSession.registration_id == registration.id, LaunchSession.expires_at > now
        ),
    )


@dataclass(frozen=True)
class School:
    tenant: Tenant
    platforms: int


def schools(db: Session) -> list[School]:
    """Every school by name with the number of its platforms; the holding tenant is none."""
    query = (
        select(Tenant, func.count(Platform.id))
        .outerjoin(Platform, Platform.tenant_id == Tenant.id)
        .where(Tenant.name != HOLDING)
        .group_by(Tenant.id)
        .order_by(Tenant.name)
    )
    return [School(tenant, count) for tenant, count in db.execute(query)]


def key_set_of(db: Session, platform_id: int) -> KeySet | None:
    return db.get(KeySet, platform_id)


def audits(db: Session, number: int) -> Page[Audit]:
    """The newest audit rows first."""
    return page_of_query(db, select(Audit).order_by(Audit.id.desc()), number)
