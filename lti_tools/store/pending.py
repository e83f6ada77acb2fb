"""Registrations that came without an invite: how many may wait, how one is approved, when the rest go."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from lti_tools.errors import TooManyRegistrations
from lti_tools.store import grades
from lti_tools.store.database import Database
from lti_tools.store.platforms import NewClient, deployment_ids, join_platform
from lti_tools.store.tables.admin import UninvitedAttempt
from lti_tools.store.tables.schools import KeySet, Platform, Registration, RegistrationStatus
from lti_tools.store.tenants import HOLDING, ensure_tenant, find_tenant

LIFETIME = timedelta(days=7)
CAP = 50
PER_HOUR = 10
ATTEMPTS, ATTEMPTS_PERIOD = 20, timedelta(minutes=10)


def count_attempt(database: Database, now: datetime) -> None:
    """Count an attempt without an invite, successful or not: each makes us call an address that a stranger chose.

    Raises `TooManyRegistrations` where there were as many as allowed of late, over all processes. The
    attempt is stored before it is counted, so tries side by side cannot slip past; one that is refused is not kept.
    """
    with database.write() as db:
        attempt = UninvitedAttempt(at=now)
        db.add(attempt)
    recent = select(func.count()).select_from(UninvitedAttempt).where(UninvitedAttempt.at > now - ATTEMPTS_PERIOD)
    with database.read() as db:
        count = db.scalar(recent) or 0
    if count > ATTEMPTS:
        with database.write() as db:
            db.execute(delete(UninvitedAttempt).where(UninvitedAttempt.id == attempt.id))
        raise TooManyRegistrations


def check_room(db: Session, now: datetime) -> None:
    """Raise `TooManyRegistrations` where 50 registrations wait already, or 10 came within the hour."""
    pending = Registration.status == RegistrationStatus.PENDING
    waiting = db.scalar(select(func.count()).select_from(Registration).where(pending)) or 0
    recent = pending & (Registration.created_at > now - timedelta(hours=1))
    if waiting >= CAP or (db.scalar(select(func.count()).select_from(Registration).where(recent)) or 0) >= PER_HOUR:
        raise TooManyRegistrations


def approve(db: Session, registration: Registration, tenant_id: int, now: datetime) -> None:
    """Move a pending registration into a tenant and let it launch."""
    held = db.get_one(Platform, registration.platform_id)
    client = NewClient(
        issuer=held.issuer,
        jwks_uri=held.jwks_uri,
        client_id=registration.client_id,
        authorization_endpoint=registration.authorization_endpoint,
        token_endpoint=registration.token_endpoint,
        deployment_ids=tuple(deployment_ids(db, registration.id)),
        product=held.product,
        name=held.name,
        origins=tuple(held.origins),
    )
    platform = join_platform(db, tenant_id, client, now)
    keys = db.get(KeySet, held.id)
    if keys is not None and db.get(KeySet, platform.id) is None:
        db.add(KeySet(platform_id=platform.id, body=keys.body, fetched_at=keys.fetched_at, tried_at=keys.tried_at))
    registration.platform_id = platform.id
    registration.status = RegistrationStatus.ACTIVE
    registration.updated_at = now
    grades.resume(db, registration.id, now)
    db.flush()
    _drop_empty_platforms(db)


def delete_stale(db: Session, now: datetime) -> int:
    """Delete what has waited for seven days; how many registrations that were."""
    stale = select(Registration.id).where(
        Registration.status == RegistrationStatus.PENDING, Registration.created_at <= now - LIFETIME
    )
    gone: Sequence[int] = db.scalars(stale).all()
    if gone:
        db.execute(delete(Registration).where(Registration.id.in_(gone)))
        _drop_empty_platforms(db)
    return len(gone)


def holding_tenant_id(db: Session, now: datetime) -> int:
    """The tenant under which registrations wait."""
    return ensure_tenant(db, HOLDING, now).id


def _drop_empty_platforms(db: Session) -> None:
    tenant = find_tenant(db, HOLDING)
    if tenant is None:
        return
    used = select(Registration.platform_id)
    db.execute(delete(Platform).where(Platform.tenant_id == tenant.id, Platform.id.not_in(used)))
