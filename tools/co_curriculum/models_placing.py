"""The tables of placing people into topics: rules, topics with their seats, lists of choices, plans, exchanges."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class Placing(Base):
    """The placing of one activity: its rules and how far it is."""

    __tablename__ = "vote_placing"

    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(default=0)
    """Counts what changed about rules, topics and lists; raising it is how a deed holds the placing."""
    rules: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """As `placing_rules.read_rules` reads them."""
    seed: Mapped[str]
    """Drawn when the rules were first stored, shown to everybody: from it follows the order that breaks ties."""
    opened_at: Mapped[datetime | None]
    """From then on students give their lists."""
    closes_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    """By hand; before `closes_at` or without one."""
    graded_at: Mapped[datetime | None]
    """The lists are in everybody's points."""
    published_at: Mapped[datetime | None]
    """From then on students see the place they have."""
    group_set_id: Mapped[int | None] = mapped_column(ForeignKey("kit_group_set.id", ondelete="SET NULL"), index=True)
    """The set for signing up, or the one that was made of the plan."""


class PlacingTopic(Base):
    """A topic that people are placed into. None: as the rules say for all topics."""

    __tablename__ = "vote_topic"
    __table_args__ = (UniqueConstraint("activity_id", "option_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("vote_placing.activity_id", ondelete="CASCADE"), index=True)
    option_id: Mapped[int | None] = mapped_column(ForeignKey("vote_option.id", ondelete="SET NULL"), index=True)
    title: Mapped[str]
    """As the option read when it was chosen."""
    place: Mapped[int]
    least: Mapped[int | None]
    most: Mapped[int | None]
    supervisor: Mapped[str] = mapped_column(default="")
    needs: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """"fact=value" -> people with it, beside what the rules ask of every topic."""


class ChoiceList(Base):
    """What one person would like: topics, best first, and those they cannot do."""

    __tablename__ = "vote_choice_list"
    __table_args__ = (UniqueConstraint("activity_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("vote_placing.activity_id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    topics: Mapped[list[Any]]
    """Topic ids, best first."""
    ratings: Mapped[dict[str, Any] | None]
    """Topic id as text -> 1 to 5, where topics are rated."""
    cannot: Mapped[list[Any]]
    given_at: Mapped[datetime]
    """When it was given or last changed."""


class Bond(Base):
    """One person of those who stay together or are kept apart; `number` tells one such circle from another."""

    __tablename__ = "vote_bond"
    __table_args__ = (UniqueConstraint("activity_id", "kind", "number", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("vote_placing.activity_id", ondelete="CASCADE"))
    kind: Mapped[str]
    """"together" or "apart"."""
    number: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)


class PlacingPlan(Base):
    """A plan. The one that was picked last holds; those never picked go when others are worked out."""

    __tablename__ = "vote_plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("vote_placing.activity_id", ondelete="CASCADE"), index=True)
    aim: Mapped[str]
    seed: Mapped[str]
    mends: Mapped[int | None] = mapped_column(ForeignKey("vote_plan.id", ondelete="SET NULL"), index=True)
    """The plan that it changes as little as can be; None for one made from nothing."""
    optimal: Mapped[bool]
    gap: Mapped[int] = mapped_column(default=0)
    version: Mapped[int]
    """Of the placing, when the plan was asked for."""
    profile: Mapped[list[Any]]
    """How many have their 1st, 2nd, ... choice, last a topic that was not on their list."""
    unplaced: Mapped[int]
    made_at: Mapped[datetime]
    picked_at: Mapped[datetime | None]


class Seat(Base):
    """One person's topic in a plan."""

    __tablename__ = "vote_seat"

    plan_id: Mapped[int] = mapped_column(ForeignKey("vote_plan.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("lti_person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("vote_topic.id", ondelete="CASCADE"), index=True)
    """None: they were to have one and have none."""
    by_hand: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[dict[str, Any] | None]
    """Why it is not the first choice, as `domain.placing.reasons.Reason`; None where that is not worked out."""


class Exchange(Base):
    """Somebody with a place would rather have another topic: who has that one may take the offer."""

    __tablename__ = "vote_exchange"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("vote_placing.activity_id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    has_id: Mapped[int] = mapped_column(ForeignKey("vote_topic.id", ondelete="CASCADE"), index=True)
    wants_id: Mapped[int] = mapped_column(ForeignKey("vote_topic.id", ondelete="CASCADE"), index=True)
    state: Mapped[str]
    """`domain.placing.exchanges.State`."""
    other_id: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    """Who took it."""
    asked_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
