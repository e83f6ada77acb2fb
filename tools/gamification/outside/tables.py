"""What outside systems may tell: a key for each, and which of their calls were taken."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class IntakeKeyRow(Base):
    """One outside system of an activity. Its secret is made from `id` and the suite's own; it stands nowhere."""

    __tablename__ = "quest_intake_key"

    id: Mapped[str] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_at: Mapped[datetime | None]
    """Of the newest call that was taken."""
    minute: Mapped[int] = mapped_column(default=0)
    calls: Mapped[int] = mapped_column(default=0)
    """In that minute since 1970, whatever became of them."""


class CallRow(Base):
    """A call that was taken: the same id never counts twice."""

    __tablename__ = "quest_intake_call"

    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"), primary_key=True)
    call_id: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    taken_at: Mapped[datetime]
