"""Tenants (schools), and the holding tenant where registrations without an invite wait for approval."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.errors import RegistrationRefused
from lti_tools.store.tables.schools import Tenant

HOLDING = "(awaiting approval)"
"""Name of the holding tenant. Nothing under it launches, so its platforms have neither people nor courses."""
FIRST = "School"
"""Name of the tenant that is made where nobody named any."""


def find_tenant(db: Session, name: str) -> Tenant | None:
    return db.scalar(select(Tenant).where(Tenant.name == name))


def ensure_tenant(db: Session, name: str, now: datetime) -> Tenant:
    """The tenant called `name`, made if there is none."""
    tenant = find_tenant(db, name)
    if tenant is None:
        tenant = Tenant(name=name, created_at=now)
        db.add(tenant)
        db.flush()
    return tenant


def choose_tenant(db: Session, name: str, now: datetime) -> Tenant:
    """The school called `name`; without a name the only one, or a first one. Raises `RegistrationRefused`."""
    schools = list_tenants(db)
    if name:
        found = [school for school in schools if school.name == name]
        if not found:
            raise RegistrationRefused(f"there is no school called {name}; add it with: lti-tools tenant add")
        return found[0]
    if len(schools) > 1:
        raise RegistrationRefused(f"name one of the schools: {', '.join(school.name for school in schools)}")
    return schools[0] if schools else ensure_tenant(db, FIRST, now)


def list_tenants(db: Session) -> Sequence[Tenant]:
    """Every school; the holding tenant is none."""
    return db.scalars(select(Tenant).where(Tenant.name != HOLDING).order_by(Tenant.name)).all()
