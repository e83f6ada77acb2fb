"""Events of anonymous activities until enough of them can go out together."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class HeldEvent(Base):
    """Somebody did something on a day; no time, no object. On SQLite without rowids, which would tell the order."""

    __tablename__ = "kit_held_event"
    __table_args__ = (Index(None, "activity_id", "action"), {"sqlite_with_rowid": False})

    id: Mapped[str] = mapped_column(primary_key=True)
    """Random."""
    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    action: Mapped[str]
    day: Mapped[datetime]
    """Midnight UTC of the day."""
