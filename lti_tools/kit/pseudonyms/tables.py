"""One number per person and activity, from which all their names in it are made."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.store.base import Base


class Pseudonym(Base):
    """A person's slot in an activity: drawn at random, so that it tells nothing about who came first."""

    __tablename__ = "kit_pseudonym"
    __table_args__ = (UniqueConstraint("activity_id", "person_id"), UniqueConstraint("activity_id", "slot"))

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="SET NULL"), index=True)
    """None once the person is erased: their name is given to nobody else."""
    slot: Mapped[int]
