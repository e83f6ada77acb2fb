"""The tables of merging proposals and of supporting them."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class Merge(Base):
    """A suggestion that one proposal become part of another."""

    __tablename__ = "vote_merge"

    id: Mapped[int] = mapped_column(primary_key=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("vote_option.id", ondelete="CASCADE"), index=True)
    into_id: Mapped[int] = mapped_column(ForeignKey("vote_option.id", ondelete="CASCADE"), index=True)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="SET NULL"), index=True)
    asked_at: Mapped[datetime]
    until: Mapped[datetime]
    """Who has not answered by then has said no."""
    ended: Mapped[str] = mapped_column(default="")
    """`domain.merging.End`; empty as long as it is asked, or lapsed."""


class MergeAnswer(Base):
    """An author who is asked whether two proposals may become one."""

    __tablename__ = "vote_merge_answer"

    merge_id: Mapped[int] = mapped_column(ForeignKey("vote_merge.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("lti_person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    yes: Mapped[bool | None]
    """None before they answer."""


class Support(Base):
    """Somebody would like a proposal; or, asked again after a merge, said that they would not."""

    __tablename__ = "vote_support"

    option_id: Mapped[int] = mapped_column(ForeignKey("vote_option.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("lti_person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    wanted: Mapped[bool] = mapped_column(default=True)
