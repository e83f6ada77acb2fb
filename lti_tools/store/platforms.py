"""Platforms, their registrations and deployments: how one is added, updated in place, approved and removed.

A registration joins a platform only inside its tenant, with identical issuer and key-set address; a client that is
known already is refused, unless the same platform of the same tenant says it again (Moodle's "update this tool").
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lti_tools.errors import RegistrationRejected
from lti_tools.store import grades
from lti_tools.store.tables.schools import Deployment, Platform, Registration, RegistrationStatus, Tenant


@dataclass(frozen=True, kw_only=True)
class NewClient:
    """Everything that makes a registration, from the platform's answer or an admin's hand."""

    issuer: str
    jwks_uri: str
    client_id: str
    authorization_endpoint: str
    token_endpoint: str
    token_audience: str = ""
    tool: str = ""
    scopes: tuple[str, ...] = ()
    deployment_ids: tuple[str, ...] = ()
    product: str = ""
    name: str = ""
    origins: tuple[str, ...] = ()
    learns_deployments: bool = True


@dataclass(frozen=True)
class Row:
    """One registration with what it belongs to, for lists."""

    registration: Registration
    platform: Platform
    tenant: Tenant


def store_registration(
    db: Session,
    tenant_id: int,
    client: NewClient,
    now: datetime,
    *,
    status: RegistrationStatus = RegistrationStatus.ACTIVE,
    update: bool = True,
) -> Registration:
    """Add or update the registration of `client` in a tenant.

    Raises `RegistrationRejected` (`client-known`) where the client belongs to another tenant or another platform, or
    to this one and `update` is off. An update never makes an active registration pending.
    """
    known = find_registration(db, client.issuer, client.client_id)
    if known is None:
        platform = join_platform(db, tenant_id, client, now)
        registration = _insert(db, platform, client, status, now)
    else:
        platform = db.get_one(Platform, known.platform_id)
        if not update or platform.tenant_id != tenant_id or platform.jwks_uri != client.jwks_uri:
            raise RegistrationRejected("client-known")
        _learn(platform, client)
        registration = known
        if known.status == RegistrationStatus.REMOVED:
            known.status = status
            if status == RegistrationStatus.ACTIVE:
                grades.resume(db, known.id, now)
        _fill(known, client, now)
    for deployment_id in client.deployment_ids:
        ensure_deployment(db, registration.id, deployment_id, now)
    db.flush()
    return registration


def find_registration(db: Session, issuer: str, client_id: str) -> Registration | None:
    return db.scalar(select(Registration).where(Registration.issuer == issuer, Registration.client_id == client_id))


def join_platform(db: Session, tenant_id: int, client: NewClient, now: datetime) -> Platform:
    """The tenant's platform with this issuer and key-set address, made if there is none."""
    platform = db.scalar(
        select(Platform).where(
            Platform.tenant_id == tenant_id, Platform.issuer == client.issuer, Platform.jwks_uri == client.jwks_uri
        )
    )
    if platform is None:
        platform = Platform(
            tenant_id=tenant_id,
            issuer=client.issuer,
            jwks_uri=client.jwks_uri,
            name=client.name or client.issuer,
            product=client.product,
            origins=[],
            created_at=now,
        )
        db.add(platform)
    _learn(platform, client)
    db.flush()
    return platform


def ensure_deployment(db: Session, registration_id: int, deployment_id: str, now: datetime) -> Deployment:
    """The registration's deployment with this id, made if there is none."""
    deployment = db.scalar(
        select(Deployment).where(
            Deployment.registration_id == registration_id, Deployment.deployment_id == deployment_id
        )
    )
    if deployment is None:
        deployment = Deployment(
            registration_id=registration_id, deployment_id=deployment_id, service_hosts=[], created_at=now
        )
        db.add(deployment)
        db.flush()
    return deployment


def list_registrations(db: Session, *, removed: bool = False) -> Sequence[Row]:
    """Registrations with their platforms and tenants, in the order they came; removed ones only if asked for."""
    query = (
        select(Registration, Platform, Tenant)
        .join(Platform, Platform.id == Registration.platform_id)
        .join(Tenant, Tenant.id == Platform.tenant_id)
        .order_by(Registration.id)
    )
    if not removed:
        query = query.where(Registration.status != RegistrationStatus.REMOVED)
    return [Row(registration, platform, tenant) for registration, platform, tenant in db.execute(query)]


def find_row(db: Session, registration_id: int) -> Row | None:
    """One registration with its platform and tenant."""
    return next((row for row in list_registrations(db, removed=True) if row.registration.id == registration_id), None)


def deployment_ids(db: Session, registration_id: int) -> Sequence[str]:
    query = select(Deployment.deployment_id).where(Deployment.registration_id == registration_id)
    return db.scalars(query.order_by(Deployment.id)).all()


def remove_registration(db: Session, registration: Registration, now: datetime) -> None:
    """Let nothing launch through the registration any more, and no score go to its gradebook.

    People, courses, work and waiting scores stay until they are erased; the scores go on when it is registered again.
    """
    registration.status = RegistrationStatus.REMOVED
    registration.updated_at = now


def _insert(
    db: Session, platform: Platform, client: NewClient, status: RegistrationStatus, now: datetime
) -> Registration:
    registration = Registration(
        platform_id=platform.id, issuer=client.issuer, client_id=client.client_id, status=status, created_at=now
    )
    _fill(registration, client, now)
    try:
        with db.begin_nested():
            db.add(registration)
    except IntegrityError as error:
        raise RegistrationRejected("client-known") from error
    return registration


def _fill(registration: Registration, client: NewClient, now: datetime) -> None:
    registration.tool = client.tool
    registration.authorization_endpoint = client.authorization_endpoint
    registration.token_endpoint = client.token_endpoint
    registration.token_audience = client.token_audience
    registration.scopes = list(client.scopes)
    registration.learns_deployments = client.learns_deployments
    registration.updated_at = now


def _learn(platform: Platform, client: NewClient) -> None:
    platform.product = client.product or platform.product
    if client.name and client.name != urlsplit(client.issuer).hostname:  # a host is what stands for no name at all
        platform.name = client.name
    platform.origins = _union(platform.origins, client.origins)


def _union(known: Iterable[str], new: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*known, *new]))
