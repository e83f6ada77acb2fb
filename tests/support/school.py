"""A school in the database: platform, registration, course, activity and people, as launches would leave them."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from lti_tools.lti.addresses import host_of
from lti_tools.lti.roles import Role
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Context, ContextService, Membership, Person
from lti_tools.store.tables.schools import Deployment, Platform, Registration, Tenant

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class School:
    """Ids of what `make_school` made."""

    tenant_id: int
    platform_id: int
    registration_id: int
    deployment_id: int
    context_id: int
    activity_id: int


def make_school(
    db: Session,
    *,
    name: str = "North",
    product: str = "moodle",
    base: str = "https://lms.example",
    tool: str = "topic-vote",
) -> School:
    """One course with one activity of `tool`; service addresses lie under `base`."""
    tenant = Tenant(name=name, created_at=NOW)
    db.add(tenant)
    db.flush()
    platform = Platform(
        tenant_id=tenant.id, issuer=base, jwks_uri=f"{base}/jwks", name=name, product=product, created_at=NOW
    )
    db.add(platform)
    db.flush()
    registration = Registration(
        platform_id=platform.id,
        issuer=base,
        client_id=f"client-{name}",
        authorization_endpoint=f"{base}/auth",
        token_endpoint=f"{base}/token",
        created_at=NOW,
        updated_at=NOW,
    )
    context = Context(platform_id=platform.id, lms_id=f"course-{name}", created_at=NOW, updated_at=NOW)
    db.add_all([registration, context])
    db.flush()
    deployment = Deployment(
        registration_id=registration.id, deployment_id="1", service_hosts=[host_of(base)], created_at=NOW
    )
    db.add(deployment)
    db.flush()
    db.add(
        ContextService(
            context_id=context.id,
            registration_id=registration.id,
            deployment_id=deployment.id,
            lineitems_url=f"{base}/lineitems",
            seen_at=NOW,
        )
    )
    activity_id = add_activity(db, context.id, tool=tool)
    return School(tenant.id, platform.id, registration.id, deployment.id, context.id, activity_id)


def add_activity(db: Session, context_id: int, *, tool: str, resource_link_id: str = "link-1") -> int:
    activity = Activity(
        context_id=context_id, resource_link_id=resource_link_id, tool=tool, created_at=NOW, updated_at=NOW
    )
    db.add(activity)
    db.flush()
    return activity.id


def add_person(db: Session, school: School, sub: str, *, launched: str = "", roster: str = Role.LEARNER) -> int:
    """A member of the school's course; `launched` is the role of the newest launch, empty for none."""
    person = Person(platform_id=school.platform_id, sub=sub, created_at=NOW, updated_at=NOW)
    db.add(person)
    db.flush()
    db.add(Membership(context_id=school.context_id, person_id=person.id, launch_role=launched, roster_role=str(roster)))
    db.flush()
    return person.id
