"""Dates of one person's own: a quest opens or is due at another time for them."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class OwnDateRow(Base):
    """In place of what the questline says for everybody; None leaves that as it is."""

    __tablename__ = "quest_own_date"

    activity_id: Mapped[int] = mapped_column(ForeignKey("quest_line.activity_id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("lti_person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    quest: Mapped[str] = mapped_column(primary_key=True)
    opens_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
