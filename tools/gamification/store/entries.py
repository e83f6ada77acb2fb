"""The ledger as rows, and what replaying it gave."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from lti_tools.store.database import Runner
from lti_tools.store.inserting import insert_into, insert_or_ignore, table_of
from lti_tools.store.tables.activities import Activity
from tools.gamification.domain.boss import Standing as Member
from tools.gamification.domain.evidence import Entry, Kind
from tools.gamification.domain.facts import Achieved, Facts
from tools.gamification.domain.ledger import Statement
from tools.gamification.models import ERASING, EntryRow, MemberRow, StandingRow

_COLUMNS = (
    EntryRow.uid,
    EntryRow.at,
    EntryRow.kind,
    EntryRow.objective,
    EntryRow.score,
    EntryRow.points,
    EntryRow.skill,
    EntryRow.retracts,
)


def _entry(row: Any) -> Entry:
    return Entry(row.uid, row.at, Kind(row.kind), row.objective, row.score, row.points, row.skill, row.retracts)


@dataclass(frozen=True)
class Detail:
    """What stands beside an entry, for the page that lists them."""

    uid: str
    source: str
    reason: str
    actor_id: int | None


def append(
    db: Session,
    activity_id: int,
    person_id: int,
    entry: Entry,
    *,
    source: str,
    reason: str = "",
    actor_id: int | None = None,
    group_id: int | None = None,
) -> bool:
    """Write an entry; False where one with its id is there, and nothing changes then."""
    values = {
        "activity_id": activity_id,
        "person_id": person_id,
        "uid": entry.id,
        "at": entry.at,
        "kind": str(entry.kind),
        "objective": entry.objective,
        "score": entry.score,
        "points": entry.points,
        "skill": entry.skill,
        "retracts": entry.retracts,
        "source": source,
        "reason": reason,
        "actor_id": actor_id,
        "group_id": group_id,
    }
    return insert_or_ignore(db, EntryRow, values, ["activity_id", "person_id", "uid"])


def entries_of(db: Runner, activity_id: int, person_id: int) -> list[Entry]:
    query = select(*_COLUMNS).where(EntryRow.activity_id == activity_id, EntryRow.person_id == person_id)
    return [_entry(row) for row in db.execute(query)]


def details_of(db: Session, activity_id: int, person_id: int) -> dict[str, Detail]:
    """Entry id -> where it came from."""
    query = select(EntryRow.uid, EntryRow.source, EntryRow.reason, EntryRow.actor_id)
    rows = db.execute(query.where(EntryRow.activity_id == activity_id, EntryRow.person_id == person_id))
    return {row.uid: Detail(row.uid, row.source, row.reason, row.actor_id) for row in rows}


def ledgers(db: Session, activity_id: int, *, group_id: int | None = None) -> dict[int, list[Entry]]:
    """Person -> entries, of everybody or of what was earned in one team; retractions come always."""
    query = select(EntryRow.person_id, *_COLUMNS).where(EntryRow.activity_id == activity_id)
    if group_id is not None:
        query = query.where((EntryRow.group_id == group_id) | (EntryRow.kind == Kind.RETRACTION))
    found: dict[int, list[Entry]] = defaultdict(list)
    for row in db.execute(query):
        found[row.person_id].append(_entry(row))
    return found


@dataclass(frozen=True)
class Placed:
    """An entry with the team in which it was earned."""

    entry: Entry
    group_id: int | None


def placed_of(db: Session, activity_id: int, people: Collection[int] | None = None) -> dict[int, list[Placed]]:
    """Person -> entries with their teams, of everybody or of some people; in one query."""
    query = select(EntryRow.person_id, EntryRow.group_id, *_COLUMNS).where(EntryRow.activity_id == activity_id)
    if people is not None:
        query = query.where(EntryRow.person_id.in_(people))
    found: dict[int, list[Placed]] = defaultdict(list)
    for row in db.execute(query):
        found[row.person_id].append(Placed(_entry(row), row.group_id))
    return found


def have(db: Session, activity_id: int, people: Collection[int], uids: Collection[str]) -> set[tuple[int, str]]:
    """(person, id of an entry) for those of `uids` that these people have."""
    query = select(EntryRow.person_id, EntryRow.uid).where(EntryRow.activity_id == activity_id)
    rows = db.execute(query.where(EntryRow.person_id.in_(people), EntryRow.uid.in_(uids)))
    return {(row.person_id, row.uid) for row in rows}


def is_used(db: Session, activity_id: int, uid: str) -> bool:
    """Whether anybody of the activity has an entry of this id."""
    query = select(EntryRow.id).where(EntryRow.activity_id == activity_id, EntryRow.uid == uid)
    return db.scalar(query.limit(1)) is not None


def count_entries(db: Session, activity_id: int) -> int:
    return db.scalar(select(func.count()).select_from(EntryRow).where(EntryRow.activity_id == activity_id)) or 0


def evidenced(db: Session, activity_id: int) -> dict[str, int]:
    """Objective -> how many people have evidence for it."""
    query = (
        select(EntryRow.objective, func.count(EntryRow.person_id.distinct()))
        .where(EntryRow.activity_id == activity_id, EntryRow.kind == Kind.ACCEPTED)
        .group_by(EntryRow.objective)
    )
    return {row[0]: row[1] for row in db.execute(query)}


# -- what replaying gave


def keep_standing(db: Session, activity_id: int, person_id: int, version: int, statement: Statement) -> None:
    """Write what a replay gave, in place of what was there."""
    facts = statement.facts
    values = {
        "version": version,
        "xp": facts.xp.get("", 0),
        "level": facts.level,
        "objectives": {key: [one.times, one.best, one.tries] for key, one in facts.objectives.items() if key},
        "quests": sorted(facts.quests_done),
        "last_at": max((one.at for one in statement.lines), default=None),
    }
    insert = insert_into(db, table_of(StandingRow)).values(activity_id=activity_id, person_id=person_id, **values)
    db.execute(insert.on_conflict_do_update(index_elements=["activity_id", "person_id"], set_=values))


@dataclass(frozen=True)
class Standing:
    """One learner's standing as lists show it."""

    xp: int
    level: int
    objectives: Mapping[str, list[int]]
    quests: frozenset[str]
    last_at: datetime | None

    def facts(self, now: datetime) -> Facts:
        """As facts, good enough for what is open: dates of completion are left out."""
        objectives = {key: Achieved(times, best, tries) for key, (times, best, tries) in self.objectives.items()}
        return Facts(now, objectives, dict.fromkeys(self.quests, now), {"": self.xp}, self.level)


NOBODY = Standing(0, 1, {}, frozenset(), None)


def standings(db: Session, activity_id: int) -> dict[int, Standing]:
    """Person -> standing, of everybody who has evidence; one query."""
    query = select(
        StandingRow.person_id,
        StandingRow.xp,
        StandingRow.level,
        StandingRow.objectives,
        StandingRow.quests,
        StandingRow.last_at,
    ).where(StandingRow.activity_id == activity_id)
    return {
        row.person_id: Standing(row.xp, row.level, row.objectives, frozenset(row.quests), row.last_at)
        for row in db.execute(query)
    }


# -- members


def members_of(db: Session, activity_id: int) -> dict[int, MemberRow]:
    """Who is excused, warned or absent."""
    rows = db.scalars(select(MemberRow).where(MemberRow.activity_id == activity_id))
    return {row.person_id: row for row in rows}


def standing_of(row: MemberRow | None) -> Member:
    """How a member stands; no row is active."""
    if row is None:
        return Member.ACTIVE
    if row.excused_at is not None:
        return Member.EXCUSED
    return Member.ABSENT if row.absent_at is not None else Member.ACTIVE


def ensure_member(db: Session, activity_id: int, person_id: int) -> MemberRow:
    """The person's row, made where it is missing, held."""
    key = {"activity_id": activity_id, "person_id": person_id}
    insert_or_ignore(db, MemberRow, {**key, "reason": ""}, ["activity_id", "person_id"])
    query = select(MemberRow).filter_by(**key).with_for_update().execution_options(populate_existing=True)
    return db.scalars(query).one()


def back_again(db: Session, activity_id: int, people: Collection[int]) -> list[int]:
    """Who shows evidence is absent no more; return who was."""
    inside = (MemberRow.activity_id == activity_id, MemberRow.person_id.in_(people))
    missed = or_(MemberRow.warned_at.is_not(None), MemberRow.absent_at.is_not(None))
    told = db.execute(select(MemberRow.person_id, MemberRow.absent_at).where(*inside, missed)).all()
    if told:
        db.execute(update(MemberRow).where(*inside).values(warned_at=None, absent_at=None))
    return [row.person_id for row in told if row.absent_at is not None]


# -- one person's data


def activities_of(context_id: int | None) -> Any:
    """Condition: activities of a course, or of all."""
    return select(Activity.id).where(Activity.context_id == context_id) if context_id is not None else None


def erase(db: Session, person_id: int, context_id: int | None, tables: Collection[Any]) -> None:
    """Delete the person's rows of these tables, and their name from what they decided."""
    inside = activities_of(context_id)
    for table in tables:
        query = delete(table).where(table.person_id == person_id)
        if inside is not None:
            query = query.where(table.activity_id.in_(inside))
        db.execute(query.execution_options(**{ERASING: True, "synchronize_session": False}))
    anonymous = update(EntryRow).where(EntryRow.actor_id == person_id).values(actor_id=None, reason="")
    if inside is not None:
        anonymous = anonymous.where(EntryRow.activity_id.in_(inside))
    db.execute(anonymous.execution_options(**{ERASING: True, "synchronize_session": False}))
