"""What teams have beyond the kit's groups: parts in each goal, decisions about small teams, second goes."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class PartRow(Base):
    """What one learner has shown against one boss in one team, as replaying gave it. Team 0: wherever it was."""

    __tablename__ = "quest_part"

    activity_id: Mapped[int] = mapped_column(ForeignKey("quest_line.activity_id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("lti_person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    boss: Mapped[str] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(primary_key=True)
    shown: Mapped[int]
    """In points, 1 or more."""


class SoloRow(Base):
    """A teacher lets the one active member of a team go on alone."""

    __tablename__ = "quest_solo"

    activity_id: Mapped[int] = mapped_column(ForeignKey("quest_line.activity_id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class MergeRow(Base):
    """A team went on in another: what was earned in it counts there."""

    __tablename__ = "quest_merge"

    activity_id: Mapped[int] = mapped_column(ForeignKey("quest_line.activity_id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[int] = mapped_column(primary_key=True)
    into_id: Mapped[int]
    at: Mapped[datetime]


class SecondGoRow(Base):
    """What a team learnt from a goal that it did not reach in time: with it the goal is open again."""

    __tablename__ = "quest_second_go"
    __table_args__ = (UniqueConstraint("activity_id", "boss", "group_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("quest_line.activity_id", ondelete="CASCADE"))
    boss: Mapped[str]
    group_id: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="SET NULL"), index=True)
    """Who wrote it down; the team reads the text without the name."""
    text: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
