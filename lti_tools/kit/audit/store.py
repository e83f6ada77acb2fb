"""Queries of the record."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, Select, and_, or_, select, update
from sqlalchemy.orm import Session, aliased

from lti_tools.errors import NotFound
from lti_tools.kit.audit.actions import Entry
from lti_tools.kit.audit.chain import PROOF
from lti_tools.kit.audit.tables import ERASING, AuditEntry, AuditHead
from lti_tools.store.batches import in_batches
from lti_tools.store.inserting import insert_or_ignore
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Person
from lti_tools.web.paging import Page, page_of_query

_Doer, _About, _Undoing = aliased(Person), aliased(Person), aliased(AuditEntry)


def hold_head(db: Session, activity_id: int) -> AuditHead:
    """The head of the activity's record, made where it is missing, held until the transaction ends."""
    insert_or_ignore(db, AuditHead, {"activity_id": activity_id, "number": 0, "seal": ""}, ["activity_id"])
    query = select(AuditHead).where(AuditHead.activity_id == activity_id)
    return db.scalars(query.with_for_update().execution_options(populate_existing=True)).one()


def head(db: Session, activity_id: int) -> AuditHead | None:
    return db.get(AuditHead, activity_id)


def rows(db: Session, activity_id: int) -> Iterator[AuditEntry]:
    """Every entry in order, in constant memory."""
    query = select(AuditEntry).where(AuditEntry.activity_id == activity_id)
    yield from in_batches(db, query, AuditEntry.number)


def _entries(activity_id: int) -> Select[Any]:
    same = and_(_Undoing.activity_id == AuditEntry.activity_id, _Undoing.undoes == AuditEntry.number)
    return (
        select(
            AuditEntry,
            *(column.label(f"doer_{name}") for name, column in _names(_Doer)),
            *(column.label(f"about_{name}") for name, column in _names(_About)),
            _Undoing.number.label("undone_by"),
        )
        .outerjoin(_Doer, _Doer.id == AuditEntry.doer_id)
        .outerjoin(_About, _About.id == AuditEntry.about_id)
        .outerjoin(_Undoing, same)
        .where(AuditEntry.activity_id == activity_id)
    )


def _names(who: Any) -> list[tuple[str, Any]]:
    return [("name", who.name), ("given", who.given_name), ("family", who.family_name)]


def page_of_entries(
    db: Session, activity_id: int, number: int, *, doer: int | None = None, action: str = "", about: int | None = None
) -> Page[Entry]:
    """The newest entries first; `doer` 0 asks for what the clock did."""
    query = _entries(activity_id).order_by(AuditEntry.number.desc())
    if doer is not None:
        query = query.where(AuditEntry.doer_id == doer if doer else AuditEntry.doer_id.is_(None))
    if action:
        query = query.where(AuditEntry.action == action)
    if about is not None:
        query = query.where(AuditEntry.about_id == about)
    page = page_of_query(db, query, number)
    return Page([entry_of(row) for row in page.items], page.number, page.total, page.size)


def find(db: Session, activity_id: int, number: int) -> Entry:
    """One entry; raises `NotFound`."""
    row = db.execute(_entries(activity_id).where(AuditEntry.number == number)).one_or_none()
    if row is None:
        raise NotFound(f"entry {number} of activity {activity_id}")
    return entry_of(row)


def entry_of(row: Row[Any]) -> Entry:
    written: AuditEntry = row[0]
    return Entry(
        activity_id=written.activity_id,
        number=written.number,
        at=written.at,
        doer_id=written.doer_id,
        doer=_name(row.doer_name, row.doer_given, row.doer_family),
        by_clock="doer" not in written.seals,
        about_id=written.about_id,
        about=_name(row.about_name, row.about_given, row.about_family),
        about_erased=written.about_id is None and "about" in written.seals,
        action=written.action,
        subject=written.subject,
        before=written.before,
        after=written.after,
        reason=written.reason,
        undoes=written.undoes,
        undone_by=row.undone_by,
    )


def _name(whole: str | None, given: str | None, family: str | None) -> str:
    return whole or " ".join(filter(None, (given, family)))


def doers(db: Session, activity_id: int) -> list[tuple[int, str]]:
    """(id, name) of everybody who did something here."""
    query = (
        select(Person.id, Person.name, Person.given_name, Person.family_name)
        .where(Person.id.in_(select(AuditEntry.doer_id).where(AuditEntry.activity_id == activity_id)))
        .order_by(Person.family_name, Person.name, Person.id)
    )
    return [(row.id, _name(row.name, row.given_name, row.family_name)) for row in db.execute(query)]


def newest_doer(db: Session, activity_id: int, action: str) -> str:
    """The name of who did something last here; empty where nobody did or no name is known."""
    newest = page_of_entries(db, activity_id, 1, action=action).items
    return newest[0].doer if newest else ""


def actions(db: Session, activity_id: int) -> list[str]:
    """The codes that stand in the activity's record."""
    query = select(AuditEntry.action).where(AuditEntry.activity_id == activity_id).distinct()
    return sorted(db.scalars(query))


def of_person(db: Session, person_id: int, context_id: int | None) -> list[AuditEntry]:
    """What a person did, and what was done about them."""
    query = select(AuditEntry).where(or_(AuditEntry.doer_id == person_id, AuditEntry.about_id == person_id))
    if context_id is not None:
        query = query.join(Activity, Activity.id == AuditEntry.activity_id).where(Activity.context_id == context_id)
    return list(db.scalars(query.order_by(AuditEntry.id)))


def forget(db: Session, person_id: int, context_id: int | None) -> None:
    """Empty the person out of the entries; each deed stays, and the chain with it.

    The reason goes in both cases: who typed it goes, and whom it was about may be named in it.
    """
    for row in of_person(db, person_id, context_id):
        places = {"doer": row.doer_id, "about": row.about_id}
        gone = {"reason"} | {name for name, who in places.items() if who == person_id}
        seals = {name: {PROOF: kept[PROOF]} if name in gone else kept for name, kept in row.seals.items()}
        values = {"seals": seals, "reason": ""} | {f"{name}_id": None for name in gone - {"reason"}}
        statement = update(AuditEntry).where(AuditEntry.id == row.id).values(**values)
        db.execute(statement, execution_options={ERASING: True, "synchronize_session": False})
    db.expire_all()
