"""When a phase of an activity is open: by stored instants and the clock alone, never by whether a worker ran.

Every window is half-open: [starts, ends). A phase until 12:00 takes nothing at 12:00:00.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Start(StrEnum):
    """How a phase begins."""

    NOW = "now"
    """As soon as its plan is saved."""
    DATE = "date"
    AFTER = "after"
    """The moment the phase before it ends for the class."""
    HAND = "hand"


class End(StrEnum):
    """How a phase ends for the class."""

    DATE = "date"
    HAND = "hand"


class Stand(StrEnum):
    """Where a phase stands."""

    WAITING = "waiting"
    OPEN = "open"
    CLOSED = "closed"


class Moment(StrEnum):
    """What a phase reaches by the clock; tools hang effects on them, each run once per instant."""

    OPENED = "opened"
    CLOSED = "closed"
    """Over for the class; people with a later date of their own may still be at it."""
    OVER = "over"
    """Over for everybody."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One phase as a teacher planned it; dates are aware UTC and only mean something where the choice is a date."""

    key: str
    start: Start = Start.HAND
    opens_at: datetime | None = None
    end: End = End.HAND
    closes_at: datetime | None = None


@dataclass(frozen=True)
class Marks:
    """A plan and what was done by hand beside it."""

    plan: Plan
    opened_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Phase:
    """One phase as one person has it; aware UTC."""

    key: str
    starts: datetime | None = None
    """None: somebody has still to open it."""
    ends: datetime | None = None
    """For the class; None: until somebody closes it."""
    extended_to: datetime | None = None
    """The person's own date or their group's, whichever is later; None without one. It never ends a phase earlier."""
    early_from: datetime | None = None
    """From when this person alone is let in, by their own date or their group's; it never opens a phase later."""
    last_end: datetime | None = None
    """The latest date of anybody's own; None where nobody has one."""
    worked_out: datetime | None = None
    """What followed from the ends up to this instant was worked out: who was closed then stays closed, whatever the
    clock of a slow request says."""

    @property
    def own_start(self) -> datetime | None:
        """When it opens for this person; None: when somebody opens it."""
        return _earliest(self.starts, self.early_from)

    @property
    def opens_early(self) -> bool:
        """Whether this person is let in before the class."""
        return self.own_start != self.starts

    @property
    def own_end(self) -> datetime | None:
        """When it ends for this person; None: until somebody closes it."""
        return _latest(self.ends, self.extended_to)

    @property
    def over_at(self) -> datetime | None:
        """When it ends for the last of all; None: until somebody closes it."""
        return _latest(self.ends, self.last_end)

    @property
    def is_extended(self) -> bool:
        """Whether this person has longer than the class."""
        return self.ends is not None and self.own_end != self.ends


def _latest(end: datetime | None, own: datetime | None) -> datetime | None:
    return max(end, own) if end is not None and own is not None else end


def stand(phase: Phase, now: datetime) -> Stand:
    """Where the phase stands for this person at `now`."""
    return _stand(phase, phase.own_start, phase.own_end, now)


def class_stand(phase: Phase, now: datetime) -> Stand:
    """Where the phase stands for the class, whoever has a date of their own."""
    return _stand(phase, phase.starts, phase.ends, now)


def is_over(phase: Phase, now: datetime) -> bool:
    """Whether the phase has ended for everybody, people with a date of their own too."""
    return _stand(phase, phase.starts, phase.over_at, now) is Stand.CLOSED


def _stand(phase: Phase, start: datetime | None, end: datetime | None, now: datetime) -> Stand:
    if start is None or (now < start and not _reached(phase, start)):
        return Stand.WAITING
    return Stand.CLOSED if end is not None and (now >= end or _reached(phase, end)) else Stand.OPEN


def _reached(phase: Phase, at: datetime) -> bool:
    return phase.worked_out is not None and phase.worked_out >= at


def replanned(marks: Marks, plan: Plan, now: datetime) -> Marks:
    """The marks under another plan. What was opened or closed by hand stays so, unless the plan of that very edge is
    another one now: what is saved later counts."""
    opened_at, closed_at, before = marks.opened_at, marks.closed_at, marks.plan
    if (before.start, before.opens_at) != (plan.start, plan.opens_at):
        opened_at = None
    if plan.start is Start.NOW:
        opened_at = marks.opened_at or now
    if (before.end, before.closes_at) != (plan.end, plan.closes_at):
        closed_at = None
    return Marks(plan, opened_at, closed_at)


def windows(marks: Sequence[Marks]) -> list[tuple[datetime | None, datetime | None]]:
    """(starts, ends) for the class of phases in order. A hand moves an instant forward, never back."""
    found: list[tuple[datetime | None, datetime | None]] = []
    for one in marks:
        start = {Start.DATE: one.plan.opens_at, Start.AFTER: found[-1][1] if found else None}.get(one.plan.start)
        end = one.plan.closes_at if one.plan.end is End.DATE else None
        found.append((_earliest(start, one.opened_at), _earliest(end, one.closed_at)))
    return found


def _earliest(*instants: datetime | None) -> datetime | None:
    return min((at for at in instants if at is not None), default=None)


def moments(phase: Phase) -> list[tuple[datetime, Moment]]:
    """What the phase reaches when, as things stand, in order; one that nobody opened reaches nothing."""
    if phase.starts is None:
        return []
    closes, over = phase.ends, phase.over_at
    found = [(phase.starts, Moment.OPENED)]
    found += [(max(closes, phase.starts), Moment.CLOSED)] if closes else []
    return found + ([(max(over, phase.starts), Moment.OVER)] if over else [])


@dataclass(frozen=True)
class Ahead:
    """Something that opens or closes for a person."""

    at: datetime
    key: str
    opens: bool
    extended: bool = False
    """At a date of their own."""


def ahead(phases: Iterable[Phase], now: datetime) -> list[Ahead]:
    """What opens and closes next for this person, soonest first."""
    found = []
    for phase in phases:
        start, end = phase.own_start, phase.own_end
        if start and start > now:
            found.append(Ahead(start, phase.key, True, phase.opens_early))
        if start and end and end > now and end > start:
            found.append(Ahead(end, phase.key, False, phase.is_extended))
    return sorted(found, key=lambda one: (one.at, one.opens))


class Fault(StrEnum):
    """Why a plan cannot be."""

    NO_DATE = "no-date"
    """A date was chosen and none given."""
    PAST = "past"
    """A date that is new and has passed."""
    EMPTY = "empty"
    """It would close before it opens, or at the same instant."""
    ORDER = "order"
    """It would open before an earlier phase does."""
    OVERLAP = "overlap"
    """It would open before the phase before it has closed, where the tool rules that out."""
    NEVER = "never"
    """It waits for an earlier phase, and there is none."""


@dataclass(frozen=True)
class Problem:
    key: str
    of_end: bool
    """Whether it concerns the end (else the beginning)."""
    fault: Fault


def problems(
    plans: Sequence[Plan],
    now: datetime,
    before: Mapping[str, Plan] | None = None,
    *,
    may_overlap: Iterable[str] = (),
) -> list[Problem]:
    """What is wrong with plans in order; `before` are the stored ones: a passed date is all right where it is theirs.

    `may_overlap`: keys of phases that may open while the one before them is open. At most one problem per edge.
    """
    known, free, found = before or {}, set(may_overlap), []
    earlier: Plan | None = None
    latest_start: datetime | None = None
    for plan in plans:
        opens = plan.opens_at if plan.start is Start.DATE else None
        closes = plan.closes_at if plan.end is End.DATE else None
        fault = _start_fault(plan, opens, now, known.get(plan.key), earlier, latest_start, plan.key in free)
        found += [Problem(plan.key, False, fault)] if fault else []
        fault = _end_fault(plan, closes, opens, now, known.get(plan.key), earlier)
        found += [Problem(plan.key, True, fault)] if fault else []
        earlier = plan
        latest_start = max(filter(None, (latest_start, opens)), default=None)
    return found


def _start_fault(
    plan: Plan,
    opens: datetime | None,
    now: datetime,
    stored: Plan | None,
    earlier: Plan | None,
    latest_start: datetime | None,
    may_overlap: bool,
) -> Fault | None:
    if plan.start is Start.AFTER:
        return Fault.NEVER if earlier is None else None
    if plan.start is not Start.DATE:
        return None
    if opens is None:
        return Fault.NO_DATE
    if opens <= now and not (stored and stored.start is Start.DATE and stored.opens_at == opens):
        return Fault.PAST
    if latest_start and opens < latest_start:
        return Fault.ORDER
    end = earlier.closes_at if earlier and earlier.end is End.DATE else None
    return Fault.OVERLAP if end and opens < end and not may_overlap else None


def _end_fault(
    plan: Plan,
    closes: datetime | None,
    opens: datetime | None,
    now: datetime,
    stored: Plan | None,
    earlier: Plan | None,
) -> Fault | None:
    if plan.end is not End.DATE:
        return None
    if closes is None:
        return Fault.NO_DATE
    if closes <= now and not (stored and stored.end is End.DATE and stored.closes_at == closes):
        return Fault.PAST
    if plan.start is Start.AFTER and earlier and earlier.end is End.DATE:
        opens = earlier.closes_at
    return Fault.EMPTY if opens and closes <= opens else None
