"""The tables of topic vote (prefix `vote_`)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base
from tools.co_curriculum import models_placing

__all__ = ["Ballot", "FrozenCard", "Option", "Poll", "models_placing"]


class Poll(Base):
    """The vote of one activity: what followed from its close. Its dates are a phase of the kit's schedule."""

    __tablename__ = "vote_poll"

    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"), primary_key=True)
    reminded_for: Mapped[datetime | None]
    """The closing time of which those who had not voted were reminded."""
    settled_at: Mapped[datetime | None]
    """Participation and events of this close are written. Cleared when the vote opens again."""
    settled_points: Mapped[int | None]
    """The points for taking part as they were written; None where there were none to write."""
    roll_known: Mapped[bool] = mapped_column(default=False)
    """The course's members were known then, so that those who did not vote were written too."""


class Option(Base):
    """One thing to vote for."""

    __tablename__ = "vote_option"
    __table_args__ = (UniqueConstraint("activity_id", "text"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("vote_poll.activity_id", ondelete="CASCADE"))
    text: Mapped[str]
    place: Mapped[int]


class Ballot(Base):
    """One person's named ballot; without marks it says that there is no preference."""

    __tablename__ = "vote_ballot"
    __table_args__ = (UniqueConstraint("activity_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("vote_poll.activity_id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="SET NULL"), index=True)
    """None once the person is erased: the ballot of a closed vote stays in the result that others saw."""
    marks: Mapped[dict[str, Any]]
    """Option id as text -> its mark, see `domain.ballots`."""
    words: Mapped[str] = mapped_column(default="")
    """What an objection says."""
    cast_at: Mapped[datetime]
    """When it was cast or last changed."""
    announced_at: Mapped[datetime | None]
    """When the event "voted" went out: once, however often the vote is closed and opened again."""


class FrozenCard(Base):
    """The rule card of a vote as it stood at the opening. No ballot is cast without one."""

    __tablename__ = "vote_rule_card"

    activity_id: Mapped[int] = mapped_column(ForeignKey("vote_poll.activity_id", ondelete="CASCADE"), primary_key=True)
    card: Mapped[dict[str, Any]]
    option_ids: Mapped[list[Any]]
    """The options' ids in the order of the card."""
    digest: Mapped[str]
    frozen_at: Mapped[datetime]
