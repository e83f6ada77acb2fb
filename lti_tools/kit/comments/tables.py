"""Comments on subjects of an activity, their earlier wordings, and who thanked for them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class Comment(Base):
    """One comment; answers have a parent, which has none: threads are one level deep."""

    __tablename__ = "kit_comment"
    __table_args__ = (Index(None, "activity_id", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"))
    subject_kind: Mapped[str]
    """What sort of thing of the tool it is about, e.g. "option"."""
    subject_id: Mapped[str]
    """Which one; the tool says who may see it (`Tool.comment_subject`)."""
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("kit_comment.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="SET NULL"), index=True)
    """None once erased: then the text is empty and only answers of others keep the row."""
    by_staff: Mapped[bool] = mapped_column(default=False)
    stance: Mapped[str] = mapped_column(default="")
    """`stances.Stance`, where the subject asks for one; empty for a plain remark and for answers."""
    text: Mapped[str] = mapped_column(Text)
    """Markdown; empty once deleted or erased."""
    created_at: Mapped[datetime]
    send_at: Mapped[datetime | None] = mapped_column(index=True)
    """It cools off and is its author's alone until then; None once it is sent."""
    edited_at: Mapped[datetime | None]
    """When its wording last changed after it was sent."""
    deleted_at: Mapped[datetime | None]


class Wording(Base):
    """A text that a comment had before: staff can read it."""

    __tablename__ = "kit_comment_wording"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("kit_comment.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    until: Mapped[datetime]


class Thanks(Base):
    """One person's thanks for a comment."""

    __tablename__ = "kit_comment_thanks"

    comment_id: Mapped[int] = mapped_column(ForeignKey("kit_comment.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("lti_person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
