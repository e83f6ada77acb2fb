"""What the admin pages and the operators' commands leave behind: sign-ins, audit rows, erased people, heartbeats."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class AdminSession(Base):
    __tablename__ = "lti_admin_session"

    secret_hash: Mapped[str] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class AdminSignIn(Base):
    """A failed sign-in to the admin pages, for their rate limit; the address stands hashed."""

    __tablename__ = "lti_admin_sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    address_hash: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]


class UninvitedAttempt(Base):
    """A registration tried without an invite, whoever tried it, for the limit on these."""

    __tablename__ = "lti_uninvited_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


class Audit(Base):
    """One action of an admin or of a command; append-only."""

    __tablename__ = "lti_audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str]
    action: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Erased(Base):
    """A keyed hash of somebody erased: keeps the roster from bringing the person back."""

    __tablename__ = "lti_erased"
    __table_args__ = (UniqueConstraint("platform_id", "sub_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int]
    sub_hash: Mapped[str]
    at: Mapped[datetime]


class Heartbeat(Base):
    """When a kind of background work last ran, for `doctor` and the health pages."""

    __tablename__ = "lti_heartbeat"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    detail: Mapped[str] = mapped_column(default="")
