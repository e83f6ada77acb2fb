"""The help board: who asks for help, who offers it, and whom they thanked."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class HelpRow(Base):
    """Somebody asks their classmates for help."""

    __tablename__ = "quest_help"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class OfferRow(Base):
    """A classmate offers it. Thanked, the offer counts for who helped."""

    __tablename__ = "quest_help_offer"
    __table_args__ = (UniqueConstraint("help_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    help_id: Mapped[int] = mapped_column(ForeignKey("quest_help.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    thanked_at: Mapped[datetime | None]
