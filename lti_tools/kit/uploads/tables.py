"""Files that people send, and the pieces of those still on their way."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class Upload(Base):
    """One file of one person in one activity; `place` and `thing` say what for, in its tool's words."""

    __tablename__ = "kit_upload"
    __table_args__ = (Index(None, "activity_id", "place", "thing"), Index(None, "state"), Index(None, "drawn"))

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    place: Mapped[str]
    thing: Mapped[str] = mapped_column(default="")
    session_id: Mapped[int | None] = mapped_column(BigInteger)
    """The session that sends it; None once it is whole."""
    number: Mapped[int]
    """Counts the person's files of one thing from 1: others see "file-1.pdf"."""
    name: Mapped[str]
    """As its owner called it; shown to them and to staff alone."""
    alt: Mapped[str] = mapped_column(Text, default="")
    """What a picture shows, for those who do not see it."""
    state: Mapped[str]
    """A `rules.State`."""
    fault: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Why it was refused, as `refused.FileRefused.stored`."""
    size: Mapped[int] = mapped_column(BigInteger)
    """Bytes; what its sender announced while it is on its way."""
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    kind: Mapped[str] = mapped_column(default="")
    """Name of a `kinds.Kind`, by its content."""
    ending: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str] = mapped_column(default="")
    original: Mapped[str] = mapped_column(default="")
    """Where the file store has it as it came; for its owner and staff."""
    content: Mapped[bytes | None] = mapped_column(deferred=True)
    """As it came with an activity's file, until the worker has put it into the file store."""
    from_file: Mapped[bool] = mapped_column(default=False)
    """It came with an activity's file: nobody of the course made it, and it goes into the next file as it came."""
    copy: Mapped[str] = mapped_column(default="")
    """Where it has the scrubbed copy; empty until there is one."""
    copy_size: Mapped[int] = mapped_column(BigInteger, default=0)
    small: Mapped[str] = mapped_column(default="")
    """Where it has the picture as lists show it; empty for other files and for pictures that are small already."""
    small_size: Mapped[int] = mapped_column(BigInteger, default=0)
    drawn: Mapped[str] = mapped_column(default="")
    """A `rules.Drawing`: how far its pages are on their way to pictures."""
    tries: Mapped[int] = mapped_column(default=0)
    busy_until: Mapped[datetime | None]
    """A worker is at it until then."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    """When a file on its way is forgotten."""


class UploadPiece(Base):
    """A part of a file on its way: from byte `at` on."""

    __tablename__ = "kit_upload_piece"

    upload_id: Mapped[int] = mapped_column(ForeignKey("kit_upload.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    key: Mapped[str]


class UploadPage(Base):
    """A page of a file as a small picture."""

    __tablename__ = "kit_upload_page"

    upload_id: Mapped[int] = mapped_column(ForeignKey("kit_upload.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    """From 1."""
    width: Mapped[int]
    """Pixels."""
    height: Mapped[int]
    size: Mapped[int]
    """Bytes."""
    key: Mapped[str]
    """Where the file store has it."""


class LeftSpace(Base):
    """A space of the file store whose owner is gone: the worker removes what lies in it."""

    __tablename__ = "kit_left_space"

    space: Mapped[str] = mapped_column(primary_key=True)
