"""People, the contexts (courses) they meet in, their memberships and the groups that the platform tells of."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class Person(Base):
    """Somebody of one platform, keyed by (platform, sub); an e-mail address is never a key."""

    __tablename__ = "lti_person"
    __table_args__ = (UniqueConstraint("platform_id", "sub"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("lti_platform.id"))
    sub: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    given_name: Mapped[str] = mapped_column(default="")
    family_name: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    locale: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    """Chosen by themselves in our pages; beats the launch's locale."""
    erased_at: Mapped[datetime | None]
    """A tombstone: `sub` is a keyed hash and every name is empty."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Context(Base):
    """A course (kind "course"), or the space of one link that was launched without a course (kind "link")."""

    __tablename__ = "lti_context"
    __table_args__ = (UniqueConstraint("platform_id", "kind", "lms_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("lti_platform.id"))
    kind: Mapped[str] = mapped_column(default="course")
    lms_id: Mapped[str]
    """`context.id`, or `resource_link.id` for kind "link"."""
    title: Mapped[str] = mapped_column(default="")
    label: Mapped[str] = mapped_column(default="")
    timezone: Mapped[str] = mapped_column(default="")
    history: Mapped[list[str]] = mapped_column(default=list)
    """`$Context.id.history`, nearest first, as told by the newest launch of a teacher."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ContextService(Base):
    """The services of a context as one registration may use them, and how its roster stands."""

    __tablename__ = "lti_context_service"
    __table_args__ = (UniqueConstraint("context_id", "registration_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    context_id: Mapped[int] = mapped_column(ForeignKey("lti_context.id", ondelete="CASCADE"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("lti_registration.id", ondelete="CASCADE"), index=True)
    deployment_id: Mapped[int] = mapped_column(ForeignKey("lti_deployment.id", ondelete="CASCADE"))
    lineitems_url: Mapped[str] = mapped_column(default="")
    memberships_url: Mapped[str] = mapped_column(default="")
    groups_url: Mapped[str] = mapped_column(default="")
    group_sets_url: Mapped[str] = mapped_column(default="")
    ags_scopes: Mapped[list[str]] = mapped_column(default=list)
    group_ids: Mapped[list[str]] = mapped_column(default=list)
    """Numbers of the course's groups, where a launch tells them (Canvas): each has a roster of its own."""
    seen_at: Mapped[datetime]
    roster_due_at: Mapped[datetime | None] = mapped_column(index=True)
    roster_synced_at: Mapped[datetime | None]
    roster_lease_until: Mapped[datetime | None]
    roster_tries: Mapped[int] = mapped_column(default=0)
    roster_error: Mapped[str] = mapped_column(default="")


class Membership(Base):
    """One person in one context. The newest launch beats the roster's role (Moodle lists a TA as Learner)."""

    __tablename__ = "lti_membership"
    __table_args__ = (UniqueConstraint("context_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    context_id: Mapped[int] = mapped_column(ForeignKey("lti_context.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    launch_role: Mapped[str] = mapped_column(default="")
    """`lti.roles.Role` of the newest launch; empty for somebody who never launched."""
    roster_role: Mapped[str] = mapped_column(default="")
    groups: Mapped[str] = mapped_column(default="")
    """The LMS's ids of the person's own groups as the newest launch told them (Moodle), with commas between."""
    active: Mapped[bool] = mapped_column(default=True)
    launched_at: Mapped[datetime | None]
    seen_in_roster_at: Mapped[datetime | None]


class CourseGroup(Base):
    """A group that the LMS made, keyed by its own id; `set_name` where the LMS groups groups."""

    __tablename__ = "lti_group"
    __table_args__ = (UniqueConstraint("context_id", "lms_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    context_id: Mapped[int] = mapped_column(ForeignKey("lti_context.id", ondelete="CASCADE"))
    lms_id: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    set_name: Mapped[str] = mapped_column(default="")


class CourseGroupMember(Base):
    __tablename__ = "lti_group_member"

    group_id: Mapped[int] = mapped_column(ForeignKey("lti_group.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("lti_person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
