"""Every query of badges."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.store.inserting import insert_or_find, insert_or_ignore
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Context
from lti_tools.store.tables.schools import Platform, Tenant
from tools.gamification.badges.tables import AwardRow, BadgeRow, HolderRow, RevokedRow
from tools.gamification.openbadges.status_list import LENGTH


@dataclass(frozen=True)
class Held:
    """An award with its badge and its school."""

    award: AwardRow
    badge: BadgeRow
    tenant_id: int
    school: str


def badges_of(db: Session, activity_id: int, *, retired: bool = True) -> Sequence[BadgeRow]:
    """An activity's badges in the order in which they were made."""
    query = select(BadgeRow).where(BadgeRow.activity_id == activity_id).order_by(BadgeRow.id)
    return db.scalars(query if retired else query.where(BadgeRow.retired_at.is_(None))).all()


def badge_of(db: Session, activity_id: int, badge_id: int, *, to_change: bool = False) -> BadgeRow:
    query = select(BadgeRow).where(BadgeRow.activity_id == activity_id, BadgeRow.id == badge_id)
    found = db.scalar(query.with_for_update() if to_change else query)
    if found is None:
        raise NotFound(f"no badge {badge_id} in activity {activity_id}")
    return found


def held_keys(db: Session, activity_id: int, person_id: int) -> frozenset[str]:
    """What somebody holds, as conditions name it."""
    query = select(BadgeRow.key).join(AwardRow, AwardRow.badge_id == BadgeRow.id)
    return frozenset(db.scalars(query.where(BadgeRow.activity_id == activity_id, AwardRow.person_id == person_id)))


def badge_named(db: Session, uid: str) -> tuple[BadgeRow, int, str]:
    """(badge, school's id, its name) by the uid of public addresses; raises `NotFound`."""
    found = db.execute(_with_school(select(BadgeRow, Tenant.id, Tenant.name)).where(BadgeRow.uid == uid)).first()
    if found is None:
        raise NotFound("no such badge")
    return found[0], found[1], found[2]


def held_by(db: Session, activity_id: int, person_id: int) -> list[Held]:
    """The badges that somebody holds in an activity, newest first."""
    query = _held().where(BadgeRow.activity_id == activity_id, AwardRow.person_id == person_id)
    return [Held(*row) for row in db.execute(query.order_by(AwardRow.awarded_at.desc(), AwardRow.id.desc()))]


def held(db: Session, activity_id: int, person_id: int, award_id: int) -> Held:
    """One of them; raises `NotFound` for anybody else's."""
    query = _held().where(BadgeRow.activity_id == activity_id, AwardRow.person_id == person_id)
    found = db.execute(query.where(AwardRow.id == award_id)).first()
    if found is None:
        raise NotFound(f"no award {award_id} of person {person_id}")
    return Held(*found)


def award_named(db: Session, uid: str) -> Held | None:
    found = db.execute(_held().where(AwardRow.uid == uid)).first()
    return Held(*found) if found else None


def revoked_at(db: Session, uid: str) -> datetime | None:
    return db.scalar(select(RevokedRow.at).where(RevokedRow.uid == uid))


def holders(db: Session, activity_id: int) -> dict[int, dict[int, AwardRow]]:
    """Badge -> person -> award, of everybody who holds one in the activity."""
    query = select(AwardRow).join(BadgeRow, BadgeRow.id == AwardRow.badge_id)
    found: dict[int, dict[int, AwardRow]] = {}
    for award in db.scalars(query.where(BadgeRow.activity_id == activity_id)):
        found.setdefault(award.badge_id, {})[award.person_id] = award
    return found


def awards_of(db: Session, badges: Collection[int], people: Collection[int]) -> dict[tuple[int, int], AwardRow]:
    """(badge, person) -> award, among these badges and people."""
    query = select(AwardRow).where(AwardRow.badge_id.in_(list(badges)), AwardRow.person_id.in_(list(people)))
    return {(row.badge_id, row.person_id): row for row in db.scalars(query)}


def add_badge(db: Session, activity_id: int, values: Mapping[str, Any], now: datetime) -> BadgeRow:
    own = {"key": uuid4().hex[:12], **values}
    row = BadgeRow(activity_id=activity_id, uid=uuid4().hex, created_at=now, picture="", **own)
    db.add(row)
    db.flush()
    return row


def give(
    db: Session,
    badge_id: int,
    person_id: int,
    now: datetime,
    *,
    below: Callable[[int], int],
    batch: str = "",
    reason: str = "",
) -> bool:
    """Give a badge, unless the person holds it; False then. `below` draws a number, for its place in the lists."""
    values = {
        "badge_id": badge_id,
        "person_id": person_id,
        "uid": uuid4().hex,
        "awarded_at": now,
        "batch": batch,
        "reason": reason,
        "shown": 0,
        "shown_before": 0,
    }
    ensure_holder(db, person_id)
    index = _free_index(db, below)
    return insert_or_ignore(db, AwardRow, {**values, "status_index": index}, ["badge_id", "person_id"])


def batch_of(db: Session, badge_id: int, batch: str) -> Sequence[AwardRow]:
    """What was given together by hand and is still held."""
    query = select(AwardRow).where(AwardRow.badge_id == badge_id, AwardRow.batch == batch, AwardRow.batch != "")
    return db.scalars(query).all()


def take_back(db: Session, award: AwardRow, now: datetime) -> None:
    """Take a badge back; its credential is refused everywhere from now on."""
    db.add(RevokedRow(status_index=award.status_index, uid=award.uid, at=now))
    db.delete(award)
    db.flush()


def show(db: Session, award_id: int) -> int:
    """Make a new share link and return its number; earlier ones are dead."""
    number = AwardRow.shown_before + 1
    query = update(AwardRow).where(AwardRow.id == award_id).values(shown=number, shown_before=number)
    return int(db.execute(query.returning(AwardRow.shown)).scalar_one())


def hide(db: Session, award_id: int) -> None:
    db.execute(update(AwardRow).where(AwardRow.id == award_id).values(shown=0))


def ensure_holder(db: Session, person_id: int) -> str:
    """The person's number in badges, a UUID."""
    return insert_or_find(db, HolderRow, {"person_id": person_id}, {"subject": str(uuid4())}).subject


def school_of(db: Session, activity_id: int) -> tuple[int, str]:
    """(id, name) of the school to which an activity belongs."""
    query = (
        select(Tenant.id, Tenant.name)
        .join(Platform, Platform.tenant_id == Tenant.id)
        .join(Context, Context.platform_id == Platform.id)
        .join(Activity, Activity.context_id == Context.id)
    )
    found = db.execute(query.where(Activity.id == activity_id)).first()
    if found is None:
        raise NotFound(f"activity {activity_id}")
    return found[0], found[1]


def school_named(db: Session, tenant_id: int) -> str:
    """A school's name; raises `NotFound` for one that has never made a badge."""
    query = _with_school(select(Tenant.name)).where(Tenant.id == tenant_id).limit(1)
    name = db.scalar(query)
    if name is None:
        raise NotFound(f"no badges of school {tenant_id}")
    return str(name)


def revoked_in(db: Session, number: int) -> list[int]:
    """The bits of a status list that are set."""
    start = number * LENGTH
    query = select(RevokedRow.status_index).where(RevokedRow.status_index.between(start, start + LENGTH - 1))
    return [index - start for index in db.scalars(query)]


def erase_person(db: Session, person_id: int, context_id: int | None) -> None:
    """Delete what somebody holds; the number in their badges too once nothing is left."""
    query = delete(AwardRow).where(AwardRow.person_id == person_id)
    if context_id is not None:
        inside = select(BadgeRow.id).join(Activity, Activity.id == BadgeRow.activity_id)
        query = query.where(AwardRow.badge_id.in_(inside.where(Activity.context_id == context_id)))
    db.execute(query.execution_options(synchronize_session=False))
    left = select(AwardRow.id).where(AwardRow.person_id == person_id)
    db.execute(delete(HolderRow).where(HolderRow.person_id == person_id, ~left.exists()))


def awards_by_person(db: Session, person_id: int, context_id: int | None) -> list[Held]:
    query = _held().where(AwardRow.person_id == person_id).order_by(AwardRow.id)
    if context_id is not None:
        query = query.where(Activity.context_id == context_id)
    return [Held(*row) for row in db.execute(query)]


def _free_index(db: Session, below: Callable[[int], int]) -> int:
    """A place by lot in a list that is at most half full, so that a free one is found soon."""
    taken = db.scalar(select(func.count()).select_from(AwardRow)) or 0
    taken += db.scalar(select(func.count()).select_from(RevokedRow)) or 0
    number = taken // (LENGTH // 2)
    while True:
        index = number * LENGTH + below(LENGTH)
        used = select(AwardRow.id).where(AwardRow.status_index == index).exists()
        gone = select(RevokedRow.status_index).where(RevokedRow.status_index == index).exists()
        if not db.scalar(select(used | gone)):
            return index


def _held() -> Any:
    query = select(AwardRow, BadgeRow, Tenant.id, Tenant.name).join(BadgeRow, BadgeRow.id == AwardRow.badge_id)
    return _joined(query)


def _with_school(query: Any) -> Any:
    return _joined(query.select_from(BadgeRow))


def _joined(query: Any) -> Any:
    return (
        query.join(Activity, Activity.id == BadgeRow.activity_id)
        .join(Context, Context.id == Activity.context_id)
        .join(Platform, Platform.id == Context.platform_id)
        .join(Tenant, Tenant.id == Platform.tenant_id)
    )
