"""The tries of quizzes. Questions lie in the questline; a try keeps its version, so it is marked as it was asked."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class TryRow(Base):
    """One try of one learner; at most one of a quiz is not finished."""

    __tablename__ = "quest_quiz_try"
    __table_args__ = (UniqueConstraint("activity_id", "person_id", "objective", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    objective: Mapped[str]
    number: Mapped[int]
    version: Mapped[int]
    """Of the questline."""
    sheet: Mapped[list[Any]]
    kept: Mapped[int] = mapped_column(default=0)
    """Questions that were right in earlier tries and are not asked again."""
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    answers: Mapped[list[Any] | None]
    """As given, in places as shown."""
    score: Mapped[int] = mapped_column(default=0)
    """Percent, of a finished try."""
