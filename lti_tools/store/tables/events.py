"""The outbox of activity events, and which consumer took which event."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class Event(Base):
    """Something a person did, written in the transaction of the deed. `actor_id` is None once the person is erased."""

    __tablename__ = "lti_event"

    id: Mapped[str] = mapped_column(primary_key=True)
    tenant_id: Mapped[int] = mapped_column(ForeignKey("lti_tenant.id"))
    context_id: Mapped[int] = mapped_column(ForeignKey("lti_context.id", ondelete="CASCADE"), index=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"), index=True)
    tool: Mapped[str]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="SET NULL"), index=True)
    action: Mapped[str]
    object: Mapped[dict[str, Any]] = mapped_column(default=dict)
    occurred_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None] = mapped_column(index=True)
    due_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)


class EventConsumed(Base):
    """Written in the transaction of the effect: a second delivery finds it and does nothing."""

    __tablename__ = "lti_event_consumed"

    consumer: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("lti_event.id", ondelete="CASCADE"), primary_key=True)
    consumed_at: Mapped[datetime]
