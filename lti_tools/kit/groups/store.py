"""Queries of group sets, groups, members, waiting lists and what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound, Refusal
from lti_tools.kit.groups.tables import (
    Group,
    GroupDeed,
    GroupMember,
    GroupMove,
    GroupSet,
    GroupUse,
    GroupWait,
    PersonFact,
)
from lti_tools.kit.groups.terms import UNDOABLE, Source
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import ContextService, Membership, Person
from lti_tools.web.locale import gettext as _

AGAIN = timedelta(minutes=10)
"""How often a set that follows the LMS is compared with it where no new roster asks for it sooner."""


def sets_of(db: Session, context_id: int) -> Sequence[GroupSet]:
    query = select(GroupSet).where(GroupSet.context_id == context_id, GroupSet.removed_at.is_(None))
    return db.scalars(query.order_by(GroupSet.id)).all()


def set_of(db: Session, context_id: int, set_id: int) -> GroupSet:
    """A set of this course; raises `NotFound` for any other, `Refusal` for one that was removed."""
    found = db.scalar(select(GroupSet).where(GroupSet.id == set_id, GroupSet.context_id == context_id))
    if found is None:
        raise NotFound(f"group set {set_id}")
    if found.removed_at is not None:
        raise Refusal(_("This set of groups was removed. The record of changes brings it back."))
    return found


def activity_for(db: Session, context_id: int, set_id: int) -> int | None:
    """An activity of the course that works with the set, else the first one that is set up."""
    use = and_(GroupUse.activity_id == Activity.id, GroupUse.set_id == set_id)
    query = select(Activity.id).outerjoin(GroupUse, use)
    here = query.where(Activity.context_id == context_id, Activity.configured_at.is_not(None))
    return db.scalar(here.order_by(GroupUse.set_id.is_(None), Activity.id).limit(1))


def hold(db: Session, context_id: int, set_id: int, *, removed: bool = False) -> GroupSet:
    """A set of this course, held until the transaction ends: whoever changes its people comes here first.

    Raises as `set_of` does; with `removed` one that was removed is held too.
    """
    here = (GroupSet.id == set_id, GroupSet.context_id == context_id)
    raised = update(GroupSet).where(*here).values(version=GroupSet.version + 1)
    if db.execute(raised.returning(GroupSet.id).execution_options(synchronize_session=False)).first() is None:
        raise NotFound(f"group set {set_id}")
    found = db.scalars(select(GroupSet).where(*here).execution_options(populate_existing=True)).one()
    return found if removed else set_of(db, context_id, set_id)


def groups_in(db: Session, set_id: int) -> Sequence[Group]:
    """The groups that there are, in their order."""
    query = select(Group).where(Group.set_id == set_id, Group.removed.is_(False))
    return db.scalars(query.order_by(Group.place, Group.id).execution_options(populate_existing=True)).all()


def group_in(db: Session, set_id: int, group_id: int) -> Group:
    found = db.scalar(select(Group).where(Group.id == group_id, Group.set_id == set_id, Group.removed.is_(False)))
    if found is None:
        raise NotFound(f"group {group_id}")
    return found


def members_in(db: Session, set_id: int) -> Sequence[GroupMember]:
    """Everybody's place, in the order in which they came; erased people are nobody."""
    query = select(GroupMember).where(GroupMember.set_id == set_id).order_by(GroupMember.id)
    return db.scalars(query.execution_options(populate_existing=True)).all()


def places_in(db: Session, set_id: int) -> dict[int, int]:
    """Person id -> group id, in the order in which people came."""
    query = select(GroupMember.person_id, GroupMember.group_id).where(GroupMember.set_id == set_id)
    return {row.person_id: row.group_id for row in db.execute(query.order_by(GroupMember.id))}


def waiting_in(db: Session, context_id: int, set_id: int) -> list[tuple[int, int]]:
    """(person, group) of who waits and is in the course still, longest waiting first."""
    query = (
        select(GroupWait.person_id, GroupWait.group_id)
        .join(Membership, and_(Membership.person_id == GroupWait.person_id, Membership.context_id == context_id))
        .where(GroupWait.set_id == set_id, Membership.active)
        .order_by(GroupWait.id)
    )
    return [(person, group) for person, group in db.execute(query)]


def drop_waits(db: Session, set_id: int, people: Sequence[int]) -> None:
    here = (GroupWait.set_id == set_id, GroupWait.person_id.in_(people))
    db.execute(delete(GroupWait).where(*here).execution_options(synchronize_session=False))


def used_by(db: Session, activity_id: int) -> GroupSet | None:
    """The set that an activity points at."""
    query = select(GroupSet).join(GroupUse, GroupUse.set_id == GroupSet.id)
    return db.scalar(query.where(GroupUse.activity_id == activity_id, GroupSet.removed_at.is_(None)))


def uses(db: Session, context_id: int) -> dict[int, int]:
    """Set id -> how many activities of the course work with it."""
    query = select(GroupUse.set_id, func.count().label("number")).join(GroupSet, GroupSet.id == GroupUse.set_id)
    query = query.where(GroupSet.context_id == context_id).group_by(GroupUse.set_id)
    return {row.set_id: row.number for row in db.execute(query)}


def sizes(db: Session, context_id: int) -> dict[int, tuple[int, int]]:
    """Set id -> (groups, people in them)."""
    query = (
        select(GroupSet.id, func.count(func.distinct(Group.id)), func.count(GroupMember.id))
        .outerjoin(Group, and_(Group.set_id == GroupSet.id, Group.removed.is_(False)))
        .outerjoin(GroupMember, GroupMember.group_id == Group.id)
        .where(GroupSet.context_id == context_id)
        .group_by(GroupSet.id)
    )
    return {set_id: (groups, people) for set_id, groups, people in db.execute(query)}


def deeds_of(db: Session, set_id: int, limit: int) -> tuple[Sequence[GroupDeed], dict[int, list[GroupMove]]]:
    """The newest deeds, newest first, and the moves of each."""
    query = select(GroupDeed).where(GroupDeed.set_id == set_id).order_by(GroupDeed.id.desc()).limit(limit)
    deeds = db.scalars(query).all()
    moves: dict[int, list[GroupMove]] = {}
    wanted = [deed.id for deed in deeds]
    for move in db.scalars(select(GroupMove).where(GroupMove.deed_id.in_(wanted)).order_by(GroupMove.id)):
        moves.setdefault(move.deed_id, []).append(move)
    return deeds, moves


def last_undoable(db: Session, set_id: int) -> GroupDeed | None:
    """The teacher's newest change that was not undone yet."""
    query = select(GroupDeed).where(
        GroupDeed.set_id == set_id, GroupDeed.what.in_(UNDOABLE), GroupDeed.undone_at.is_(None)
    )
    return db.scalar(query.order_by(GroupDeed.id.desc()).limit(1))


def names_of(db: Session, set_id: int) -> dict[int, tuple[str, int]]:
    """Group id -> (name, place), of removed ones too."""
    query = select(Group.id, Group.name, Group.place).where(Group.set_id == set_id)
    return {group_id: (name, place) for group_id, name, place in db.execute(query)}


def facts_of(db: Session, context_id: int) -> Sequence[PersonFact]:
    query = select(PersonFact).where(PersonFact.context_id == context_id)
    return db.scalars(query.order_by(PersonFact.name, PersonFact.person_id)).all()


def to_follow(db: Session, now: datetime, limit: int) -> Sequence[tuple[int, int]]:
    """(course, set) of sets that may be out of step with the LMS."""
    newer = exists().where(
        ContextService.context_id == GroupSet.context_id, ContextService.roster_synced_at > GroupSet.synced_at
    )
    due = and_(
        GroupSet.removed_at.is_(None), or_(GroupSet.synced_at.is_(None), GroupSet.synced_at < now - AGAIN, newer)
    )
    query = select(GroupSet.context_id, GroupSet.id).where(GroupSet.source == Source.LMS, due)
    return [(context_id, set_id) for context_id, set_id in db.execute(query.order_by(GroupSet.id).limit(limit))]


def to_settle(db: Session, limit: int) -> Sequence[tuple[int, int]]:
    """(course, set) of sets where somebody waits for a group that has a free place."""
    taken = select(func.count()).where(GroupMember.group_id == Group.id).scalar_subquery()
    free = or_(Group.capacity.is_(None), taken < Group.capacity)
    query = (
        select(GroupSet.context_id, GroupSet.id)
        .join(GroupWait, GroupWait.set_id == GroupSet.id)
        .join(Group, Group.id == GroupWait.group_id)
        .join(
            Membership, and_(Membership.person_id == GroupWait.person_id, Membership.context_id == GroupSet.context_id)
        )
        .where(Group.removed.is_(False), free, Membership.active, GroupSet.removed_at.is_(None))
        .distinct()
    )
    return [(context_id, set_id) for context_id, set_id in db.execute(query.limit(limit))]


@dataclass(frozen=True)
class Listed:
    """Somebody of the course, with what a list may name them by."""

    person_id: int
    name: str
    given_name: str
    family_name: str
    email: str
    sub: str


def listed(db: Session, context_id: int, people: Sequence[int]) -> list[Listed]:
    """These people of the course, by family name."""
    wanted = set(people)
    query = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.context_id == context_id, Person.erased_at.is_(None))
        .order_by(Person.family_name, Person.name, Person.id)
    )
    return [
        Listed(one.id, one.name or f"{one.given_name} {one.family_name}".strip(), one.given_name, one.family_name,
               one.email, one.sub)
        for one in db.scalars(query) if one.id in wanted
    ]  # fmt: skip


@dataclass(frozen=True)
class Contents:
    """A set's groups in their order, people's places, and who waits for which group, longest waiting first."""

    groups: Sequence[Group]
    places: dict[int, int]
    waiting: list[tuple[int, int]]


def contents(db: Session, context_id: int, sets: Sequence[int]) -> dict[int, Contents]:
    """Several sets of a course in three queries."""
    found = {set_id: Contents([], {}, []) for set_id in sets}
    rows = select(Group).where(Group.set_id.in_(sets), Group.removed.is_(False)).order_by(Group.place, Group.id)
    groups: dict[int, list[Group]] = {set_id: [] for set_id in sets}
    for row in db.scalars(rows):
        groups[row.set_id].append(row)
    for member in db.scalars(select(GroupMember).where(GroupMember.set_id.in_(sets)).order_by(GroupMember.id)):
        found[member.set_id].places[member.person_id] = member.group_id
    waits = (
        select(GroupWait)
        .join(Membership, and_(Membership.person_id == GroupWait.person_id, Membership.context_id == context_id))
        .where(GroupWait.set_id.in_(sets), Membership.active)
        .order_by(GroupWait.id)
    )
    for wait in db.scalars(waits):
        found[wait.set_id].waiting.append((wait.person_id, wait.group_id))
    return {set_id: Contents(groups[set_id], one.places, one.waiting) for set_id, one in found.items()}


def context_of(db: Session, activity_id: int) -> int:
    """The course of an activity; raises `NotFound`."""
    found = db.scalar(select(Activity.context_id).where(Activity.id == activity_id))
    if found is None:
        raise NotFound(f"activity {activity_id}")
    return found
