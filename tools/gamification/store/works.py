"""What was handed in, who endorsed it, and which class codes are shown."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.store.database import Runner
from lti_tools.store.inserting import insert_into, insert_or_ignore
from tools.gamification.domain.favours import Favour
from tools.gamification.models import CheckInRow, EndorsementRow, WorkRow


class State(StrEnum):
    """Where something handed in stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    RETURNED = "returned"


def works_of(db: Session, activity_id: int, person_id: int, team: int | None = None) -> dict[str, list[WorkRow]]:
    """Objective -> tries, oldest first: one's own, and those of one's `team`."""
    whose = WorkRow.person_id == person_id
    if team is not None:
        whose = and_(or_(whose, WorkRow.group_id == team), or_(WorkRow.group_id.is_(None), WorkRow.group_id == team))
    query = select(WorkRow).where(WorkRow.activity_id == activity_id, whose)
    found: dict[str, list[WorkRow]] = {}
    for row in db.scalars(query.order_by(WorkRow.number, WorkRow.id)):
        found.setdefault(row.objective, []).append(row)
    return found


def work_of(db: Session, activity_id: int, work_id: int, *, to_change: bool = False) -> WorkRow:
    """One piece of work of this activity, held `to_change`; raises `NotFound`."""
    query = select(WorkRow).where(WorkRow.id == work_id, WorkRow.activity_id == activity_id)
    if to_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = db.scalar(query)
    if row is None:
        raise NotFound(f"no work {work_id} in activity {activity_id}")
    return row


def hand_in(
    db: Session,
    activity_id: int,
    person_id: int,
    objective: str,
    text: str,
    link: str,
    now: datetime,
    team: int | None = None,
) -> WorkRow:
    """Store what is handed in: in place of what still waits, also from a mate in the `team`, else as a new try.

    Two tabs make one of it.
    """
    here = (WorkRow.activity_id == activity_id, WorkRow.objective == objective)
    own = (*here, WorkRow.person_id == person_id)
    whose = own if team is None else (*here, WorkRow.group_id == team)
    for _ in range(3):
        waiting = db.scalar(select(WorkRow).where(*whose, WorkRow.state == State.WAITING).with_for_update())
        if waiting is not None:
            waiting.text, waiting.link, waiting.sent_at = text, link, now
            db.flush()
            return waiting
        number = (db.scalar(select(func.max(WorkRow.number)).where(*own)) or 0) + 1
        values = {
            "activity_id": activity_id,
            "person_id": person_id,
            "objective": objective,
            "number": number,
            "text": text,
            "link": link,
            "state": State.WAITING,
            "sent_at": now,
            "comment": "",
            "score": 100,
            "group_id": team,
        }
        if insert_or_ignore(db, WorkRow, values, ["activity_id", "person_id", "objective", "number"]):
            return db.scalars(select(WorkRow).where(*own, WorkRow.number == number)).one()
    raise NotFound("the work changes under our hands")


def decide(
    db: Session, work: WorkRow, state: State, *, by: int | None, comment: str, score: int, now: datetime
) -> bool:
    """Accept or return what waits; False where somebody was faster. Without `by` there is no answer to read."""
    changed = db.execute(
        update(WorkRow)
        .where(WorkRow.id == work.id, WorkRow.state == State.WAITING)
        .values(state=state, decided_at=now, decided_by=by, comment=comment, score=score, read_at=None if by else now)
        .returning(WorkRow.id)
        .execution_options(synchronize_session=False)
    ).first()
    db.expire(work)
    return changed is not None


def waiting(db: Session, activity_id: int, objectives: Sequence[str]) -> Sequence[WorkRow]:
    """What waits for a teacher, oldest first."""
    query = select(WorkRow).where(WorkRow.activity_id == activity_id, WorkRow.state == State.WAITING)
    return db.scalars(query.where(WorkRow.objective.in_(objectives)).order_by(WorkRow.sent_at, WorkRow.id)).all()


def endorse(db: Session, work_id: int, by: int, now: datetime) -> bool:
    """One classmate's word; False for a second one."""
    return insert_or_ignore(db, EndorsementRow, {"work_id": work_id, "by_id": by, "at": now}, ["work_id", "by_id"])


def endorsers(db: Session, work_ids: Sequence[int]) -> dict[int, list[int]]:
    """Work -> who endorsed it."""
    found: dict[int, list[int]] = {}
    query = select(EndorsementRow.work_id, EndorsementRow.by_id).where(EndorsementRow.work_id.in_(work_ids))
    for work_id, by_id in db.execute(query):
        found.setdefault(work_id, []).append(by_id)
    return found


def favours(db: Session, activity_id: int, objective: str) -> list[Favour]:
    """Every endorsement for an objective, under "work:endorser"."""
    query = select(EndorsementRow, WorkRow.person_id).join(WorkRow, WorkRow.id == EndorsementRow.work_id)
    query = query.where(WorkRow.activity_id == activity_id, WorkRow.objective == objective)
    return [Favour(f"{one.work_id}:{one.by_id}", one.at, one.by_id, person) for one, person in db.execute(query)]


def mark_read(db: Session, activity_id: int, person_id: int, objectives: Sequence[str], now: datetime) -> list[WorkRow]:
    """The answers that their author sees for the first time now."""
    query = select(WorkRow).where(
        WorkRow.activity_id == activity_id,
        WorkRow.person_id == person_id,
        WorkRow.objective.in_(objectives),
        WorkRow.decided_at.is_not(None),
        WorkRow.read_at.is_(None),
    )
    found = list(db.scalars(query.with_for_update()))
    for row in found:
        row.read_at = now
    db.flush()
    return found


# -- class codes


def check_ins(db: Runner, activity_id: int, now: datetime) -> dict[str, datetime]:
    """Objectives whose class code is shown now -> until when."""
    query = select(CheckInRow.objective, CheckInRow.closes_at)
    rows = db.execute(query.where(CheckInRow.activity_id == activity_id, CheckInRow.closes_at > now))
    return {row.objective: row.closes_at for row in rows}


def open_check_in(db: Session, activity_id: int, objective: str, now: datetime, until: datetime) -> None:
    times = {"opened_at": now, "closes_at": until}
    insert = insert_into(db, CheckInRow).values(activity_id=activity_id, objective=objective, **times)
    db.execute(insert.on_conflict_do_update(index_elements=["activity_id", "objective"], set_=times))


def close_check_in(db: Session, activity_id: int, objective: str) -> None:
    db.execute(delete(CheckInRow).where(CheckInRow.activity_id == activity_id, CheckInRow.objective == objective))


def earlier(db: Session, activity_id: int, found: Sequence[WorkRow]) -> dict[int, list[WorkRow]]:
    """Work -> the tries before it, with what was answered."""
    people = {work.person_id for work in found}
    query = select(WorkRow).where(
        WorkRow.activity_id == activity_id, WorkRow.person_id.in_(people), WorkRow.state != State.WAITING
    )
    before: dict[tuple[int, str], list[WorkRow]] = {}
    for row in db.scalars(query.order_by(WorkRow.number)) if people else ():
        before.setdefault((row.person_id, row.objective), []).append(row)
    return {work.id: before.get((work.person_id, work.objective), []) for work in found}


# -- of a team


def accepted_of_teams(db: Session, activity_id: int, teams: Sequence[int], objectives: Sequence[str]) -> list[WorkRow]:
    """What these teams handed in for all and was accepted."""
    query = select(WorkRow).where(WorkRow.activity_id == activity_id, WorkRow.state == State.ACCEPTED)
    return list(db.scalars(query.where(WorkRow.group_id.in_(teams), WorkRow.objective.in_(objectives))))
