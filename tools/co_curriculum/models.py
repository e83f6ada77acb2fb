"""The tables of topic vote (prefix `vote_`)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base
from tools.co_curriculum import models_decisions, models_merging, models_participation, models_placing

__all__ = [
    "Ballot",
    "FrozenCard",
    "Option",
    "Poll",
    "Wording",
    "models_decisions",
    "models_merging",
    "models_participation",
    "models_placing",
]


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
    to_scrub: Mapped[bool] = mapped_column(default=False)
    """Sealing has deleted rows that the database's files may still hold."""
    public_token: Mapped[str | None] = mapped_column(unique=True)
    """Names the page on which anybody reads the result, once a teacher has made one."""
    is_public: Mapped[bool] = mapped_column(default=False)
    """The page is shown now."""
    settled_parts: Mapped[str] = mapped_column(default="")
    """What counted towards them, by `domain.participation.Part`, separated by spaces."""
    roll_known: Mapped[bool] = mapped_column(default=False)
    """The course's members were known then, so that those who did not vote were written too."""


class Option(Base):
    """One thing that was proposed, by a person or with the teacher's list; it can be voted for once it is published."""

    __tablename__ = "vote_option"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("vote_poll.activity_id", ondelete="CASCADE"), index=True)
    text: Mapped[str]
    """Its title."""
    place: Mapped[int]
    """On the ballot."""
    listed: Mapped[bool] = mapped_column(default=True)
    """It stands in the settings' list; its title is changed there."""
    state: Mapped[str] = mapped_column(default="published")
    """`domain.proposals.State`."""
    kind: Mapped[str] = mapped_column(default="free")
    """`domain.proposals.Kind`."""
    body: Mapped[str] = mapped_column(default="")
    """Markdown."""
    link: Mapped[str] = mapped_column(default="")
    effort: Mapped[int | None]
    """Weeks that it would take."""
    skills: Mapped[str] = mapped_column(default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="SET NULL"), index=True)
    """None for the teacher's list, and once the author is erased."""
    by_staff: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime | None]
    changed_at: Mapped[datetime | None]
    """Of its words, by its author or a teacher."""
    reason: Mapped[str] = mapped_column(default="")
    """Why it was refused."""
    cluster: Mapped[str] = mapped_column(default="")
    """The name under which a teacher put it beside others; each of them stays a proposal of its own."""
    summary: Mapped[str] = mapped_column(default="")
    """Markdown: what a teacher sums up of the talk about it."""
    announced: Mapped[bool] = mapped_column(default=False)
    """The event "proposed" is told."""
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("vote_option.id", ondelete="SET NULL"), index=True)


class Wording(Base):
    """How a proposal read before it was changed."""

    __tablename__ = "vote_wording"

    id: Mapped[int] = mapped_column(primary_key=True)
    option_id: Mapped[int] = mapped_column(ForeignKey("vote_option.id", ondelete="CASCADE"), index=True)
    text: Mapped[str]
    body: Mapped[str]
    until: Mapped[datetime]
    """When it was changed, ..."""
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="SET NULL"), index=True)
    """... and by whom."""


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
    last_member: Mapped[int | None]
    """The id of the course's newest membership at the opening: a later one is a latecomer's."""


class VoteKey(Base):
    """Half of the key of a secret vote, while it is open; the other half is the suite's master secret."""

    __tablename__ = "vote_key"

    activity_id: Mapped[int] = mapped_column(ForeignKey("vote_poll.activity_id", ondelete="CASCADE"), primary_key=True)
    salt: Mapped[str]


class SecretBallot(Base):
    """A secret ballot while the vote is open, without person, time and number; on SQLite without a rowid either."""

    __tablename__ = "vote_secret_ballot"
    __table_args__ = {"sqlite_with_rowid": False}

    activity_id: Mapped[int] = mapped_column(ForeignKey("vote_poll.activity_id", ondelete="CASCADE"), primary_key=True)
    tag: Mapped[str] = mapped_column(primary_key=True)
    """Stands for the person; who that is, only the key tells."""
    box: Mapped[bytes] = mapped_column(LargeBinary)
    """What is on the ballot, locked with the key, as long as any other of the vote."""


class VoteRecord(Base):
    """What a sealed vote published: rule card, ballots or tables, receipts, result, a hash over all."""

    __tablename__ = "vote_record"

    activity_id: Mapped[int] = mapped_column(ForeignKey("vote_poll.activity_id", ondelete="CASCADE"), primary_key=True)
    document: Mapped[dict[str, Any]]
    sealed_at: Mapped[datetime]


class VoteRoll(Base):
    """Somebody took part in a sealed vote; all rows of a vote are written at its sealing."""

    __tablename__ = "vote_roll"
    __table_args__ = {"sqlite_with_rowid": False}

    activity_id: Mapped[int] = mapped_column(ForeignKey("vote_poll.activity_id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("lti_person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
