"""The record of one activity: its entries, and the head that orders and closes the chain."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column

from lti_tools.store.base import Base

ERASING = "erasing_audit"
"""Execution option of the one statement that may touch written entries (`store.forget`)."""


class AuditHead(Base):
    """The newest entry of an activity: who writes the next one holds this row, so the chain has no forks."""

    __tablename__ = "kit_audit_head"

    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
    seal: Mapped[str] = mapped_column(default="")


class AuditEntry(Base):
    """One deed. Append-only: entries are written by `audit.note` and touched by erasure alone."""

    __tablename__ = "kit_audit"
    __table_args__ = (UniqueConstraint("activity_id", "number"), UniqueConstraint("activity_id", "undoes"))

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"))
    number: Mapped[int]
    """1, 2, 3... within the activity, without gaps."""
    at: Mapped[datetime]
    doer_id: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="SET NULL"), index=True)
    """None: the clock, or somebody erased (then `seals` still has a proof without salt)."""
    about_id: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="SET NULL"), index=True)
    action: Mapped[str]
    subject: Mapped[dict[str, Any]] = mapped_column(default=dict)
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[str] = mapped_column(Text, default="")
    undoes: Mapped[int | None]
    """The number of the entry that this one takes back; an entry is taken back once."""
    seals: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What erasure may empty ("doer", "about", "reason") -> its salt and proof; the salt goes with the value."""
    seal: Mapped[str]
    """Digest over the entry before and this one (`chain.link`)."""


def _guard(state: ORMExecuteState) -> None:
    if not (state.is_update or state.is_delete) or state.execution_options.get(ERASING):
        return
    if state.bind_mapper is not None and state.bind_mapper.class_ is AuditEntry:
        raise RuntimeError("the record is append-only")


def _guard_row(*_args: Any) -> None:
    raise RuntimeError("the record is append-only")


event.listen(Session, "do_orm_execute", _guard)
event.listen(AuditEntry, "before_update", _guard_row)
event.listen(AuditEntry, "before_delete", _guard_row)
