"""Tables of groups: sets of a course, their groups, members and waiting lists, what changed, who uses which."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class GroupSet(Base):
    """One way to divide a course: everybody is in at most one of its groups."""

    __tablename__ = "kit_group_set"

    id: Mapped[int] = mapped_column(primary_key=True)
    context_id: Mapped[int] = mapped_column(ForeignKey("lti_context.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    source: Mapped[str]
    """`terms.Source`."""
    lms_set: Mapped[str] = mapped_column(default="")
    """Which of the LMS's sets it follows, where the source is the LMS; empty for its groups without a set."""
    synced_at: Mapped[datetime | None] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=1)
    """Counts what changed; raising it is how a deed holds the set."""
    published_at: Mapped[datetime | None]
    """From then on students see who is in their group."""
    signup_open: Mapped[bool] = mapped_column(default=False)
    signup_until: Mapped[datetime | None]
    roles: Mapped[list[Any]] = mapped_column(default=list)
    """`{"key", "name", "duty"}` of each role; an empty name means the suite's own words for the key."""
    weekly: Mapped[bool] = mapped_column(default=False)
    """Roles go on to the next person every Monday."""
    turns_from: Mapped[datetime | None]
    turn: Mapped[int] = mapped_column(default=0)
    """Turns made by hand."""
    recipe: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the group maker was last asked for."""
    made_by: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="SET NULL"), index=True)
    made_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    """Out of sight since then; it can be brought back."""


class GroupDeed(Base):
    """One change to a set, with its moves in `GroupMove`. `actor_id` None: by itself, or by somebody who is erased."""

    __tablename__ = "kit_group_deed"

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("kit_group_set.id", ondelete="CASCADE"), index=True)
    what: Mapped[str]
    """`terms.What`."""
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class Group(Base):
    """A group. One that was removed stays for the change log and for undoing."""

    __tablename__ = "kit_group"
    __table_args__ = (Index("ix_kit_group_set_id_place", "set_id", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("kit_group_set.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(default="")
    """Empty: "Group" and its place, in the reader's language."""
    place: Mapped[int]
    capacity: Mapped[int | None]
    lms_id: Mapped[str] = mapped_column(default="")
    made_in: Mapped[int | None] = mapped_column(ForeignKey("kit_group_deed.id", ondelete="SET NULL"), index=True)
    removed_in: Mapped[int | None] = mapped_column(ForeignKey("kit_group_deed.id", ondelete="SET NULL"), index=True)
    removed: Mapped[bool] = mapped_column(default=False)


class GroupMember(Base):
    __tablename__ = "kit_group_member"
    __table_args__ = (UniqueConstraint("set_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("kit_group_set.id", ondelete="CASCADE"))
    group_id: Mapped[int] = mapped_column(ForeignKey("kit_group.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    joined_at: Mapped[datetime]


class GroupWait(Base):
    """Somebody waits for a place; the lower id waited longer. One wait in a set for each person."""

    __tablename__ = "kit_group_wait"
    __table_args__ = (UniqueConstraint("set_id", "person_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("kit_group_set.id", ondelete="CASCADE"))
    group_id: Mapped[int] = mapped_column(ForeignKey("kit_group.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    asked_at: Mapped[datetime]


class GroupMove(Base):
    """What a deed changed for one person; None is no group."""

    __tablename__ = "kit_group_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    deed_id: Mapped[int] = mapped_column(ForeignKey("kit_group_deed.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    before_id: Mapped[int | None] = mapped_column(ForeignKey("kit_group.id", ondelete="SET NULL"), index=True)
    after_id: Mapped[int | None] = mapped_column(ForeignKey("kit_group.id", ondelete="SET NULL"), index=True)


class GroupUse(Base):
    """The set that an activity works with."""

    __tablename__ = "kit_group_use"

    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"), primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("kit_group_set.id", ondelete="CASCADE"), index=True)


class PersonFact(Base):
    """What a teacher told the group maker about a student of a course: a level, a role, a background."""

    __tablename__ = "kit_group_fact"
    __table_args__ = (UniqueConstraint("context_id", "person_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    context_id: Mapped[int] = mapped_column(ForeignKey("lti_context.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    value: Mapped[str] = mapped_column(Text)
