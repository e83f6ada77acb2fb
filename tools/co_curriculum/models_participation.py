"""The table of those whom a teacher excused from taking part."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class Excuse(Base):
    """Somebody does not have to take part; their points are as if they had."""

    __tablename__ = "vote_excuse"

    activity_id: Mapped[int] = mapped_column(ForeignKey("vote_poll.activity_id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("lti_person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    reason: Mapped[str] = mapped_column(default="")
    """For teachers alone."""
    excused_at: Mapped[datetime]
