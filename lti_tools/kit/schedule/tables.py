"""Tables of the schedule: phases with their instants, dates of one's own, what was given and undone, holidays."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tools.pure.schedule import End as EndKind
from lti_tools.pure.schedule import Marks, Phase, Plan
from lti_tools.pure.schedule import Start as StartKind
from lti_tools.store.base import Base


class PhaseRow(Base):
    """One phase of an activity: its plan, what was done by hand, and what follows from both and from personal dates."""

    __tablename__ = "kit_phase"
    __table_args__ = (UniqueConstraint("activity_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("lti_activity.id", ondelete="CASCADE"))
    key: Mapped[str]
    place: Mapped[int]
    start: Mapped[str]
    """`pure.schedule.Start`."""
    opens_at: Mapped[datetime | None]
    end: Mapped[str]
    """`pure.schedule.End`."""
    closes_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    """Opened by hand then, or as its plan was saved."""
    closed_at: Mapped[datetime | None]
    """Closed by hand then."""
    starts: Mapped[datetime | None]
    ends: Mapped[datetime | None] = mapped_column(index=True)
    """For the class."""
    last_end: Mapped[datetime | None]
    """The latest date of anybody's own."""
    worked_out: Mapped[datetime | None]
    """The latest instant whose effects were run."""
    next_due: Mapped[datetime | None] = mapped_column(index=True)
    """When the worker has to look at it again."""

    @property
    def plan(self) -> Plan:
        return Plan(
            key=self.key,
            start=StartKind(self.start),
            opens_at=self.opens_at,
            end=EndKind(self.end),
            closes_at=self.closes_at,
        )

    @property
    def marks(self) -> Marks:
        return Marks(self.plan, self.opened_at, self.closed_at)

    def phase(self, extended_to: datetime | None = None, early_from: datetime | None = None) -> Phase:
        """As the rules take it; both are one person's own dates."""
        return Phase(
            key=self.key,
            starts=self.starts,
            ends=self.ends,
            extended_to=extended_to,
            early_from=early_from,
            last_end=self.last_end,
            worked_out=self.worked_out,
        )


class PhaseRun(Base):
    """The effects of a moment were run: the row that makes them happen once."""

    __tablename__ = "kit_phase_run"

    phase_id: Mapped[int] = mapped_column(ForeignKey("kit_phase.id", ondelete="CASCADE"), primary_key=True)
    moment: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    run_at: Mapped[datetime]


class PhaseDate(Base):
    """A later end of one person's own, or of a group's; or an earlier beginning."""

    __tablename__ = "kit_phase_date"
    __table_args__ = (UniqueConstraint("phase_id", "person_id"), UniqueConstraint("phase_id", "group_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("kit_phase.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("kit_group.id", ondelete="CASCADE"), index=True)
    ends_at: Mapped[datetime | None]
    starts_at: Mapped[datetime | None]
    """One of both at least is set."""


class Extension(Base):
    """Later ends, or earlier beginnings, given in one deed, which can be undone as one."""

    __tablename__ = "kit_extension"

    id: Mapped[int] = mapped_column(primary_key=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("kit_phase.id", ondelete="CASCADE"), index=True)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="SET NULL"), index=True)
    made_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")
    of_start: Mapped[bool] = mapped_column(default=False)
    """Whether its lines are beginnings, else ends."""
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="SET NULL"), index=True)
    undone_at: Mapped[datetime | None]


class ExtensionLine(Base):
    """What one deed changed for one person or group."""

    __tablename__ = "kit_extension_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    extension_id: Mapped[int] = mapped_column(ForeignKey("kit_extension.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("lti_person.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("kit_group.id", ondelete="CASCADE"), index=True)
    before: Mapped[datetime | None]
    """Their own date until then; None without one."""
    after: Mapped[datetime]


class HolidayRow(Base):
    """Days without school in one course."""

    __tablename__ = "kit_holiday"

    id: Mapped[int] = mapped_column(primary_key=True)
    context_id: Mapped[int] = mapped_column(ForeignKey("lti_context.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
