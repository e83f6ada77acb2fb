"""The ledger of wishes: per line item and person the newest score a tool wants, and what the LMS confirmed."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base, Mark


class GradeWish(Base):
    """One row per (line item, person). It is settled when `confirmed_version` equals `version`."""

    __tablename__ = "lti_grade_wish"
    __table_args__ = (
        UniqueConstraint("line_item_id", "person_id"),
        Index("ix_lti_grade_wish_due", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    line_item_id: Mapped[int] = mapped_column(ForeignKey("lti_line_item.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)

    version: Mapped[int] = mapped_column(default=1)
    score_given: Mapped[Decimal] = mapped_column(Mark)
    score_maximum: Mapped[Decimal] = mapped_column(Mark)
    comment: Mapped[str] = mapped_column(Text, default="")
    wished_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    """When the person handed in, None if never; repeated unchanged so that Canvas counts no new attempt."""

    state: Mapped[str]
    """`grades.terms.State`: waiting, sending, confirmed, refused."""
    due_at: Mapped[datetime]
    """When a worker may take the row: for a waiting one the next try, for one being sent the end of its lease."""
    tries: Mapped[int] = mapped_column(default=0)
    """Failed tries of this version so far."""
    lease_token: Mapped[str] = mapped_column(default="")

    attempt_version: Mapped[int | None]
    attempt_at: Mapped[datetime | None]
    """`timestamp` of the newest attempt sent; the next one is later, by the platform's rule."""
    attempt_score: Mapped[Decimal | None] = mapped_column(Mark)
    attempt_maximum: Mapped[Decimal | None] = mapped_column(Mark)
    attempt_comment: Mapped[str] = mapped_column(Text, default="")
    in_doubt: Mapped[bool] = mapped_column(default=False)
    """The newest attempt was sent and its answer never came: the platform may hold it."""
    conflicts: Mapped[int] = mapped_column(default=0)
    """Answers 409 for this version that no try of ours explained."""
    denials: Mapped[int] = mapped_column(default=0)
    """Answers 401, 403, 404 and the like for this version."""

    confirmed_version: Mapped[int | None]
    confirmed_score: Mapped[Decimal | None] = mapped_column(Mark)
    confirmed_maximum: Mapped[Decimal | None] = mapped_column(Mark)
    confirmed_comment: Mapped[str] = mapped_column(Text, default="")
    confirmed_submitted_at: Mapped[datetime | None]
    """The `submitted_at` of the score that the LMS last took."""
    confirmed_at: Mapped[datetime | None]
    refusal: Mapped[str] = mapped_column(default="")
    """`grades.terms.Refusal` code, for the words a teacher reads."""
    answer: Mapped[str] = mapped_column(default="")
    """Status and first words of the platform's last answer, for the admin."""


class GradeLane(Base):
    """The road to one platform's gradebook: closed while the platform asks for patience, held where it is serial."""

    __tablename__ = "lti_grade_lane"

    platform_id: Mapped[int] = mapped_column(ForeignKey("lti_platform.id", ondelete="CASCADE"), primary_key=True)
    paused_until: Mapped[datetime]
    failures: Mapped[int] = mapped_column(default=0)
    """Times in a row that the platform was overloaded or out of reach."""
    held_until: Mapped[datetime]
    held_by: Mapped[str] = mapped_column(default="")
    """Lease of the one post under way, for platforms that want one at a time."""
