"""The tables of badges: what can be won, who holds what, and which were taken back."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class BadgeRow(Base):
    """A badge of an activity, as its teacher designed it."""

    __tablename__ = "quest_badge"
    __table_args__ = (UniqueConstraint("activity_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"), index=True)
    uid: Mapped[str] = mapped_column(unique=True)
    """In public addresses; says nothing."""
    key: Mapped[str]
    """How conditions of the activity name it; goes along into files and copies."""
    name: Mapped[str]
    description: Mapped[str] = mapped_column(Text)
    criteria: Mapped[str] = mapped_column(Text)
    shape: Mapped[str]
    colour: Mapped[str]
    symbol: Mapped[str]
    picture: Mapped[str] = mapped_column(default="")
    """Key of an uploaded picture in the file store; empty: drawn."""
    condition: Mapped[dict[str, Any] | None]
    """Monotone, as JSON (`domain.conditions.reading`); None: given by hand alone."""
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    """Since when nobody wins it any more; who has it keeps it."""


class AwardRow(Base):
    """A badge that somebody holds."""

    __tablename__ = "quest_badge_award"
    __table_args__ = (UniqueConstraint("badge_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    badge_id: Mapped[int] = mapped_column(ForeignKey("quest_badge.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    uid: Mapped[str] = mapped_column(unique=True)
    awarded_at: Mapped[datetime]
    batch: Mapped[str] = mapped_column(default="", index=True)
    """Given by a teacher's hand, with others of the same batch: evidence that is taken back does not take it."""
    reason: Mapped[str] = mapped_column(Text, default="")
    status_index: Mapped[int] = mapped_column(unique=True)
    """Its place in the status lists, drawn by lot: list number times their length, plus the bit."""
    shown: Mapped[int] = mapped_column(default=0)
    """0: private. Else the number of the share link, which rises each time the holder makes a new one."""
    shown_before: Mapped[int] = mapped_column(default=0)
    """The highest number there has been: an old link never works again."""


class RevokedRow(Base):
    """A badge that was taken back: its place in the status lists and its id, and nobody's name."""

    __tablename__ = "quest_badge_revoked"

    status_index: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    uid: Mapped[str] = mapped_column(unique=True)
    at: Mapped[datetime]


class HolderRow(Base):
    """The number under which somebody's badges name them: it stands for them and says nothing."""

    __tablename__ = "quest_badge_holder"

    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), primary_key=True)
    subject: Mapped[str] = mapped_column(unique=True)
