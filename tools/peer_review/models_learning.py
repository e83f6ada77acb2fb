"""The tables of what people learn from a peer review beside the reviews themselves."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class Intention(Base):
    """What an author wants to change after reading the reviews of a work; seen again with the next one."""

    __tablename__ = "peer_intention"
    __table_args__ = (UniqueConstraint("work_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    work_id: Mapped[int] = mapped_column(ForeignKey("peer_work.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    text: Mapped[str]
    written_at: Mapped[datetime]
    kept: Mapped[str] = mapped_column(default="")
    """Whether they did it in their next work, by their own word: "yes", "partly", "no"; empty until they say."""
