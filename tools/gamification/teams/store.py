"""Every query of the tables of teams."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from lti_tools.store.inserting import insert_into, insert_or_ignore, table_of
from lti_tools.store.prepared import Prepared
from tools.gamification.store.entries import activities_of
from tools.gamification.teams.tables import MergeRow, PartRow, SecondGoRow, SoloRow

ANYWHERE = 0
"""Stands in place of a team's id for what was shown in any of them, and for the goal of the whole class."""
Place = tuple[str, int]
"""(key of a boss, id of a team)."""
_HERE: Any = bindparam("activity_id")
_SOLOS = Prepared(select(SoloRow.group_id).where(SoloRow.activity_id == _HERE))
_MERGES = Prepared(select(MergeRow.group_id, MergeRow.into_id).where(MergeRow.activity_id == _HERE))
_SECOND_GOES = Prepared(
    select(SecondGoRow.boss, SecondGoRow.group_id, SecondGoRow.text).where(SecondGoRow.activity_id == _HERE)
)


def keep_parts(db: Session, activity_id: int, person_id: int, parts: Mapping[Place, int]) -> None:
    """Write what somebody has shown in place of what was there."""
    old = delete(PartRow).where(PartRow.activity_id == activity_id, PartRow.person_id == person_id)
    db.execute(old.execution_options(synchronize_session=False))
    rows = [
        {"activity_id": activity_id, "person_id": person_id, "boss": boss, "group_id": group, "shown": shown}
        for (boss, group), shown in sorted(parts.items())
        if shown
    ]
    if rows:
        db.execute(insert_into(db, table_of(PartRow)), rows)


def parts_of(
    db: Session,
    activity_id: int,
    groups: Collection[int] | None = None,
    people: Collection[int] = (),
    of_class: Collection[str] = (),
) -> dict[Place, dict[int, int]]:
    """(boss, team) -> person -> points shown; of all teams, or of some `groups`.

    What was shown anywhere comes of these `people`, and against the bosses `of_class` of everybody.
    """
    query = select(PartRow.boss, PartRow.group_id, PartRow.person_id, PartRow.shown)
    query = query.where(PartRow.activity_id == activity_id)
    if groups is not None:
        wanted = or_(PartRow.person_id.in_(people), PartRow.boss.in_(of_class))
        anywhere = and_(PartRow.group_id == ANYWHERE, wanted)
        query = query.where(or_(PartRow.group_id.in_(groups), anywhere))
    found: dict[Place, dict[int, int]] = {}
    for boss, group_id, person_id, shown in db.execute(query):
        found.setdefault((boss, group_id), {})[person_id] = shown
    return found


def solos(db: Session, activity_id: int) -> frozenset[int]:
    """Teams in which one goes on alone."""
    return frozenset(row.group_id for row in _SOLOS.all(db, {"activity_id": activity_id}))


def allow_solo(db: Session, activity_id: int, group_id: int, now: datetime) -> bool:
    values = {"activity_id": activity_id, "group_id": group_id, "at": now}
    return insert_or_ignore(db, SoloRow, values, ["activity_id", "group_id"])


def end_solo(db: Session, activity_id: int, group_id: int) -> None:
    db.execute(delete(SoloRow).where(SoloRow.activity_id == activity_id, SoloRow.group_id == group_id))


def merges(db: Session, activity_id: int) -> dict[int, int]:
    """Team -> the team in which it went on, to the end of the way."""
    into = {row.group_id: row.into_id for row in _MERGES.all(db, {"activity_id": activity_id})}

    def last(group_id: int) -> int:
        for _step in into:
            group_id = into.get(group_id, group_id)
        return group_id

    return {group_id: last(group_id) for group_id in into}


def merge(db: Session, activity_id: int, group_id: int, into_id: int, now: datetime) -> None:
    """From now on what was earned in one team counts in the other; a way back over the same two is forgotten."""
    db.execute(delete(MergeRow).where(MergeRow.activity_id == activity_id, MergeRow.group_id == into_id))
    values = {"into_id": into_id, "at": now}
    insert = insert_into(db, MergeRow).values(activity_id=activity_id, group_id=group_id, **values)
    db.execute(insert.on_conflict_do_update(index_elements=["activity_id", "group_id"], set_=values))


def merge_of(db: Session, activity_id: int, group_id: int) -> MergeRow | None:
    return db.get(MergeRow, (activity_id, group_id), populate_existing=True)


def part_again(db: Session, activity_id: int, group_id: int) -> None:
    db.execute(delete(MergeRow).where(MergeRow.activity_id == activity_id, MergeRow.group_id == group_id))


def second_goes(db: Session, activity_id: int) -> dict[Place, str]:
    """(boss, team) -> what the team learnt from the first go."""
    return {(row.boss, row.group_id): row.text for row in _SECOND_GOES.all(db, {"activity_id": activity_id})}


def begin_second_go(db: Session, activity_id: int, place: Place, person_id: int, text: str, now: datetime) -> bool:
    """Keep what was learnt; False where a mate was faster, and theirs stays."""
    values = {
        "activity_id": activity_id,
        "boss": place[0],
        "group_id": place[1],
        "person_id": person_id,
        "text": text,
        "at": now,
    }
    return insert_or_ignore(db, SecondGoRow, values, ["activity_id", "boss", "group_id"])


def written_by(db: Session, person_id: int, context_id: int | None) -> list[SecondGoRow]:
    return list(db.scalars(_of_person(select(SecondGoRow), person_id, context_id)))


def forget(db: Session, person_id: int, context_id: int | None) -> None:
    """The team's words go with who wrote them; the goal stays open."""
    query = update(SecondGoRow).values(person_id=None, text="")
    db.execute(_of_person(query, person_id, context_id).execution_options(synchronize_session=False))


def _of_person(query: Any, person_id: int, context_id: int | None) -> Any:
    query = query.where(SecondGoRow.person_id == person_id)
    inside = activities_of(context_id)
    return query if inside is None else query.where(SecondGoRow.activity_id.in_(inside))
