"""The tables of decisions: what holds for a proposal, how it was decided before, and what single teachers say."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class Decision(Base):
    """What becomes of a proposal, openly and with a reason, and how far it has come since."""

    __tablename__ = "vote_decision"

    option_id: Mapped[int] = mapped_column(ForeignKey("vote_option.id", ondelete="CASCADE"), primary_key=True)
    outcome: Mapped[str]
    """`domain.decisions.Outcome`."""
    reason: Mapped[str]
    veto: Mapped[bool]
    """It goes against a result that binds."""
    decided_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="SET NULL"), index=True)
    track: Mapped[str] = mapped_column(default="planned")
    """`domain.decisions.Track`; means something for what was accepted."""
    note: Mapped[str] = mapped_column(default="")
    """How it goes, for everybody to read."""
    tracked_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    """Goes up with each change, so that taking one back knows whether another came after it."""


class FormerDecision(Base):
    """A decision as it read before it was changed."""

    __tablename__ = "vote_former_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    option_id: Mapped[int] = mapped_column(ForeignKey("vote_option.id", ondelete="CASCADE"), index=True)
    outcome: Mapped[str]
    reason: Mapped[str]
    veto: Mapped[bool]
    decided_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="SET NULL"), index=True)
    track: Mapped[str]
    note: Mapped[str]
    tracked_at: Mapped[datetime | None]


class Voice(Base):
    """What one of several teachers says on a proposal, until enough of them say the same."""

    __tablename__ = "vote_voice"

    option_id: Mapped[int] = mapped_column(ForeignKey("vote_option.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("lti_person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    outcome: Mapped[str]
    reason: Mapped[str]
    said_at: Mapped[datetime]
