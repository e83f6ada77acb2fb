"""Tenants (schools), and the holding tenant where registrations without an invite wait for approval."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.store.tables.schools import Tenant

HOLDING = "(awaiting approval)"
"""Name of the holding tenant. Nothing under it launches, so its platforms have neither people nor courses."""


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


def list_tenants(db: Session) -> Sequence[Tenant]:
    """Every school; the holding tenant is none."""
    return db.scalars(select(Tenant).where(Tenant.name != HOLDING).order_by(Tenant.name)).all()
