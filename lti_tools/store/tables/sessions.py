"""Consumed states and nonces, the sessions that launches open, and one-shot tickets. Secrets stand here hashed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class Consumed(Base):
    """A state or nonce that a launch used up, by its SHA-256; kept until the login it belonged to has expired."""

    __tablename__ = "lti_consumed"

    digest: Mapped[str] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


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
