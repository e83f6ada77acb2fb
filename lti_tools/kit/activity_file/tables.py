"""Tables of activity files: templates of a platform, where an activity came from, what an import replaced, practice."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class Template(Base):
    """An activity that a teacher published for the others of the platform."""

    __tablename__ = "kit_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("lti_platform.id", ondelete="CASCADE"), index=True)
    tool: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int]
    """Of `values`, as the tool counted when it was published."""
    values: Mapped[dict[str, Any]]
    forked_from_id: Mapped[int | None] = mapped_column(ForeignKey("kit_template.id", ondelete="SET NULL"), index=True)
    published_by: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="SET NULL"), index=True)
    """Who may retire it; None once that person is erased."""
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    """Not offered any more; activities made from it go on."""


class TemplateCredit(Base):
    """Who worked on a template; a fork keeps the credits of what it was made from."""

    __tablename__ = "kit_template_credit"

    template_id: Mapped[int] = mapped_column(ForeignKey("kit_template.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("lti_person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    place: Mapped[int]
    """From 0, the first author."""


class TemplateComment(Base):
    """What a teacher says to the others about a template."""

    __tablename__ = "kit_template_comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("kit_template.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class TemplateUse(Base):
    """The template that an activity was made from: publishing it again makes a fork with its credits."""

    __tablename__ = "kit_template_use"

    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"), primary_key=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("kit_template.id", ondelete="CASCADE"), index=True)


class PreparedFile(Base):
    """Content beyond the settings of a link made by deep linking, waiting for its first launch."""

    __tablename__ = "kit_prepared_file"

    uuid: Mapped[str] = mapped_column(ForeignKey("lti_prepared_link.uuid", ondelete="CASCADE"), primary_key=True)
    values: Mapped[dict[str, Any]]
    template_id: Mapped[int | None] = mapped_column(ForeignKey("kit_template.id", ondelete="SET NULL"), index=True)


class FileUndo(Base):
    """An activity as it was before a file replaced it; one step back."""

    __tablename__ = "kit_file_undo"

    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"), primary_key=True)
    settings: Mapped[dict[str, Any]]
    values: Mapped[dict[str, Any]]
    version_after: Mapped[int]
    """`Activity.version` right after the import: with another one somebody has changed the settings since."""
    entry: Mapped[int]
    """Number of the deed in the activity's record, which takes it back."""


class Practice(Base):
    """A practice class: a context with invented people, gone by itself at `expires_at`."""

    __tablename__ = "kit_practice"

    context_id: Mapped[int] = mapped_column(ForeignKey("lti_context.id", ondelete="CASCADE"), primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    """The teacher who opened it."""
    source: Mapped[str]
    """Key of the template, so that the same one is opened again."""
    step: Mapped[str]
    """`PracticeStep.key` of where the class stands."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
