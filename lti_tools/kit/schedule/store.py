"""Every query of the schedule, each held to one activity or course."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.groups.tables import GroupMember
from lti_tools.kit.schedule.tables import Extension, ExtensionLine, PhaseDate, PhaseRow, PhaseRun
from lti_tools.pure.schedule import Moment
from lti_tools.retries import not_resting
from lti_tools.store.database import Runner
from lti_tools.store.inserting import insert_or_ignore
from lti_tools.store.tables.activities import Activity

Lock = Literal["", "share", "update"]
EFFECTS = "schedule.effect"
"""Names what follows from phases for `lti_tools.retries`."""
COLUMNS: Any = PhaseRow.__table__.c


def own_date(person_id: Any) -> ColumnElement[datetime]:
    """The latest date of a person's own or of their groups, for the `PhaseRow` of the query around it.

    `person_id` is a number or a bind parameter.
    """
    return _own(func.max(PhaseDate.ends_at), person_id)


def own_start(person_id: Any) -> ColumnElement[datetime]:
    """The earliest beginning of a person's own or of their groups, as `own_date`."""
    return _own(func.min(PhaseDate.starts_at), person_id)


def _own(instant: Any, person_id: Any) -> ColumnElement[datetime]:
    groups = select(GroupMember.group_id).where(GroupMember.person_id == person_id)
    mine = or_(PhaseDate.person_id == person_id, PhaseDate.group_id.in_(groups))
    return select(instant).where(PhaseDate.phase_id == PhaseRow.id, mine).correlate(PhaseRow).scalar_subquery()


def phase_rows(db: Session, activity_id: int, lock: Lock = "") -> Sequence[PhaseRow]:
    """The phases of an activity in order."""
    query = select(PhaseRow).where(PhaseRow.activity_id == activity_id).order_by(PhaseRow.place)
    return db.scalars(_held(query, lock)).all()


def phase_row(db: Session, activity_id: int, key: str, lock: Lock = "") -> PhaseRow:
    """One phase; raises `NotFound` where the activity has left it out.

    Who changes one holds all of the activity, in order, so that no two wait for each other.
    """
    if lock == "update":
        row = next((one for one in phase_rows(db, activity_id, lock) if one.key == key), None)
    else:
        query = select(PhaseRow).where(PhaseRow.activity_id == activity_id, PhaseRow.key == key)
        row = db.scalar(_held(query, lock))
    if row is None:
        raise NotFound(f"no phase {key} in activity {activity_id}")
    return row


def _held(query: Any, lock: Lock) -> Any:
    query = query.execution_options(populate_existing=True)
    return query.with_for_update(read=lock == "share", of=PhaseRow) if lock else query


def with_own_date(db: Runner, activities: Iterable[int], person_id: int) -> Sequence[Any]:
    """(columns of PhaseRow..., own date, own start) of the phases of activities, in order, in one query."""
    own = (own_date(person_id).label("own_date"), own_start(person_id).label("own_start"))
    query = select(PhaseRow.__table__, *own).where(PhaseRow.activity_id.in_(list(activities)))
    return db.execute(query.order_by(PhaseRow.activity_id, PhaseRow.place)).all()


def latest_dates(db: Session, phase_ids: Iterable[int]) -> dict[int, datetime]:
    """Phase id -> the latest date of anybody's own."""
    query = select(PhaseDate.phase_id, func.max(PhaseDate.ends_at)).where(PhaseDate.phase_id.in_(list(phase_ids)))
    return {row[0]: row[1] for row in db.execute(query.group_by(PhaseDate.phase_id)) if row[1]}


def runs(db: Session, phase_ids: Iterable[int]) -> set[tuple[int, str, datetime]]:
    query = select(PhaseRun.phase_id, PhaseRun.moment, PhaseRun.at).where(PhaseRun.phase_id.in_(list(phase_ids)))
    return {(phase, moment, at) for phase, moment, at in db.execute(query)}


def claim(db: Session, phase_id: int, moment: Moment, at: datetime, now: datetime) -> bool:
    """Write down that a moment's effects run now; False where they ran before."""
    values = {"phase_id": phase_id, "moment": moment.value, "at": at, "run_at": now}
    return insert_or_ignore(db, PhaseRun, values, ["phase_id", "moment", "at"])


def due_activities(db: Session, tool: str, now: datetime, limit: int) -> Sequence[int]:
    """Activities of a tool in which a phase has reached something, those that wait longest first."""
    first = func.min(PhaseRow.next_due)
    query = (
        select(PhaseRow.activity_id)
        .join(Activity, Activity.id == PhaseRow.activity_id)
        .where(Activity.tool == tool, PhaseRow.next_due <= now, not_resting(EFFECTS, PhaseRow.activity_id, now))
        .group_by(PhaseRow.activity_id)
        .order_by(first, PhaseRow.activity_id)
        .limit(limit)
    )
    return db.scalars(query).all()


def free_phase_rows(db: Session, activity_id: int) -> Sequence[PhaseRow]:
    """The phases of an activity in order, held; none where somebody else holds one of them."""
    every = select(PhaseRow).where(PhaseRow.activity_id == activity_id).order_by(PhaseRow.place)
    query = every.with_for_update(skip_locked=True, of=PhaseRow).execution_options(populate_existing=True)
    rows = db.scalars(query).all()
    number = db.scalar(select(func.count()).select_from(every.order_by(None).subquery()))
    return rows if len(rows) == number else ()


def dates_of(db: Session, phase_id: int) -> Sequence[PhaseDate]:
    return db.scalars(select(PhaseDate).where(PhaseDate.phase_id == phase_id)).all()


def dates_in(db: Session, activity_id: int) -> Sequence[tuple[str, PhaseDate]]:
    """(phase key, date) of everybody and every group in an activity."""
    query = select(PhaseRow.key, PhaseDate).join(PhaseDate, PhaseDate.phase_id == PhaseRow.id)
    rows = db.execute(query.where(PhaseRow.activity_id == activity_id).order_by(PhaseRow.place, PhaseDate.id))
    return [(key, one) for key, one in rows]


def drop_phases(db: Session, ids: Iterable[int]) -> None:
    db.execute(delete(PhaseRow).where(PhaseRow.id.in_(list(ids))).execution_options(synchronize_session=False))


def extension_of(db: Session, activity_id: int, extension_id: int) -> tuple[Extension, PhaseRow]:
    """An extension of this activity, its phase held; raises `NotFound`."""
    query = select(Extension, PhaseRow).join(PhaseRow, PhaseRow.id == Extension.phase_id)
    query = query.where(Extension.id == extension_id, PhaseRow.activity_id == activity_id)
    row = db.execute(query.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound(f"no extension {extension_id} in activity {activity_id}")
    return row[0], row[1]


def extensions_in(db: Session, activity_id: int, limit: int) -> Sequence[tuple[Extension, str, int, datetime | None]]:
    """(extension, phase key, how many lines, latest instant given), newest first."""
    lines = func.count(ExtensionLine.id)
    query = (
        select(Extension, PhaseRow.key, lines, func.max(ExtensionLine.after))
        .join(PhaseRow, PhaseRow.id == Extension.phase_id)
        .outerjoin(ExtensionLine, ExtensionLine.extension_id == Extension.id)
        .where(PhaseRow.activity_id == activity_id)
        .group_by(Extension.id, PhaseRow.key)
        .order_by(Extension.id.desc())
        .limit(limit)
    )
    return [(one, key, number, at) for one, key, number, at in db.execute(query)]


def erase_person(db: Session, person_id: int, context_id: int | None) -> set[int]:
    """Drop the person's own dates and take their name off what they did; return the activities concerned."""
    here = select(PhaseRow.id)
    if context_id is not None:
        here = here.join(Activity, Activity.id == PhaseRow.activity_id).where(Activity.context_id == context_id)
    mine = PhaseDate.person_id == person_id
    concerned = select(PhaseRow.activity_id).join(PhaseDate, PhaseDate.phase_id == PhaseRow.id)
    found = set(db.scalars(concerned.where(mine, PhaseRow.id.in_(here))))
    extensions = select(Extension.id).where(Extension.phase_id.in_(here))
    quietly: Any = {"synchronize_session": False}
    db.execute(delete(PhaseDate).where(mine, PhaseDate.phase_id.in_(here)), execution_options=quietly)
    about = select(ExtensionLine.extension_id).where(ExtensionLine.person_id == person_id)
    silent = update(Extension).where(Extension.id.in_(about), Extension.phase_id.in_(here)).values(reason="")
    db.execute(silent, execution_options=quietly)
    lines = delete(ExtensionLine).where(
        ExtensionLine.person_id == person_id, ExtensionLine.extension_id.in_(extensions)
    )
    db.execute(lines, execution_options=quietly)
    for column in (Extension.made_by, Extension.undone_by):
        done = update(Extension).where(column == person_id, Extension.phase_id.in_(here)).values({column: None})
        db.execute(done, execution_options=quietly)
    return found


def dates_of_person(
    db: Session, person_id: int, context_id: int | None
) -> Sequence[tuple[str, str, datetime | None, datetime | None]]:
    """(activity's title, phase key, own beginning, own end) everywhere, or in one course."""
    query = (
        select(Activity.title, PhaseRow.key, PhaseDate.starts_at, PhaseDate.ends_at)
        .join(PhaseRow, PhaseRow.activity_id == Activity.id)
        .join(PhaseDate, PhaseDate.phase_id == PhaseRow.id)
        .where(PhaseDate.person_id == person_id)
        .order_by(Activity.id, PhaseRow.place)
    )
    if context_id is not None:
        query = query.where(Activity.context_id == context_id)
    return [(title, key, since, until) for title, key, since, until in db.execute(query)]
