"""Schools and what they own: tenants, platforms, registrations, deployments, invites and held key sets."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class Tenant(Base):
    """One school. Two schools share nothing, even where their LMS has the same issuer."""

    __tablename__ = "lti_tenant"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    mentors_read: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether a learner's mentor, as the LMS names one, may read about them."""
    created_at: Mapped[datetime]


class Platform(Base):
    """One LMS of a tenant: an issuer with its key-set URL. People and contexts are keyed under it."""

    __tablename__ = "lti_platform"
    __table_args__ = (UniqueConstraint("tenant_id", "issuer", "jwks_uri"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tenant_id: Mapped[int] = mapped_column(ForeignKey("lti_tenant.id"))
    issuer: Mapped[str]
    jwks_uri: Mapped[str]
    name: Mapped[str]
    product: Mapped[str]
    """`product_family_code` in lower case: "moodle", "canvas" or another; picks the row of `lti.quirks`."""
    origins: Mapped[list[str]] = mapped_column(default=list)
    """Origins that may frame our pages, learnt from the registration and from launches."""
    created_at: Mapped[datetime]


class KeySet(Base):
    """The platform's last good JWKS. It serves for 24 h after `fetched_at` when its address is down."""

    __tablename__ = "lti_key_set"

    platform_id: Mapped[int] = mapped_column(ForeignKey("lti_platform.id", ondelete="CASCADE"), primary_key=True)
    body: Mapped[dict[str, Any]]
    fetched_at: Mapped[datetime | None]
    tried_at: Mapped[datetime]
    error: Mapped[str] = mapped_column(default="")


class RegistrationStatus(StrEnum):
    ACTIVE = "active"
    PENDING = "pending"
    REMOVED = "removed"


class Registration(Base):
    """One client of a platform: one entry in its activity chooser. `tool` empty means the whole suite."""

    __tablename__ = "lti_registration"
    __table_args__ = (UniqueConstraint("issuer", "client_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("lti_platform.id"), index=True)
    issuer: Mapped[str]
    """Equal to the platform's; here for the unique constraint: a client is known in one tenant only."""
    client_id: Mapped[str]
    tool: Mapped[str] = mapped_column(default="")
    authorization_endpoint: Mapped[str]
    token_endpoint: Mapped[str]
    token_audience: Mapped[str] = mapped_column(default="")
    """`aud` of the client assertion; empty means the token endpoint."""
    scopes: Mapped[list[str]] = mapped_column(default=list)
    status: Mapped[str] = mapped_column(default=RegistrationStatus.ACTIVE)
    learns_deployments: Mapped[bool] = mapped_column(default=True)
    """Whether a valid launch may bring a deployment not known yet. Moodle names its only one at registration."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Deployment(Base):
    """A deployment of a registration, told at registration or learnt at its first valid launch."""

    __tablename__ = "lti_deployment"
    __table_args__ = (UniqueConstraint("registration_id", "deployment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("lti_registration.id", ondelete="CASCADE"))
    deployment_id: Mapped[str]
    service_hosts: Mapped[list[str]] = mapped_column(default=list)
    """Hosts of the service addresses seen in this deployment's launches."""
    created_at: Mapped[datetime]


class Invite(Base):
    """A one-time permission to register. Only its SHA-256 is stored."""

    __tablename__ = "lti_invite"

    id: Mapped[int] = mapped_column(primary_key=True)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    tenant_id: Mapped[int] = mapped_column(ForeignKey("lti_tenant.id"), index=True)
    tool: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    """A registration is under way with it; nobody else can use it before this instant."""
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("lti_registration.id", ondelete="SET NULL"))
