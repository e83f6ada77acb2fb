"""Every query of the help board, each held to one activity."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.store.inserting import insert_or_ignore
from lti_tools.store.tables.activities import Activity
from tools.gamification.domain.favours import Favour
from tools.gamification.helping.tables import HelpRow, OfferRow

SHOWN = 100
"""Of the newest questions; older ones are long answered."""


def questions(db: Session, activity_id: int) -> Sequence[HelpRow]:
    """The newest questions; open ones first, the one that waits longest before the others."""
    query = select(HelpRow).where(HelpRow.activity_id == activity_id)
    newest = list(db.scalars(query.order_by(HelpRow.id.desc()).limit(SHOWN)))
    return sorted(newest, key=lambda one: (one.closed_at is not None, one.id if one.closed_at is None else -one.id))


def offers(db: Session, help_ids: Sequence[int]) -> dict[int, list[OfferRow]]:
    """Question -> offers, oldest first."""
    found: dict[int, list[OfferRow]] = {}
    for row in db.scalars(select(OfferRow).where(OfferRow.help_id.in_(help_ids)).order_by(OfferRow.id)):
        found.setdefault(row.help_id, []).append(row)
    return found


def question(db: Session, activity_id: int, help_id: int) -> HelpRow:
    """One question of this activity; raises `NotFound`."""
    row = db.scalar(select(HelpRow).where(HelpRow.id == help_id, HelpRow.activity_id == activity_id))
    if row is None:
        raise NotFound(f"no question {help_id}")
    return row


def open_of(db: Session, activity_id: int, person_id: int) -> int:
    """How many questions of somebody are open."""
    query = select(func.count()).select_from(HelpRow).filter_by(activity_id=activity_id, person_id=person_id)
    return db.scalar(query.where(HelpRow.closed_at.is_(None))) or 0


def ask(db: Session, activity_id: int, person_id: int, text: str, now: datetime) -> None:
    db.add(HelpRow(activity_id=activity_id, person_id=person_id, text=text, asked_at=now))
    db.flush()


def close(db: Session, help_id: int, now: datetime) -> None:
    """Close a question; one that is closed stays as it is."""
    db.execute(update(HelpRow).where(HelpRow.id == help_id, HelpRow.closed_at.is_(None)).values(closed_at=now))


def remove(db: Session, help_id: int) -> None:
    for statement in (
        delete(OfferRow).where(OfferRow.help_id == help_id),
        delete(HelpRow).where(HelpRow.id == help_id),
    ):
        db.execute(statement.execution_options(synchronize_session=False))


def offer(db: Session, help_id: int, person_id: int, now: datetime) -> None:
    insert_or_ignore(db, OfferRow, {"help_id": help_id, "person_id": person_id, "at": now}, ["help_id", "person_id"])


def take_back(db: Session, help_id: int, person_id: int) -> None:
    """Take an offer back that nobody thanked for."""
    own = (OfferRow.help_id == help_id, OfferRow.person_id == person_id, OfferRow.thanked_at.is_(None))
    db.execute(delete(OfferRow).where(*own).execution_options(synchronize_session=False))


def thank(db: Session, help_id: int, person_id: int, now: datetime) -> int | None:
    """Thank somebody for their offer; its id, or None where there is none, or a thank already."""
    own = (OfferRow.help_id == help_id, OfferRow.person_id == person_id, OfferRow.thanked_at.is_(None))
    query = update(OfferRow).where(*own).values(thanked_at=now).returning(OfferRow.id)
    return db.scalar(query.execution_options(synchronize_session=False))


def thanks(db: Session, activity_id: int) -> list[Favour]:
    """Every thank of the activity, under the offer's id."""
    query = select(OfferRow.id, OfferRow.thanked_at, HelpRow.person_id, OfferRow.person_id.label("helper"))
    query = query.join(HelpRow, HelpRow.id == OfferRow.help_id).where(HelpRow.activity_id == activity_id)
    rows = db.execute(query.where(OfferRow.thanked_at.is_not(None)))
    return [Favour(str(row.id), row.thanked_at, row.person_id, row.helper) for row in rows]


# -- one person's data


def _inside(column: Any, context_id: int) -> Any:
    return column.in_(select(Activity.id).where(Activity.context_id == context_id))


def erase_person(db: Session, person_id: int, context_id: int | None) -> None:
    """Delete what the person asked, with the offers to it, and their own offers."""
    own = select(HelpRow.id).where(HelpRow.person_id == person_id)
    here = select(HelpRow.id)
    if context_id is not None:
        own = own.where(_inside(HelpRow.activity_id, context_id))
        here = here.where(_inside(HelpRow.activity_id, context_id))
    for statement in (
        delete(OfferRow).where(OfferRow.help_id.in_(own)),
        delete(OfferRow).where(OfferRow.person_id == person_id, OfferRow.help_id.in_(here)),
        delete(HelpRow).where(HelpRow.id.in_(own)),
    ):
        db.execute(statement.execution_options(synchronize_session=False))


def by_person(db: Session, person_id: int, context_id: int | None) -> dict[str, list[dict[str, Any]]]:
    """What somebody asked, and when they offered help."""
    asked = select(HelpRow).where(HelpRow.person_id == person_id)
    offered = select(OfferRow, HelpRow.activity_id).join(HelpRow, HelpRow.id == OfferRow.help_id)
    offered = offered.where(OfferRow.person_id == person_id)
    if context_id is not None:
        asked = asked.where(_inside(HelpRow.activity_id, context_id))
        offered = offered.where(_inside(HelpRow.activity_id, context_id))
    return {
        "asked": [
            {"activity": row.activity_id, "text": row.text, "at": row.asked_at.isoformat()} for row in db.scalars(asked)
        ],
        "offered": [
            {"activity": activity, "at": row.at.isoformat(), "thanked": row.thanked_at is not None}
            for row, activity in db.execute(offered)
        ],
    }
