"""What follows when a phase opens or ends: effects of tools, each run once per instant, by the worker or at once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools import retries
from lti_tools.kit.schedule import store
from lti_tools.kit.schedule.declared import PhaseEffect, Transition
from lti_tools.kit.schedule.schedule import refresh
from lti_tools.kit.schedule.tables import PhaseRow
from lti_tools.pure.schedule import moments

AT_ONCE = 20
"""Activities looked at in one round of the worker."""


def run_due(
    db: Session, tool: str, now: datetime, effect: PhaseEffect, *, activity_id: int | None = None, limit: int = AT_ONCE
) -> int:
    """Run `effect` for every moment that phases of this tool's activities have reached; return how many ran.

    For a tool's tick; with `activity_id` for one activity at once, after somebody closed a phase by hand. A moment's
    row is written with its effect, in one savepoint: it happens once, whoever asks, however often. An effect that
    fails is taken back, logged, and rests (`lti_tools.retries`); it holds no other up. Safe in several workers.
    """
    if activity_id is not None:
        return _run(db, store.phase_rows(db, activity_id, "update"), now, effect)
    return sum(
        _run(db, store.free_phase_rows(db, one), now, effect) for one in store.due_activities(db, tool, now, limit)
    )


def _run(db: Session, rows: Sequence[PhaseRow], now: datetime, effect: PhaseEffect) -> int:
    """Run what the phases of one activity, held, have reached, in the order of the clock."""
    known = store.runs(db, [row.id for row in rows])
    due = [
        (at, row.place, moment, row)
        for row in rows
        for at, moment in moments(row.phase())
        if at <= now and (row.id, moment.value, at) not in known
    ]
    for at, _place, moment, row in sorted(due, key=lambda one: one[:2]):
        again = any(phase == row.id and known_moment == moment for phase, known_moment, _ in known)
        if not _run_one(db, row, Transition(row.activity_id, row.key, moment, at, now, again), now, effect):
            return 0
    if due:
        refresh(db, rows[0].activity_id)
    return len(due)


def _run_one(db: Session, row: PhaseRow, transition: Transition, now: datetime, effect: PhaseEffect) -> bool:
    """Run one effect unless it ran before; False if it failed."""

    def deed() -> None:
        if store.claim(db, row.id, transition.moment, transition.at, now):
            effect(db, transition)
        row.worked_out = max(row.worked_out or transition.at, transition.at)
        db.flush()

    return retries.attempt(db, store.EFFECTS, transition.activity_id, now, deed)
