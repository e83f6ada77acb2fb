"""Which forms have arrived, so that the same one is not done twice."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class OnceKey(Base):
    """One form as one person sent it: its key and its content as hashes, nothing of what was typed."""

    __tablename__ = "kit_once"

    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("lti_person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    key: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[str]
    used_at: Mapped[datetime] = mapped_column(index=True)
