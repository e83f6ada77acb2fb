"""Reported things: a case each, who reported it, and every step as a log."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class Case(Base):
    """One thing that was reported or removed: `kind` names what sort of thing (`kinds.Moderated`), `item_id` which."""

    __tablename__ = "kit_case"
    __table_args__ = (UniqueConstraint("activity_id", "kind", "item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"))
    kind: Mapped[str]
    item_id: Mapped[int]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="SET NULL"), index=True)
    """Who made the thing; None once erased."""
    state: Mapped[str]
    """`lti_tools.pure.moderation.State`."""
    hidden: Mapped[bool] = mapped_column(default=False)
    """Others do not see the thing."""
    reason: Mapped[str] = mapped_column(Text, default="")
    """What staff wrote with the newest decision; author and reporters read it."""
    appeal: Mapped[str] = mapped_column(Text, default="")
    """What the author wrote when appealing."""
    opened_at: Mapped[datetime]
    """The report that the newest decision is about."""
    decided_at: Mapped[datetime | None]
    changed_at: Mapped[datetime] = mapped_column(index=True)


class Report(Base):
    """One person's report of a thing; once per person and case."""

    __tablename__ = "kit_report"
    __table_args__ = (UniqueConstraint("case_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("kit_case.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="SET NULL"), index=True)
    why: Mapped[str]
    """`reasons.Why`."""
    words: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]


class CaseStep(Base):
    """One deed about a case: what, who, when, why. Never changed; erasure empties who and why."""

    __tablename__ = "kit_case_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("kit_case.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    doer_id: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="SET NULL"), index=True)
    deed: Mapped[str]
    """`lti_tools.pure.moderation.Deed`."""
    state: Mapped[str]
    """The state that it led to."""
    words: Mapped[str] = mapped_column(Text, default="")
