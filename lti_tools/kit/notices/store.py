"""Queries of notices: each held to one person, and to one course where a page asks."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, select, update
from sqlalchemy.orm import Session

from lti_tools.kit.notices.preferences import Pace, Wish
from lti_tools.kit.notices.tables import Digest, MailWish, NoticeRow
from lti_tools.store.inserting import insert_all_or_ignore, insert_or_ignore
from lti_tools.store.tables.activities import Activity

BATCH = 500
KEPT, KEPT_DIGEST = timedelta(days=400), timedelta(days=90)
"""A school year of notices; of digests what somebody may ask the admin about."""


def add(
    db: Session,
    activity_id: int,
    people: Iterable[int],
    code: str,
    key: str,
    arguments: Mapping[str, Any],
    now: datetime,
) -> None:
    """One notice for each person, unless they have the same one already."""
    common = {"activity_id": activity_id, "code": code, "key": key, "arguments": dict(arguments), "created_at": now}
    rows = [{**common, "person_id": person_id} for person_id in sorted(set(people))]
    for start in range(0, len(rows), BATCH):
        insert_all_or_ignore(db, NoticeRow, rows[start : start + BATCH], ["activity_id", "person_id", "code", "key"])


def withdraw(db: Session, activity_id: int, codes: Collection[str], people: Collection[int] | None) -> None:
    """Delete what nobody has read yet and no e-mail took along; of everybody where `people` is None."""
    where = [NoticeRow.activity_id == activity_id, NoticeRow.code.in_(codes), NoticeRow.read_at.is_(None)]
    if people is not None:
        where.append(NoticeRow.person_id.in_(people))
    db.execute(delete(NoticeRow).where(*where).execution_options(synchronize_session=False))


@dataclass(frozen=True)
class Noticed:
    """A notice with the activity that it is about."""

    id: int
    code: str
    arguments: Mapping[str, Any]
    created_at: datetime
    read_at: datetime | None
    activity_id: int
    title: str
    tool: str


def _in_course(person_id: int, context_id: int) -> list[ColumnElement[bool]]:
    return [NoticeRow.person_id == person_id, Activity.context_id == context_id]


def _noticed() -> Select[Any]:
    return select(
        NoticeRow.id,
        NoticeRow.code,
        NoticeRow.arguments,
        NoticeRow.created_at,
        NoticeRow.read_at,
        Activity.id.label("activity_id"),
        Activity.title,
        Activity.tool,
    ).join(Activity, Activity.id == NoticeRow.activity_id)


def inbox(db: Session, person_id: int, context_id: int, limit: int, offset: int) -> list[Noticed]:
    """A person's notices from the activities of a course: unread first, then newest first."""
    query = _noticed().where(*_in_course(person_id, context_id))
    query = query.order_by(NoticeRow.read_at.is_not(None), NoticeRow.created_at.desc(), NoticeRow.id.desc())
    return [Noticed(*row) for row in db.execute(query.limit(limit).offset(offset))]


def count(db: Session, person_id: int, context_id: int, *, unread: bool = False) -> int:
    query = select(func.count()).select_from(NoticeRow).join(Activity, Activity.id == NoticeRow.activity_id)
    query = query.where(*_in_course(person_id, context_id))
    return db.scalar(query.where(NoticeRow.read_at.is_(None)) if unread else query) or 0


def find(db: Session, person_id: int, context_id: int, notice_id: int) -> Noticed | None:
    row = db.execute(_noticed().where(*_in_course(person_id, context_id), NoticeRow.id == notice_id)).first()
    return Noticed(*row) if row else None


def mark_read(
    db: Session, person_id: int, context_id: int, now: datetime, *, only: int | None = None, until: int | None = None
) -> None:
    """Mark a person's notices of a course as read: one, or all up to and with an id, which the page showed."""
    activities = select(Activity.id).where(Activity.context_id == context_id)
    where = [NoticeRow.person_id == person_id, NoticeRow.activity_id.in_(activities), NoticeRow.read_at.is_(None)]
    where += [NoticeRow.id == only] if only is not None else [NoticeRow.id <= (until or 0)]
    db.execute(update(NoticeRow).where(*where).values(read_at=now).execution_options(synchronize_session=False))


def wish_of(db: Session, person_id: int) -> Wish:
    row = db.get(MailWish, person_id)
    if row is None:
        return Wish()
    return Wish(pace=Pace(row.pace), quiet_from=row.quiet_from, quiet_until=row.quiet_until)


def set_wish(db: Session, person_id: int, wish: Wish) -> None:
    """Store what somebody wants; the same again changes nothing."""
    values = {"pace": wish.pace.value, "quiet_from": wish.quiet_from, "quiet_until": wish.quiet_until}
    if not insert_or_ignore(db, MailWish, {"person_id": person_id, **values}, ["person_id"]):
        db.execute(update(MailWish).where(MailWish.person_id == person_id).values(**values))


def forget_old(db: Session, now: datetime) -> int:
    """Delete what is older than anybody looks for; returns how many rows that were."""
    old = (
        delete(NoticeRow).where(NoticeRow.created_at < now - KEPT),
        delete(Digest).where(Digest.created_at < now - KEPT_DIGEST),
    )
    done: list[Any] = [db.execute(one.execution_options(synchronize_session=False)) for one in old]
    return sum(int(result.rowcount) for result in done)


def _of(person_id: int, context_id: int | None) -> list[ColumnElement[bool]]:
    own = [NoticeRow.person_id == person_id]
    if context_id is not None:
        own.append(NoticeRow.activity_id.in_(select(Activity.id).where(Activity.context_id == context_id)))
    return own


def forget_person(db: Session, person_id: int, context_id: int | None) -> None:
    db.execute(delete(NoticeRow).where(*_of(person_id, context_id)).execution_options(synchronize_session=False))
    if context_id is None:
        db.execute(delete(MailWish).where(MailWish.person_id == person_id))
        db.execute(delete(Digest).where(Digest.person_id == person_id).execution_options(synchronize_session=False))


def of_person(db: Session, person_id: int, context_id: int | None) -> Sequence[NoticeRow]:
    return db.scalars(select(NoticeRow).where(*_of(person_id, context_id)).order_by(NoticeRow.id)).all()
