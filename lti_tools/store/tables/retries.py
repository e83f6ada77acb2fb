"""Work that fails in an activity, and when it is tried again."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class Setback(Base):
    """One kind of work that failed the last time in one activity; gone once it succeeds."""

    __tablename__ = "lti_setback"

    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"), primary_key=True)
    work: Mapped[str] = mapped_column(primary_key=True)
    """Names the kind, e.g. "topic-vote.settling"."""
    since: Mapped[datetime]
    tries: Mapped[int]
    due_at: Mapped[datetime]
    error: Mapped[str]
    """The exception's class; the log has the rest."""
