"""The door of moderation: report a thing, decide about it with a reason, appeal once; what others may see of it.

state = hidden_items(db, activity_id, "comment")          # ids that others must not see, with their cases
report(db, launch, thing, Why.HURTS, "", now)             # hides it at once, within limits
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.errors import Refusal
from lti_tools.kit.audit.audit import note
from lti_tools.kit.moderation import refusals, store
from lti_tools.kit.moderation.reasons import Why
from lti_tools.kit.moderation.tables import Case, CaseStep, Report
from lti_tools.kit.moderation.telling import tell_decision, tell_nothing
from lti_tools.launches import CurrentLaunch
from lti_tools.pure.moderation import Deed, State, after, hides_at_once, is_hidden, limit_reached
from lti_tools.rights import reach
from lti_tools.store.inserting import insert_or_ignore

LONGEST = 2000
"""Characters of what somebody writes with a deed."""
KEPT, REMOVED = "moderation.kept", "moderation.removed"


@dataclass(frozen=True, kw_only=True)
class Thing:
    """What is reported or removed."""

    activity_id: int
    kind: str
    item_id: int
    author_id: int | None
    by_staff: bool = False
    changed_at: datetime | None = None
    """When its author last changed it."""


@dataclass(frozen=True)
class Standing:
    """How a thing stands, for who shows it."""

    case_id: int
    state: State
    hidden: bool
    reason: str


def standings(db: Session, activity_id: int, kind: str) -> Mapping[int, Standing]:
    """Item id -> how it stands, for everything of a kind in an activity that was ever reported or removed."""
    columns = (Case.item_id, Case.id, Case.state, Case.hidden, Case.reason)
    rows = db.execute(select(*columns).where(Case.activity_id == activity_id, Case.kind == kind))
    return {row.item_id: Standing(row.id, State(row.state), row.hidden, row.reason) for row in rows}


def report(db: Session, launch: CurrentLaunch, thing: Thing, why: Why, words: str, now: datetime) -> State:
    """Report a thing; others do not see it from here on, unless staff has decided already that it stays.

    Raises `Refusal` for one's own thing, for the second report of the same thing and beyond the limits of one person.
    """
    if thing.author_id == launch.person_id:
        raise refusals.own()
    case = _case(db, thing, now)
    if store.has_reported(db, case.id, launch.person_id):
        raise refusals.reported_already()
    reporter = store.reporter_of(db, launch.context_id, launch.person_id, now)
    limit = limit_reached(reporter)
    if limit is not None:
        raise refusals.too_many(limit)
    changed = bool(case.decided_at and thing.changed_at and thing.changed_at > case.decided_at)
    known = State(case.state) if case.state else None
    state = after(known, Deed.REPORT, changed_since=changed)
    if state is None:
        raise refusals.decided_already()
    if state is State.WAITING:
        at_once = hides_at_once(reporter, author_is_staff=thing.by_staff)
        case.hidden = case.hidden or is_hidden(state, at_once=at_once)
        case.opened_at = case.opened_at if known is State.WAITING else now
    db.add(Report(case_id=case.id, person_id=launch.person_id, why=why, words=words[:LONGEST], at=now))
    _step(db, case, launch, Deed.REPORT, state, words, now)
    return state


def remove_now(db: Session, launch: CurrentLaunch, thing: Thing, reason: str, now: datetime) -> int:
    """Staff removes a thing that nobody reported; the record's entry. Raises `Refusal` where that was decided."""
    return _decide(db, launch, _case(db, thing, now), Deed.REMOVE, reason, now)


def decide(db: Session, launch: CurrentLaunch, case_id: int, deed: Deed, reason: str, now: datetime) -> int:
    """Staff keeps or removes what a case of their course is about; the number of the record's entry.

    Raises `NotFound`, and `Refusal` without a reason or where somebody was faster.
    """
    case = store.case_in_course(db, launch.context_id, case_id)
    reach(db, launch).check(case.author_id)
    return _decide(db, launch, case, deed, reason, now)


def appeal(db: Session, launch: CurrentLaunch, case_id: int, words: str, now: datetime) -> None:
    """The author asks to look at a removal again, once. Raises `NotFound` for everybody else's cases, `Refusal`."""
    case = store.case_in_course(db, launch.context_id, case_id)
    if case.author_id != launch.person_id:
        raise refusals.not_yours()
    state = after(State(case.state), Deed.APPEAL)
    if state is None:
        raise refusals.no_appeal()
    if not words:
        raise Refusal(refusals.NO_WORDS)
    case.appeal, case.opened_at = words[:LONGEST], now
    _step(db, case, launch, Deed.APPEAL, state, words, now)


def take_back(db: Session, case: Case, seen: State, now: datetime) -> None:
    """Undo a first decision: what was removed is shown again, what was kept waits again. Raises `Refusal`."""
    if State(case.state) is not seen or seen not in (State.KEPT, State.REMOVED):
        raise refusals.decided_already()
    state = State.KEPT if seen is State.REMOVED else State.WAITING
    case.state, case.hidden, case.changed_at = state, False, now
    db.add(CaseStep(case_id=case.id, at=now, doer_id=None, deed=Deed.KEEP, state=state))
    db.flush()
    tell_nothing(db, case)


def _decide(db: Session, launch: CurrentLaunch, case: Case, deed: Deed, reason: str, now: datetime) -> int:
    if not reason:
        raise Refusal(refusals.NO_REASON)
    state = after(State(case.state) if case.state else None, deed)
    if state is None or deed not in (Deed.KEEP, Deed.REMOVE):
        raise refusals.decided_already()
    case.hidden = is_hidden(state, at_once=True)
    case.reason, case.decided_at = reason[:LONGEST], now
    before = case.state
    _step(db, case, launch, deed, state, reason, now)
    number = note(
        db,
        _Doer(case.activity_id, launch.person_id),
        KEPT if deed is Deed.KEEP else REMOVED,
        subject={"case": case.id, "kind": case.kind, "item": case.item_id},
        before={"state": before},
        after={"state": state.value},
        reason=reason,
        now=now,
    )
    tell_decision(db, case, number, launch.person_id, now, removed=deed is Deed.REMOVE)
    return number


@dataclass(frozen=True)
class _Doer:
    """Staff deciding about a thing of another activity of the course: the deed stands in that activity's record."""

    activity_id: int | None
    person_id: int | None


def _case(db: Session, thing: Thing, now: datetime) -> Case:
    """The case of a thing, held; a new one has an empty state until its first step."""
    key = {"activity_id": thing.activity_id, "kind": thing.kind, "item_id": thing.item_id}
    fresh = {"author_id": thing.author_id, "state": "", "hidden": False, "reason": "", "appeal": ""}
    insert_or_ignore(db, Case, key | fresh | {"opened_at": now, "changed_at": now}, list(key))
    found = store.case_of(db, thing.activity_id, thing.kind, thing.item_id, held=True)
    assert found is not None
    return found


def _step(db: Session, case: Case, launch: CurrentLaunch, deed: Deed, state: State, words: str, now: datetime) -> None:
    case.state, case.changed_at = state, now
    db.add(CaseStep(case_id=case.id, at=now, doer_id=launch.person_id, deed=deed, state=state, words=words[:LONGEST]))
    db.flush()
