"""Tables of the pulse: questions, keyed tags of who has answered, answers without person and time, texts afterwards.

Tags and answers exist while a question is open alone. On SQLite they have no rowids, which would tell their order.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class PulseRow(Base):
    """One question to a class, and its result once it is closed."""

    __tablename__ = "kit_pulse"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"), index=True)
    question: Mapped[str]
    with_text: Mapped[bool]
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime | None] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]
    salt: Mapped[str]
    """Half of the key of the tags; the other half is the suite's master secret. Empty after the close."""
    counts: Mapped[list[Any] | None]
    """How many chose each of the five levels; None while it is open and where fewer than five answered."""
    reply: Mapped[str] = mapped_column(Text, default="")
    """What the teacher changed."""
    replied_at: Mapped[datetime | None]
    to_scrub: Mapped[bool] = mapped_column(default=False)
    """The close has deleted rows that the database's files may still hold."""


class PulseTag(Base):
    """Somebody has answered; who, only the key tells, which the close destroys."""

    __tablename__ = "kit_pulse_tag"
    __table_args__ = {"sqlite_with_rowid": False}

    pulse_id: Mapped[int] = mapped_column(ForeignKey("kit_pulse.id", ondelete="CASCADE"), primary_key=True)
    tag: Mapped[str] = mapped_column(primary_key=True)


class PulseAnswer(Base):
    """An answer while the question is open."""

    __tablename__ = "kit_pulse_answer"
    __table_args__ = (Index(None, "pulse_id"), {"sqlite_with_rowid": False})

    id: Mapped[str] = mapped_column(primary_key=True)
    """Random."""
    pulse_id: Mapped[int] = mapped_column(ForeignKey("kit_pulse.id", ondelete="CASCADE"))
    level: Mapped[int]
    text: Mapped[str] = mapped_column(Text)


class PulseText(Base):
    """What somebody wrote, apart from what they chose, written anew and shuffled at the close."""

    __tablename__ = "kit_pulse_text"
    __table_args__ = (Index(None, "pulse_id"), {"sqlite_with_rowid": False})

    id: Mapped[str] = mapped_column(primary_key=True)
    pulse_id: Mapped[int] = mapped_column(ForeignKey("kit_pulse.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(Text)
