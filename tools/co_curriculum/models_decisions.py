"""The table of decisions: one row per proposal that a teacher has decided on."""

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
