"""What staff do with evidence: the queue, awards, ticking off, taking back, excusing, class codes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from tools.gamification import refusals
from tools.gamification.domain.evidence import Entry, Kind, standing
from tools.gamification.domain.facts import Key
from tools.gamification.domain.questline.line import HANDED_IN, Objective, Quest, Way
from tools.gamification.models import WorkRow
from tools.gamification.notices import tell_answered
from tools.gamification.service import ledger
from tools.gamification.service.ledger import New
from tools.gamification.store import entries as rows
from tools.gamification.store import lines, works
from tools.gamification.store.lines import Published
from tools.gamification.store.works import State
from tools.gamification.teams import shared

CHECK_IN = timedelta(minutes=15)
"""How long a class code is shown unless it is put away before."""


@dataclass(frozen=True)
class Waiting:
    """One piece of work in the queue."""

    work: WorkRow
    quest: Quest
    objective: Objective


def queue(db: Session, place: Published) -> list[Waiting]:
    """What waits for a teacher, oldest first. What classmates confirm stands there too: a teacher may be faster."""
    known = {one.key: (quest, one) for quest, one in place.line.objectives() if one.way in HANDED_IN}
    found = works.waiting(db, place.activity_id, list(known))
    return [Waiting(work, *known[work.objective]) for work in found]


def accept(db: Session, activity_id: int, work_id: int, by: int, score: int, comment: str, now: datetime) -> WorkRow:
    """Accept what waits; raises a `Refusal` where somebody was faster."""
    work = works.work_of(db, activity_id, work_id, to_change=True)
    if not works.decide(db, work, State.ACCEPTED, by=by, comment=comment, score=score, now=now):
        raise refusals.decided_already()
    entry = Entry(shared.entry_id(work_id, now), now, Kind.ACCEPTED, work.objective, score)
    people = shared.receivers(db, work)
    ledger.record(db, activity_id, [New(one, entry) for one in people], source="work", actor_id=by, now=now)
    tell_answered(db, activity_id, people, work_id, now)
    return work


def give_back(db: Session, activity_id: int, work_id: int, by: int, comment: str, now: datetime) -> WorkRow:
    """Return what waits, with what is to be mended; it counts as a try."""
    if not comment.strip():
        raise refusals.no_comment()
    work = works.work_of(db, activity_id, work_id, to_change=True)
    if not works.decide(db, work, State.RETURNED, by=by, comment=comment, score=0, now=now):
        raise refusals.decided_already()
    entry = Entry(shared.entry_id(work_id, now), now, Kind.ATTEMPT, work.objective, 0)
    people = shared.receivers(db, work)
    ledger.record(db, activity_id, [New(one, entry) for one in people], source="work", actor_id=by, now=now)
    tell_answered(db, activity_id, people, work_id, now)
    return work


def undecide(db: Session, activity_id: int, work_id: int, now: datetime) -> None:
    """Put a decided piece of work back into the queue, and take back what followed."""
    work = works.work_of(db, activity_id, work_id, to_change=True)
    tries = works.works_of(db, activity_id, work.person_id)[work.objective]
    if work.state == State.WAITING or tries[-1].id != work.id:
        raise refusals.handed_in_since()
    people = [work.person_id] if work.group_id is None else list(rows.ledgers(db, activity_id))
    for person in people:
        for entry in standing(rows.entries_of(db, activity_id, person)):
            if entry.id == f"work:{work_id}" or entry.id.startswith(f"work:{work_id}:"):
                retract(db, activity_id, person, entry.id, "", None, now)
    work.state, work.decided_at, work.decided_by, work.comment, work.read_at = State.WAITING, None, None, "", None
    db.flush()


def award(
    db: Session,
    activity_id: int,
    people: Sequence[int],
    points: int,
    skill: Key,
    reason: str,
    by: int,
    now: datetime,
) -> str:
    """Give points with a reason; return the id of the entries."""
    if not people:
        raise refusals.nobody_chosen()
    uid = f"award:{uuid4().hex}"
    news = [New(one, Entry(uid, now, Kind.AWARD, points=points, skill=skill), reason) for one in people]
    ledger.record(db, activity_id, news, source="award", actor_id=by, now=now)
    return uid


def tick_off(
    db: Session, activity_id: int, people: Sequence[int], key: Key, reason: str, by: int, now: datetime
) -> tuple[str, int]:
    """Write that these people reached an objective, whatever its way; return the entries' id and for how many.

    Who has it already is left as they are, unless it can be reached again.
    """
    place = lines.published(db, activity_id)
    objective = place.line.objective(key)
    if objective is None:
        raise NotFound(f"no objective {key}")
    if not people:
        raise refusals.nobody_chosen()
    known = rows.standings(db, activity_id)
    uid = f"teacher:{key}:{uuid4().hex}"
    news = [
        New(one, Entry(uid, now, Kind.ACCEPTED, key), reason)
        for one in people
        if objective.once_per or not known.get(one, rows.NOBODY).objectives.get(key, [0])[0]
    ]
    done = ledger.record(db, activity_id, news, source=str(Way.TEACHER), actor_id=by, now=now) if news else frozenset()
    return uid, len(done)


def retract(
    db: Session, activity_id: int, person_id: int, uid: str, reason: str, by: int | None, now: datetime
) -> None:
    """Take one entry of somebody's ledger back; raises `NotFound`, or a `Refusal` where that was done already."""
    known = rows.entries_of(db, activity_id, person_id)
    entry = next((one for one in known if one.id == uid and one.kind is not Kind.RETRACTION), None)
    if entry is None:
        raise NotFound(f"no entry {uid}")
    if entry not in standing(known):
        raise refusals.retracted_already()
    back = Entry(f"retract:{uid}", now, Kind.RETRACTION, entry.objective, retracts=uid)
    ledger.record(db, activity_id, [New(person_id, back, reason)], source="retraction", actor_id=by, now=now)


def retract_all(db: Session, activity_id: int, uid: str, by: int | None, now: datetime) -> None:
    """Take back an entry that several people have."""
    for person, entries in rows.ledgers(db, activity_id).items():
        if any(one.id == uid for one in standing(entries)):
            retract(db, activity_id, person, uid, "", by, now)


def excuse(db: Session, activity_id: int, person_id: int, reason: str, now: datetime) -> None:
    """The team's goals wait for this person no more, and they share in what the team reaches."""
    lines.hold(db, activity_id)
    row = rows.ensure_member(db, activity_id, person_id)
    row.excused_at, row.reason = now, reason
    db.flush()
    ledger.settle(db, activity_id, now)


def include_again(db: Session, activity_id: int, person_id: int, now: datetime) -> None:
    """Team goals wait for this person again; the days without evidence are counted from now on."""
    row = rows.ensure_member(db, activity_id, person_id)
    row.excused_at, row.reason, row.absent_at, row.warned_at = None, "", None, None
    row.waited_from = now
    db.flush()


def show_code(db: Session, activity_id: int, key: Key, now: datetime) -> None:
    """Show the class code of an objective for a while."""
    place = lines.published(db, activity_id)
    objective = place.line.objective(key)
    if objective is None or objective.way is not Way.CHECK_IN:
        raise NotFound(f"no check-in {key}")
    works.open_check_in(db, activity_id, key, now, now + CHECK_IN)


def among(people: Collection[int], known: Collection[int]) -> list[int]:
    """Those of `people` who are known here, each once, in order."""
    return sorted(set(people) & set(known))
