"""The tables of quests (prefix `quest_`). The ledger is append-only: erasure alone deletes from it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column

from lti_tools.store.base import Base

ERASING = "erasing_quest_ledger"
"""Execution option of the statements that may touch written entries: those of an erasure."""


class LineRow(Base):
    """The questline of an activity: its draft, and which version students play."""

    __tablename__ = "quest_line"

    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"), primary_key=True)
    draft: Mapped[dict[str, Any]]
    """A questline as JSON (`domain.questline.writing`)."""
    draft_number: Mapped[int] = mapped_column(default=1)
    """Rises with every change of the draft: of two builders open at once the later one is told."""
    version: Mapped[int] = mapped_column(default=0)
    """The newest published version; 0 before the first."""
    watch_at: Mapped[datetime | None] = mapped_column(index=True)
    """When the worker looks again who has shown nothing for long; None before the first publishing."""
    grades_from: Mapped[datetime | None]
    """Since when points go to the gradebook; None until a teacher has looked at them and said so."""


class VersionRow(Base):
    """One published version, as it was: rules change, evidence does not."""

    __tablename__ = "quest_version"

    activity_id: Mapped[int] = mapped_column(ForeignKey("quest_line.activity_id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]]
    published_at: Mapped[datetime]


class EntryRow(Base):
    """One entry of one learner's ledger (`domain.evidence.Entry`)."""

    __tablename__ = "quest_entry"
    __table_args__ = (
        UniqueConstraint("activity_id", "person_id", "uid"),
        Index("ix_quest_entry_activity_id_group_id", "activity_id", "group_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("quest_line.activity_id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    uid: Mapped[str]
    """Names what it stands for ("event:...", "work:7"): delivered again it counts once."""
    at: Mapped[datetime]
    kind: Mapped[str]
    objective: Mapped[str] = mapped_column(default="")
    score: Mapped[int] = mapped_column(default=100)
    points: Mapped[int] = mapped_column(default=0)
    skill: Mapped[str] = mapped_column(default="")
    retracts: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    """Code of how it came: "teacher", "code", "event", ... (`views.words.SOURCES`)."""
    reason: Mapped[str] = mapped_column(Text, default="")
    """What a teacher wrote beside it."""
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="SET NULL"), index=True)
    group_id: Mapped[int | None]
    """The team in which it was earned; it stays there whoever moves."""


class WorkRow(Base):
    """Something handed in for an objective: one row for each try."""

    __tablename__ = "quest_work"
    __table_args__ = (
        UniqueConstraint("activity_id", "person_id", "objective", "number"),
        Index("ix_quest_work_activity_id_state", "activity_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("quest_line.activity_id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    objective: Mapped[str]
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str]
    """"waiting", "accepted" or "returned"."""
    sent_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="SET NULL"), index=True)
    comment: Mapped[str] = mapped_column(Text, default="")
    score: Mapped[int] = mapped_column(default=100)
    read_at: Mapped[datetime | None]
    """When its author opened the answer."""
    group_id: Mapped[int | None]
    """The team for which it was handed in."""


class EndorsementRow(Base):
    """A classmate says that somebody reached an objective."""

    __tablename__ = "quest_endorsement"
    __table_args__ = (UniqueConstraint("work_id", "by_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    work_id: Mapped[int] = mapped_column(ForeignKey("quest_work.id", ondelete="CASCADE"))
    by_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]


class CheckInRow(Base):
    """A class code that is shown at this moment."""

    __tablename__ = "quest_check_in"

    activity_id: Mapped[int] = mapped_column(ForeignKey("quest_line.activity_id", ondelete="CASCADE"), primary_key=True)
    objective: Mapped[str] = mapped_column(primary_key=True)
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]


class MemberRow(Base):
    """How one learner stands in the team goals: excused by a teacher, or absent for a while. No row: active."""

    __tablename__ = "quest_member"

    activity_id: Mapped[int] = mapped_column(ForeignKey("quest_line.activity_id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("lti_person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    excused_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    warned_at: Mapped[datetime | None]
    absent_at: Mapped[datetime | None]
    waited_from: Mapped[datetime | None]
    """When a teacher said to wait for them again: the days without evidence are counted from there."""


class StandingRow(Base):
    """What replaying somebody's ledger gave, kept for lists; whoever doubts it replays again."""

    __tablename__ = "quest_standing"

    activity_id: Mapped[int] = mapped_column(ForeignKey("quest_line.activity_id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("lti_person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    version: Mapped[int]
    xp: Mapped[int]
    level: Mapped[int]
    objectives: Mapped[dict[str, Any]]
    """Objective -> [times, best, tries]."""
    quests: Mapped[list[str]]
    """Quests done."""
    last_at: Mapped[datetime | None]
    """Of the newest evidence."""


class VictoryRow(Base):
    """A boss that fell: it stays so. `group_id` 0 is the whole class."""

    __tablename__ = "quest_victory"

    activity_id: Mapped[int] = mapped_column(ForeignKey("quest_line.activity_id", ondelete="CASCADE"), primary_key=True)
    boss: Mapped[str] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]


def _guard(state: ORMExecuteState) -> None:
    if not (state.is_update or state.is_delete) or state.execution_options.get(ERASING):
        return
    if state.bind_mapper is not None and state.bind_mapper.class_ is EntryRow:
        raise RuntimeError("the ledger is append-only")


def _guard_row(*_args: Any) -> None:
    raise RuntimeError("the ledger is append-only")


event.listen(Session, "do_orm_execute", _guard)
event.listen(EntryRow, "before_update", _guard_row)
event.listen(EntryRow, "before_delete", _guard_row)
