"""Activities (resource links), links made by deep linking and not launched yet, line items, drafts of long texts."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class Activity(Base):
    """A resource link of a context, and the tool's activity behind it; keyed by (context, resource link)."""

    __tablename__ = "lti_activity"
    __table_args__ = (UniqueConstraint("context_id", "resource_link_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    """Never given again, so that a space of files called after it is nobody else's."""
    context_id: Mapped[int] = mapped_column(ForeignKey("lti_context.id", ondelete="CASCADE"))
    resource_link_id: Mapped[str]
    tool: Mapped[str] = mapped_column(default="")
    """Slug of the tool; empty until a teacher of a suite-wide link chose one."""
    title: Mapped[str] = mapped_column(default="")
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the tool's settings form holds, as JSON; never anybody's work."""
    configured_at: Mapped[datetime | None]
    """None: a teacher has still to fill in the settings; students are told so."""
    link_uuid: Mapped[str] = mapped_column(default="", index=True)
    """`PreparedLink.uuid` of the link it was made from; copies of the link carry the same."""
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("lti_activity.id", ondelete="SET NULL"))
    dates_to_check: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    """Rises with each change of the settings; a form made from an older one is told so."""
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("lti_registration.id", ondelete="SET NULL"))
    """The registration of the newest launch: its client talks to the gradebook for this activity."""
    lineitem_url: Mapped[str] = mapped_column(Text, default="")
    """The one column that the LMS coupled to the link, from the newest launch that named it; its address changes."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class PreparedLink(Base):
    """Settings returned in a deep-linking response, waiting for the first launch of the link that carries `uuid`."""

    __tablename__ = "lti_prepared_link"

    uuid: Mapped[str] = mapped_column(primary_key=True)
    context_id: Mapped[int] = mapped_column(ForeignKey("lti_context.id", ondelete="CASCADE"), index=True)
    tool: Mapped[str]
    title: Mapped[str]
    settings: Mapped[dict[str, Any]]
    created_by: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]


class LineItem(Base):
    """A column of the LMS's gradebook that belongs to an activity; `tag` names it among the activity's columns."""

    __tablename__ = "lti_line_item"
    __table_args__ = (UniqueConstraint("activity_id", "tag"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("lti_registration.id", ondelete="CASCADE"), index=True)
    tag: Mapped[str] = mapped_column(default="")
    label: Mapped[str] = mapped_column(default="")
    score_maximum: Mapped[int] = mapped_column(default=100)
    url: Mapped[str] = mapped_column(Text, default="")
    """Empty: not known yet; the worker finds it by resource link and tag, or makes it where `wanted`."""
    wanted: Mapped[bool] = mapped_column(default=False)
    """The tool asked for this column beside the one that the LMS coupled to the link."""
    created_by_us: Mapped[bool] = mapped_column(default=False)
    """Only an item that we made may be deleted by us: deleting a coupled one destroys the activity's column."""
    making_until: Mapped[datetime | None]
    """A worker is making this column in the LMS; nobody else does before this instant."""
    updated_at: Mapped[datetime]


class Draft(Base):
    """A long text as typed so far, kept over sessions until it is sent; `field` names the form's field."""

    __tablename__ = "lti_draft"
    __table_args__ = (UniqueConstraint("activity_id", "person_id", "field"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    field: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime]


class LinkDraft(Base):
    """A long text of the form that adds an activity, as typed so far; no activity is there yet to keep it."""

    __tablename__ = "lti_link_draft"
    __table_args__ = (UniqueConstraint("context_id", "person_id", "field"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    context_id: Mapped[int] = mapped_column(ForeignKey("lti_context.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    field: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime]
