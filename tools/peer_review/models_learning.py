"""The tables of what people learn from a peer review beside the reviews themselves."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class Intention(Base):
    """What an author wants to change after reading the reviews of a work; seen again with the next one."""

    __tablename__ = "peer_intention"
    __table_args__ = (UniqueConstraint("work_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    work_id: Mapped[int] = mapped_column(ForeignKey("peer_work.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    text: Mapped[str]
    written_at: Mapped[datetime]
    kept: Mapped[str] = mapped_column(default="")
    """Whether they did it in their next work, by their own word: "yes", "partly", "no"; empty until they say."""


class Example(Base):
    """A work that a teacher gives to practise on, with the teacher's own review of it."""

    __tablename__ = "peer_example"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("peer_round.activity_id", ondelete="CASCADE"), index=True)
    title: Mapped[str]
    text: Mapped[str]
    links: Mapped[list[str]] = mapped_column(default=list)
    made_at: Mapped[datetime]
    rubric_id: Mapped[int | None] = mapped_column(ForeignKey("peer_rubric.id", ondelete="SET NULL"))
    """Of the version that the teacher reviewed it with; students practise with the same."""
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=0)
    """Rises with each save of the teacher's review."""
    judged_at: Mapped[datetime | None]
    """When the teacher's review was whole; students do not see the example before."""


class Trial(Base):
    """One student's review of an example."""

    __tablename__ = "peer_trial"
    __table_args__ = (UniqueConstraint("example_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    example_id: Mapped[int] = mapped_column(ForeignKey("peer_example.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=0)
    """Rises with each save."""
    saved_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    """From then on the teacher's review is shown and nothing changes any more."""
    passed: Mapped[bool] = mapped_column(default=False)
    """With this one the person was near enough to the teacher on all examples; told once."""


class Contribution(Base):
    """What a member of a group says about another member's part in the work, or about their own."""

    __tablename__ = "peer_contribution"
    __table_args__ = (UniqueConstraint("activity_id", "rater_id", "about_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("peer_round.activity_id", ondelete="CASCADE"))
    rater_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    about_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    said: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Key "share" -> percent, or key of each behaviour -> 1..5."""
    note: Mapped[str] = mapped_column(default="")
    """For the teacher alone; stands with what a member says about themselves."""
    said_at: Mapped[datetime]


class Showing(Base):
    """A good review that a teacher would like to show to the class; everybody concerned is asked."""

    __tablename__ = "peer_showing"

    review_id: Mapped[int] = mapped_column(ForeignKey("peer_review.id", ondelete="CASCADE"), primary_key=True)
    asked_at: Mapped[datetime]


class Consent(Base):
    """The word of the reviewer, or of an author of the work, about showing a review to the class."""

    __tablename__ = "peer_consent"

    review_id: Mapped[int] = mapped_column(ForeignKey("peer_showing.review_id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("lti_person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    agreed: Mapped[bool | None]
    """None until they say something."""
    said_at: Mapped[datetime | None]
