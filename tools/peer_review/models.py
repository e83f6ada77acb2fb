"""The tables of peer review (prefix `peer_`)."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base, Mark


class Round(Base):
    """The round of reviews of one activity: how works were given out."""

    __tablename__ = "peer_round"

    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"), primary_key=True)
    seed: Mapped[str] = mapped_column(default="")
    """From which the allocation can be repeated."""
    allocated_at: Mapped[datetime | None]
    impossible: Mapped[list[str]] = mapped_column(default=list)
    """Rules of which the allocation proved that they cannot be kept together."""
    revealed_at: Mapped[datetime | None]
    """When the teacher told the names."""
    opens_with: Mapped[int | None]
    """So many works open reviewing by themselves while others hand in; None: nothing does."""
    starts_with: Mapped[int] = mapped_column(default=2)
    """So many works are given out while others hand in."""
    team_told_at: Mapped[datetime | None]
    """When the teacher closed what members of groups say about each other, and let each read their mean."""


class ReviewingStep(Base):
    """A step in which works of others are reviewed, as the worker looks after it; the second round has its own."""

    __tablename__ = "peer_step"

    activity_id: Mapped[int] = mapped_column(ForeignKey("peer_round.activity_id", ondelete="CASCADE"), primary_key=True)
    phase: Mapped[str] = mapped_column(primary_key=True)
    """Key of the step."""
    reminded_for: Mapped[datetime | None]
    """The end of the step of which slow reviewers were reminded."""
    escalates_at: Mapped[datetime | None]
    """When works with too few reviews are put before the teacher; None for never."""
    escalated_at: Mapped[datetime | None]


class RubricVersion(Base):
    """A rubric as it was from one moment on; reviews keep the version that they were begun with."""

    __tablename__ = "peer_rubric"
    __table_args__ = (UniqueConstraint("activity_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("peer_round.activity_id", ondelete="CASCADE"))
    version: Mapped[int]
    criteria: Mapped[list[Any]]
    made_at: Mapped[datetime]


class Work(Base):
    """What one person, or one group, hands in."""

    __tablename__ = "peer_work"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("peer_round.activity_id", ondelete="CASCADE"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("kit_group.id", ondelete="SET NULL"), index=True)
    """The kit's group where the work is a group's."""
    text: Mapped[str] = mapped_column(default="")
    links: Mapped[list[str]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=0)
    """Rises with each handing in."""
    handed_in_at: Mapped[datetime]
    """The newest time."""
    revised_at: Mapped[datetime | None]
    """When it was first handed in again after its reviews."""
    unfit: Mapped[bool] = mapped_column(default=False)
    """A teacher agreed that there is nothing to review in it: nobody reviews it any more."""
    override: Mapped[Decimal | None] = mapped_column(Mark)
    """The mark that a teacher gave instead."""
    released_at: Mapped[datetime | None]
    mark: Mapped[Decimal | None] = mapped_column(Mark)
    """As released, in percent; so are the three below."""
    low: Mapped[Decimal | None] = mapped_column(Mark)
    high: Mapped[Decimal | None] = mapped_column(Mark)
    reviews: Mapped[int] = mapped_column(default=0)
    by_teacher: Mapped[bool] = mapped_column(default=False)
    """Whether a teacher's own review is in the released mark."""


class Author(Base):
    """A person is the author of at most one work of an activity."""

    __tablename__ = "peer_author"
    __table_args__ = (UniqueConstraint("activity_id", "person_id"),)

    work_id: Mapped[int] = mapped_column(ForeignKey("peer_work.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("lti_person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    activity_id: Mapped[int] = mapped_column(ForeignKey("peer_round.activity_id", ondelete="CASCADE"))


class WorkVersion(Base):
    """One handing in: the history of a work."""

    __tablename__ = "peer_version"
    __table_args__ = (UniqueConstraint("work_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    work_id: Mapped[int] = mapped_column(ForeignKey("peer_work.id", ondelete="CASCADE"))
    number: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="SET NULL"), index=True)
    text: Mapped[str]
    links: Mapped[list[str]]
    at: Mapped[datetime]
    changed: Mapped[str] = mapped_column(default="")
    """What the author says they changed, of a revision; empty before."""


class Review(Base):
    """One person's review of one work, from being given out to being sent."""

    __tablename__ = "peer_review"
    __table_args__ = (
        UniqueConstraint("work_id", "reviewer_id", "role"),
        Index("ix_peer_review_activity_id_reviewer_id", "activity_id", "reviewer_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("peer_round.activity_id", ondelete="CASCADE"))
    work_id: Mapped[int] = mapped_column(ForeignKey("peer_work.id", ondelete="CASCADE"))
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="SET NULL"), index=True)
    role: Mapped[str]
    """See `roles.ReviewRole`."""
    rubric_id: Mapped[int | None] = mapped_column(ForeignKey("peer_rubric.id", ondelete="SET NULL"))
    """Of the version that it was begun with; None before."""
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=0)
    """Rises with each save: of two tabs the older one is told so."""
    given_at: Mapped[datetime]
    held_until: Mapped[datetime]
    saved_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    mark: Mapped[Decimal | None] = mapped_column(Mark)
    """In percent, once sent; None where its rubric gives none."""
    notes: Mapped[list[Any]] = mapped_column(default=list)
    """Comments tied to places of the work, see `domain/notes`."""
    said_empty: Mapped[bool] = mapped_column(default=False)
    """The reviewer reported that there is nothing to review."""


class Reaction(Base):
    """What an author says to a review of their work."""

    __tablename__ = "peer_reaction"
    __table_args__ = (UniqueConstraint("review_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("peer_review.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    ratings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Criterion key -> how helpful, 1..5."""
    thanked: Mapped[bool] = mapped_column(default=False)
    reply: Mapped[str] = mapped_column(default="")
    rated_at: Mapped[datetime | None]


class Meta(Base):
    """A teacher's word about a review, for its reviewer."""

    __tablename__ = "peer_meta"

    review_id: Mapped[int] = mapped_column(ForeignKey("peer_review.id", ondelete="CASCADE"), primary_key=True)
    points: Mapped[int | None]
    """How good it is, of 100: it takes the place of what is worked out."""
    comment: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime]


class Appeal(Base):
    """An author asks a teacher to look at the mark or at a review."""

    __tablename__ = "peer_appeal"
    __table_args__ = (UniqueConstraint("work_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    work_id: Mapped[int] = mapped_column(ForeignKey("peer_work.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str]
    made_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    upheld: Mapped[bool | None]
    """Whether something was changed; None until it is answered."""
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="SET NULL"), index=True)


class PairRule(Base):
    """A teacher's word about two people: the one must, or must never, review the other's work."""

    __tablename__ = "peer_pair_rule"

    activity_id: Mapped[int] = mapped_column(ForeignKey("peer_round.activity_id", ondelete="CASCADE"), primary_key=True)
    reviewer_id: Mapped[int] = mapped_column(
        ForeignKey("lti_person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    author_id: Mapped[int] = mapped_column(
        ForeignKey("lti_person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    must: Mapped[bool]
