"""What administrators do, in the pages and by commands alike: each deed with its audit row, in one transaction.

`actor` is "admin" (the pages) or "command".
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound, RegistrationRefused
from lti_tools.settings import Settings
from lti_tools.store import invites, pending, platforms
from lti_tools.store.audits import note
from lti_tools.store.platforms import NewClient
from lti_tools.store.tables.schools import Invite, Registration, RegistrationStatus, Tenant
from lti_tools.store.tenants import HOLDING, choose_tenant, ensure_tenant, find_tenant

ADMIN, COMMAND = "admin", "command"


@dataclass(frozen=True)
class NewInvite:
    """`address` spells out the secret: it is shown once and stored nowhere."""

    invite: Invite
    school: Tenant
    address: str = field(repr=False)


def registration_address(settings: Settings, secret: str) -> str:
    """Where a platform registers with an invite; the only place that spells out the secret."""
    return f"{settings.public_url}/lti/register/i/{secret}"


def make_invite(db: Session, settings: Settings, *, actor: str, school: str, tool: str, now: datetime) -> NewInvite:
    """A registration address for `tool` (empty: the suite) that works once; raises `RegistrationRefused`."""
    secret = secrets.token_urlsafe(32)
    tenant = choose_tenant(db, school, now)
    invite = invites.create_invite(db, tenant_id=tenant.id, tool=tool, secret=secret, now=now)
    note(db, actor, "invite.create", now, invite=invite.id, tenant=tenant.id, tool=tool)
    return NewInvite(invite, tenant, registration_address(settings, secret))


def revoke_invite(db: Session, invite_id: int, *, actor: str, now: datetime) -> bool:
    """Whether there was an unspent invite to revoke."""
    revoked = invites.revoke_invite(db, invite_id, now)
    if revoked:
        note(db, actor, "invite.revoke", now, invite=invite_id)
    return revoked


def add_school(db: Session, name: str, *, actor: str, now: datetime) -> bool:
    """Add a school; False where the name is empty, reserved or taken."""
    if not name or name == HOLDING or find_tenant(db, name):
        return False
    ensure_tenant(db, name, now)
    note(db, actor, "tenant.add", now, name=name)
    return True


def let_mentors_read(db: Session, tenant_id: int, allowed: bool, *, actor: str, now: datetime) -> None:
    """Let mentors of a school read about their own learners, or no longer; raises `NotFound`."""
    tenant = db.get(Tenant, tenant_id)
    if tenant is None or tenant.name == HOLDING:
        raise NotFound(f"school {tenant_id}")
    tenant.mentors_read = allowed
    note(db, actor, "tenant.mentors", now, tenant=tenant_id, allowed=allowed)


def add_platform(db: Session, school: str, client: NewClient, *, actor: str, now: datetime) -> Registration:
    """Add a registration by hand; raises `RegistrationRejected` for a client that is known already."""
    tenant = choose_tenant(db, school, now)
    registration = platforms.store_registration(db, tenant.id, client, now, update=False)
    note(db, actor, "registration.add", now, registration=registration.id, tenant=tenant.id)
    return registration


def remove_registration(db: Session, registration_id: int, *, actor: str, now: datetime) -> None:
    """Let nothing launch through it any more; raises `NotFound`."""
    registration = _registration(db, registration_id)
    platforms.remove_registration(db, registration, now)
    note(db, actor, "registration.remove", now, registration=registration_id)


def approve_registration(db: Session, registration_id: int, *, school: str, actor: str, now: datetime) -> Tenant:
    """Let a registration that came without an invite launch, in one school.

    Raises `NotFound`, or `RegistrationRefused` (`not-pending`) where it does not wait.
    """
    registration = _registration(db, registration_id)
    if registration.status != RegistrationStatus.PENDING:
        raise RegistrationRefused("not-pending")
    tenant = choose_tenant(db, school, now)
    pending.approve(db, registration, tenant.id, now)
    note(db, actor, "registration.approve", now, registration=registration_id, tenant=tenant.id)
    return tenant


def _registration(db: Session, registration_id: int) -> Registration:
    registration = db.get(Registration, registration_id, with_for_update=True)
    if registration is None:
        raise NotFound(f"registration {registration_id}")
    return registration
