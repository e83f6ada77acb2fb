"""Login records, consumed nonces, the sessions that launches open, and one-shot tickets. Secrets stand here hashed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class Login(Base):
    """One OIDC login under way: state, nonce, registration and browser belong together and are used once."""

    __tablename__ = "lti_login"

    state_hash: Mapped[str] = mapped_column(primary_key=True)
    nonce_hash: Mapped[str] = mapped_column(unique=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("lti_registration.id", ondelete="CASCADE"), index=True)
    browser_hash: Mapped[str]
    """Of the secret in this browser's cookie."""
    storage_hash: Mapped[str] = mapped_column(default="")
    """Of the secret put into the platform's storage; empty where the platform offered none."""
    storage_target: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
    nonce_used_at: Mapped[datetime | None]


class LaunchSession(Base):
    """One launch, one session: person, role, context and activity never change inside it."""

    __tablename__ = "lti_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    path_hash: Mapped[str] = mapped_column(unique=True)
    secret_hash: Mapped[str]
    registration_id: Mapped[int] = mapped_column(ForeignKey("lti_registration.id", ondelete="CASCADE"), index=True)
    deployment_id: Mapped[int] = mapped_column(ForeignKey("lti_deployment.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    context_id: Mapped[int] = mapped_column(ForeignKey("lti_context.id", ondelete="CASCADE"), index=True)
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"), index=True)
    role: Mapped[str]
    message_type: Mapped[str]
    locale: Mapped[str] = mapped_column(default="")
    message: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What this message asks beyond the launch: deep linking settings, the person reviewed, the return address."""
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Ticket(Base):
    """Opens the same activity as the same person in a new tab: once, within 60 s."""

    __tablename__ = "lti_ticket"

    secret_hash: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("lti_session.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
