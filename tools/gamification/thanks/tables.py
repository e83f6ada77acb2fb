"""Thank-you cards: from classmates in chosen words, from teachers with words of their own."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class CardRow(Base):
    """One card. Only who got it, and who sent it, see it."""

    __tablename__ = "quest_card"
    __table_args__ = (UniqueConstraint("activity_id", "by_id", "person_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("quest_line.activity_id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    """Who got it."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="SET NULL"), index=True)
    phrase: Mapped[str]
    """Code of the chosen words (`words.PHRASES`)."""
    text: Mapped[str] = mapped_column(Text, default="")
    """A teacher's own words; classmates have none, so that a card can hurt nobody."""
    day: Mapped[date]
    at: Mapped[datetime]
