"""Tables of notices: what waits for whom, how each person wants e-mail, and the digests that were sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class NoticeRow(Base):
    """Something that a person should know: a code and arguments, put into words when it is read."""

    __tablename__ = "kit_notice"
    __table_args__ = (
        UniqueConstraint("activity_id", "person_id", "code", "key"),
        Index(None, "person_id", "read_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"))
    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"))
    code: Mapped[str]
    key: Mapped[str] = mapped_column(default="")
    """Tells notices of one code apart ("round-2"): the same one again is not told twice."""
    arguments: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """JSON values for the words: numbers, instants as ISO texts. Nobody's name and nothing that people wrote."""
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    digest_id: Mapped[int | None] = mapped_column(ForeignKey("kit_digest.id", ondelete="SET NULL"), index=True)
    """The e-mail that took it along."""


class MailWish(Base):
    """How somebody wants e-mail about notices; no row: the defaults."""

    __tablename__ = "kit_mail_wish"

    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), primary_key=True)
    pace: Mapped[str]
    """`preferences.Pace`."""
    quiet_from: Mapped[int]
    """Hour of the day, in the course's zone; no e-mail from here on ..."""
    quiet_until: Mapped[int]
    """... until this hour; equal: no quiet hours."""


class Digest(Base):
    """One e-mail to one person: made once per day or hour, sent under a lease, never twice."""

    __tablename__ = "kit_digest"
    __table_args__ = (UniqueConstraint("person_id", "slot"), Index(None, "state", "due_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"))
    slot: Mapped[str]
    """The day or hour that it is for: "2026-11-22" or "2026-11-22T14"."""
    message_id: Mapped[str]
    """The same in every try, so that a mail system that gets it twice knows."""
    state: Mapped[str]
    """`waiting`, `sent` or `given-up`."""
    due_at: Mapped[datetime]
    lease_token: Mapped[str] = mapped_column(default="")
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    """A code or an SMTP status, never an address."""
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
