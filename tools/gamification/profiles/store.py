"""Every query of profiles."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lti_tools.store.inserting import insert_into, insert_or_ignore
from tools.gamification.domain.looks import Look
from tools.gamification.profiles.tables import ExcusedWeekRow, LookRow, ProfileRow


@dataclass(frozen=True)
class Profile:
    """What one learner chose."""

    on_board: bool = False
    calm: bool = False
    look: Look = field(default_factory=Look)


def profiles_of(db: Session, activity_id: int, people: Iterable[int]) -> dict[int, Profile]:
    """Person -> profile, of each of `people`."""
    ids = list(people)
    query = select(ProfileRow).where(ProfileRow.activity_id == activity_id, ProfileRow.person_id.in_(ids))
    found = {row.person_id: as_profile(row) for row in db.scalars(query)}
    return {person: found.get(person, Profile()) for person in ids}


def profile_of(db: Session, activity_id: int, person_id: int) -> Profile:
    return profiles_of(db, activity_id, [person_id])[person_id]


def as_profile(row: ProfileRow | None) -> Profile:
    """What a row says; without one everything is as it is at first."""
    if row is None:
        return Profile()
    first = Look()
    look = Look(row.shape or first.shape, row.colour or first.colour, row.symbol or first.symbol)
    return Profile(row.on_board, row.calm, look)


def change(db: Session, activity_id: int, person_id: int, **values: Any) -> None:
    """Write some of a profile's columns."""
    whole = {"on_board": False, "calm": False, "shape": "", "colour": "", "symbol": "", **values}
    insert = insert_into(db, ProfileRow).values(activity_id=activity_id, person_id=person_id, **whole)
    db.execute(insert.on_conflict_do_update(index_elements=["activity_id", "person_id"], set_=values))


def on_board(db: Session, activity_id: int) -> frozenset[int]:
    """Who wants to be on boards, and has not chosen calm."""
    query = select(ProfileRow.person_id).where(
        ProfileRow.activity_id == activity_id, ProfileRow.on_board.is_(True), ProfileRow.calm.is_(False)
    )
    return frozenset(db.scalars(query))


def looks_of(db: Session, activity_id: int, person_id: int) -> frozenset[str]:
    """What somebody has chosen so far."""
    query = select(LookRow.item).where(LookRow.activity_id == activity_id, LookRow.person_id == person_id)
    return frozenset(db.scalars(query))


def add_look(db: Session, activity_id: int, person_id: int, item: str, now: datetime) -> None:
    values = {"activity_id": activity_id, "person_id": person_id, "item": item, "at": now}
    insert_or_ignore(db, LookRow, values, ["activity_id", "person_id", "item"])


def excused_weeks(db: Session, activity_id: int, person_id: int) -> frozenset[date]:
    """Mondays."""
    query = select(ExcusedWeekRow.monday).where(
        ExcusedWeekRow.activity_id == activity_id, ExcusedWeekRow.person_id == person_id
    )
    return frozenset(db.scalars(query))


def excuse_week(db: Session, activity_id: int, person_id: int, monday: date) -> None:
    values = {"activity_id": activity_id, "person_id": person_id, "monday": monday}
    insert_or_ignore(db, ExcusedWeekRow, values, ["activity_id", "person_id", "monday"])


def count_week(db: Session, activity_id: int, person_id: int, monday: date) -> None:
    """Excuse the week no more."""
    db.execute(
        delete(ExcusedWeekRow).where(
            ExcusedWeekRow.activity_id == activity_id,
            ExcusedWeekRow.person_id == person_id,
            ExcusedWeekRow.monday == monday,
        )
    )
