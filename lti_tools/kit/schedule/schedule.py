"""The door of the schedule: an activity's phases, set up from its settings, read for a person, opened and closed.

Whoever writes because a phase is open holds it first (`hold`), in the transaction of the deed: no close comes between
the decision and what is written. Lock phases before a tool's own rows.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.errors import Refusal
from lti_tools.kit.schedule import store
from lti_tools.kit.schedule.tables import PhaseRow
from lti_tools.pure.schedule import End as EndKind
from lti_tools.pure.schedule import Marks, Moment, Phase, Plan, Stand, Start, class_stand, moments, replanned, windows
from lti_tools.retries import forget
from lti_tools.store.database import Runner
from lti_tools.store.inserting import insert_or_ignore
from lti_tools.web.locale import gettext as _


def set_up(db: Session, activity_id: int, plans: Sequence[Plan], now: datetime) -> None:
    """Bring an activity's phases in line with `plans`, in order; phases not among them are left out.

    Hands are kept as `pure.schedule.replanned` says.
    """
    known = {row.key: row for row in store.phase_rows(db, activity_id, "update")}
    gone = [row for key, row in known.items() if key not in {plan.key for plan in plans}]
    store.drop_phases(db, [row.id for row in gone])
    for place, plan in enumerate(plans):
        if plan.key not in known:
            _insert(db, activity_id, plan, place, now)
        else:
            _change(db, known[plan.key], plan, place, now)
    forget(db, activity_id, store.EFFECTS)
    refresh(db, activity_id)


def _insert(db: Session, activity_id: int, plan: Plan, place: int, now: datetime) -> None:
    values = {
        "activity_id": activity_id,
        "key": plan.key,
        "place": place,
        "start": plan.start.value,
        "opens_at": plan.opens_at,
        "end": plan.end.value,
        "closes_at": plan.closes_at,
        "opened_at": now if plan.start is Start.NOW else None,
    }
    insert_or_ignore(db, PhaseRow, values, ["activity_id", "key"])


def _change(db: Session, row: PhaseRow, plan: Plan, place: int, now: datetime) -> None:
    marks = replanned(row.marks, plan, now)
    row.place, row.start, row.opens_at = place, plan.start.value, plan.opens_at
    row.end, row.closes_at = plan.end.value, plan.closes_at
    row.opened_at, row.closed_at = marks.opened_at, marks.closed_at


def planned(db: Session, activity_id: int, plans: Sequence[Plan], now: datetime) -> dict[str, Phase]:
    """The phases by key as `set_up` would leave them, as far as anybody's effects are not worked out yet."""
    rows = {row.key: row for row in store.phase_rows(db, activity_id)}
    marks = [
        replanned(rows[plan.key].marks, plan, now)
        if plan.key in rows
        else Marks(plan, now if plan.start is Start.NOW else None)
        for plan in plans
    ]
    return {
        one.plan.key: Phase(key=one.plan.key, starts=starts, ends=ends)
        for one, (starts, ends) in zip(marks, windows(marks), strict=True)
    }


def refresh(db: Session, activity_id: int) -> None:
    """Work out anew what follows from plans, hands and personal dates; after every change of one of them."""
    db.flush()
    rows = store.phase_rows(db, activity_id, "update")
    latest, run = store.latest_dates(db, [row.id for row in rows]), store.runs(db, [row.id for row in rows])
    for row, (starts, ends) in zip(rows, windows([row.marks for row in rows]), strict=True):
        row.starts, row.ends, row.last_end = starts, ends, latest.get(row.id)
        row.next_due = next((at for at, moment in moments(row.phase()) if (row.id, moment.value, at) not in run), None)
    db.flush()


def phases_of(db: Runner, activity_id: int, person_id: int) -> tuple[Phase, ...]:
    """The phases of an activity in order, as this person has them, in one query."""
    return phases_in(db, [activity_id], person_id).get(activity_id, ())


def phases_in(db: Runner, activities: Iterable[int], person_id: int) -> dict[int, tuple[Phase, ...]]:
    """Activity id -> its phases in order, as this person has them, in one query."""
    found: dict[int, tuple[Phase, ...]] = {}
    for row in store.with_own_date(db, activities, person_id):
        found[row.activity_id] = (*found.get(row.activity_id, ()), read_phase(row))
    return found


def class_phases(db: Session, activity_id: int) -> tuple[Phase, ...]:
    """The phases of an activity in order, as the class has them."""
    return tuple(row.phase() for row in store.phase_rows(db, activity_id))


def class_phase(db: Session, activity_id: int, key: str) -> Phase:
    """One phase as the class has it; raises `NotFound` where the activity has left it out."""
    return store.phase_row(db, activity_id, key).phase()


def read_phase(row: object) -> Phase:
    """A phase from a row with the columns of `PhaseRow`, `own_date` and `own_start` where they were asked for.

    For a tool that wants phase and work in one query: join `PhaseRow`, select `COLUMNS`, `own_date(person)` and, where
    its phases `may_open_early`, `own_start(person)`.
    """
    return Phase(
        key=getattr(row, "key", ""),
        starts=row.starts,  # type: ignore[attr-defined]
        ends=row.ends,  # type: ignore[attr-defined]
        extended_to=getattr(row, "own_date", None),
        early_from=getattr(row, "own_start", None),
        last_end=row.last_end,  # type: ignore[attr-defined]
        worked_out=row.worked_out,  # type: ignore[attr-defined]
    )


def hold(db: Session, activity_id: int, key: str, *, person_id: int | None = None, alone: bool = False) -> Phase:
    """A phase as this person has it (None: as the class has it), held until the transaction ends.

    Many may hold it at once to do what an open phase lets them do; `alone` is for who closes or changes it. Raises
    `NotFound` where the activity has left the phase out. Then ask `pure.schedule.stand(phase, now)`.
    """
    row = store.phase_row(db, activity_id, key, "update" if alone else "share")
    if person_id is None:
        return row.phase()
    own = next(one for one in store.with_own_date(db, [activity_id], person_id) if one.key == key)
    return row.phase(own.own_date, own.own_start)


def lock_phases(db: Session, activity_id: int) -> None:
    """Hold every phase of an activity until the transaction ends, before its other rows are changed."""
    store.phase_rows(db, activity_id, "update")


def open_by_hand(db: Session, activity_id: int, key: str, now: datetime) -> None:
    """Open a phase ahead of its date, or one that has none. Raises a `Refusal` where it is open or over already."""
    row = store.phase_row(db, activity_id, key, "update")
    if class_stand(row.phase(), now) is not Stand.WAITING:
        raise Refusal(_("This has been opened already. Look at its page: somebody may have been faster."))
    if row.end == EndKind.DATE and row.closes_at is not None and row.closes_at <= now:
        raise Refusal(_("The date on which this closes has passed. Choose another one first, or none."))
    row.opened_at = now
    refresh(db, activity_id)


def close_by_hand(db: Session, activity_id: int, key: str, now: datetime) -> None:
    """Close a phase for the class now; people with a later date of their own keep it. Raises a `Refusal`."""
    row = store.phase_row(db, activity_id, key, "update")
    if class_stand(row.phase(), now) is not Stand.OPEN:
        raise Refusal(_("This is not open, so it cannot be closed. Look at its page: somebody may have been faster."))
    row.closed_at = now
    refresh(db, activity_id)


def reopen(db: Session, activity_id: int, key: str, now: datetime) -> None:
    """Take back that a phase was closed by hand. Raises a `Refusal` where it is not closed for the class.

    Where its date closed it, it stays closed until `set_up` brings a later date or none, in the same transaction.
    """
    row = store.phase_row(db, activity_id, key, "update")
    if class_stand(row.phase(), now) is not Stand.CLOSED:
        raise Refusal(_("This has not closed. Look at its page: somebody may have been faster."))
    row.closed_at = None
    refresh(db, activity_id)


def reached(phase: Phase, moment: Moment) -> datetime | None:
    """When the phase reaches a moment, as things stand; None: not by itself."""
    return next((at for at, one in moments(phase) if one is moment), None)
