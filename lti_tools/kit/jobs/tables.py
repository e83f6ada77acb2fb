"""Long work under way and done."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class State(StrEnum):
    """How a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ACTIVE = (State.WAITING, State.RUNNING)


class Job(Base):
    """One piece of long work of an activity."""

    __tablename__ = "kit_job"
    __table_args__ = (Index("ix_kit_job_due", "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="SET NULL"), index=True)
    """Who asked for it."""
    kind: Mapped[str]
    slot: Mapped[str | None] = mapped_column(unique=True)
    """Keeps a second one of the kind away while this one is active; None afterwards."""
    arguments: Mapped[dict[str, Any]] = mapped_column(default=dict)
    cursor: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(default=State.WAITING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    due_at: Mapped[datetime]
    """When a worker may take it: for a waiting one its next turn, for a running one the end of its lease."""
    lease_token: Mapped[str] = mapped_column(default="")
    heartbeat_at: Mapped[datetime | None]
    """When its newest step ended."""
    tries: Mapped[int] = mapped_column(default=0)
    """Failed tries of the step it stands at."""
    cancel_asked: Mapped[bool] = mapped_column(default=False)
    code: Mapped[str] = mapped_column(default="")
    """Why it failed, for its words: `words.FAILURES`."""
    reason: Mapped[str] = mapped_column(Text, default="")
    """The sentence of a `Refusal`, in the language of who asked."""
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    file_key: Mapped[str] = mapped_column(default="")
    file_name: Mapped[str] = mapped_column(default="")
    expires_at: Mapped[datetime | None]
    """From then on the files are gone."""
    locale: Mapped[str] = mapped_column(default="")
    timezone: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
