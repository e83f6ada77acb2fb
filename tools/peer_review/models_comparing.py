"""The table of comparisons: which of two works its reviewer finds better."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class Comparison(Base):
    """One reviewer's word, by one question, about two works that they reviewed. It hangs on both reviews, so it says
    who and what by them, and goes where one of them goes.
    """

    __tablename__ = "peer_comparison"
    __table_args__ = (UniqueConstraint("review_id", "other_id", "question"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("peer_review.id", ondelete="CASCADE"))
    """The one of the two reviews with the smaller id."""
    other_id: Mapped[int] = mapped_column(ForeignKey("peer_review.id", ondelete="CASCADE"), index=True)
    question: Mapped[str]
    """Key of the criterion."""
    rubric_id: Mapped[int | None] = mapped_column(ForeignKey("peer_rubric.id", ondelete="SET NULL"))
    """The version with which comparing began; it is the same for all comparisons of an activity."""
    prefers_other: Mapped[bool]
    said_at: Mapped[datetime]
