"""What learners choose for themselves, and the weeks that a teacher excused."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class ProfileRow(Base):
    """One learner's own choices in an activity. No row: on no board, everything as it is at first."""

    __tablename__ = "quest_profile"

    activity_id: Mapped[int] = mapped_column(ForeignKey("quest_line.activity_id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("lti_person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    on_board: Mapped[bool] = mapped_column(default=False)
    calm: Mapped[bool] = mapped_column(default=False)
    shape: Mapped[str] = mapped_column(default="")
    colour: Mapped[str] = mapped_column(default="")
    symbol: Mapped[str] = mapped_column(default="")
    """Keys of what is worn (`domain.looks`); empty: what everybody has."""


class LookRow(Base):
    """A look that somebody has earned and chosen; it stays theirs."""

    __tablename__ = "quest_look"

    activity_id: Mapped[int] = mapped_column(ForeignKey("quest_line.activity_id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("lti_person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    item: Mapped[str] = mapped_column(primary_key=True)
    """"colour:green"."""
    at: Mapped[datetime]


class ExcusedWeekRow(Base):
    """A week of a streak that a teacher excused for one learner."""

    __tablename__ = "quest_excused_week"

    activity_id: Mapped[int] = mapped_column(ForeignKey("quest_line.activity_id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("lti_person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    monday: Mapped[date] = mapped_column(primary_key=True)
