"""The door: the groups that an activity works with, who is in which, with which role; for tools.

An activity points at one set of its course's groups, or at none: then there are no groups. Only students are in them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound, Refusal
from lti_tools.kit.groups import editing, store
from lti_tools.kit.groups.roles import Role, roles_in
from lti_tools.kit.groups.tables import Group as GroupRow
from lti_tools.kit.groups.tables import GroupMember, GroupSet, GroupUse
from lti_tools.kit.groups.terms import Source, What
from lti_tools.web.locale import gettext as _

__all__ = [
    "Change",
    "Group",
    "GroupSetInfo",
    "Role",
    "bring",
    "group_of",
    "groups_of",
    "groups_with",
    "history",
    "mates",
    "members",
    "roles_of",
    "set_of",
    "use",
]


@dataclass(frozen=True)
class Group:
    """A group with its members in the order in which they came. `name` is never empty."""

    id: int
    name: str
    member_ids: tuple[int, ...]
    capacity: int | None = None


@dataclass(frozen=True)
class GroupSetInfo:
    """The set that an activity works with. Before it is published students learn of no mate by name."""

    id: int
    name: str
    published: bool


@dataclass(frozen=True)
class Change:
    """One person's move: from group id to group id, None is no group. `actor_id` None: by itself, or erased."""

    person_id: int
    before: int | None
    after: int | None
    what: What
    actor_id: int | None
    at: datetime


def set_of(db: Session, activity_id: int) -> GroupSetInfo | None:
    """The set that the activity works with; None where it works without groups."""
    found = store.used_by(db, activity_id)
    return GroupSetInfo(found.id, found.name, found.published_at is not None) if found else None


def groups_of(db: Session, activity_id: int) -> list[Group]:
    """The activity's groups in their order; none where it works without groups. Three queries."""
    found = store.used_by(db, activity_id)
    return as_groups(store.groups_in(db, found.id), store.places_in(db, found.id)) if found else []


def groups_with(db: Session, activity_id: int, people: Collection[int]) -> list[Group]:
    """The activity's groups in which these people are, each with all its members; one query, whatever the course."""
    theirs = (
        select(GroupMember.group_id)
        .join(GroupUse, GroupUse.set_id == GroupMember.set_id)
        .join(GroupSet, GroupSet.id == GroupUse.set_id)
        .where(GroupUse.activity_id == activity_id, GroupMember.person_id.in_(people), GroupSet.removed_at.is_(None))
    )
    found = db.execute(
        select(GroupRow.id, GroupRow.name, GroupRow.place, GroupRow.capacity, GroupMember.person_id)
        .join(GroupMember, GroupMember.group_id == GroupRow.id)
        .where(GroupRow.id.in_(theirs), GroupRow.removed.is_(False))
        .order_by(GroupRow.place, GroupRow.id, GroupMember.id)
    )
    return [
        Group(group_id, shown_name(name, place), tuple(row.person_id for row in rows), capacity)
        for (group_id, name, place, capacity), rows in groupby(found, lambda row: tuple(row[:4]))
    ]


def as_groups(rows: Sequence[GroupRow], places: dict[int, int]) -> list[Group]:
    """Rows of one set as values."""
    inside: dict[int, list[int]] = {}
    for person, group in places.items():
        inside.setdefault(group, []).append(person)
    return [Group(row.id, shown_name(row.name, row.place), tuple(inside.get(row.id, ())), row.capacity) for row in rows]


def shown_name(name: str, place: int) -> str:
    """A group's name in the reader's language; those without one are told by their number."""
    return name or _("Group %(number)s", number=place)


def group_of(db: Session, activity_id: int, person_id: int) -> Group | None:
    """The person's group in this activity."""
    return next((group for group in groups_of(db, activity_id) if person_id in group.member_ids), None)


def mates(db: Session, activity_id: int, person_id: int) -> frozenset[int]:
    """Who else is in the person's group."""
    group = group_of(db, activity_id, person_id)
    return frozenset(group.member_ids if group else ()) - {person_id}


def members(db: Session, activity_id: int, group_id: int) -> tuple[int, ...]:
    """Who is in a group of this activity's set; nobody in a group of another."""
    query = (
        select(GroupMember.person_id)
        .join(GroupUse, GroupUse.set_id == GroupMember.set_id)
        .join(GroupSet, GroupSet.id == GroupUse.set_id)
        .where(GroupUse.activity_id == activity_id, GroupMember.group_id == group_id, GroupSet.removed_at.is_(None))
        .order_by(GroupMember.id)
    )
    return tuple(db.scalars(query))


def roles_of(db: Session, activity_id: int, zone: ZoneInfo, now: datetime) -> dict[int, tuple[Role, ...]]:
    """Each grouped person's roles inside the group at `now`; `zone` says when Monday begins."""
    found = store.used_by(db, activity_id)
    return roles_in(found, groups_of(db, activity_id), zone, now) if found and found.roles else {}


def history(db: Session, activity_id: int, limit: int = 100) -> list[Change]:
    """Who was moved whither by whom, the newest deed first, as far back as `limit` deeds."""
    found = store.used_by(db, activity_id)
    if found is None:
        return []
    deeds, moves = store.deeds_of(db, found.id, limit)
    return [
        Change(move.person_id, move.before_id, move.after_id, What(deed.what), deed.actor_id, deed.at)
        for deed in deeds
        for move in moves.get(deed.id, ())
    ]


def bring(
    db: Session, context_id: int, activity_id: int, people: Sequence[int], group_id: int, actor_id: int, now: datetime
) -> None:
    """Move people of the activity's groups into one of them, as a teacher's change that stands in the set's record.

    Raises `NotFound` for another set's group, `Refusal` in a set that follows the LMS: the next look would undo it.
    """
    found = store.used_by(db, activity_id)
    if found is None or group_id not in {one.id for one in store.groups_in(db, found.id)}:
        raise NotFound(f"group {group_id}")
    if found.source == Source.LMS:
        raise Refusal(_("These groups come from the LMS. Change them there; within ten minutes it is so here too."))
    places = store.places_in(db, found.id)
    wanted = {person: (places.get(person, 0), group_id) for person in people}
    editing.move(db, context_id, found.id, wanted, actor_id, now)


def use(db: Session, context_id: int, activity_id: int, set_id: int | None) -> None:
    """Let an activity work with a set of its course, or without groups; `NotFound` for another course's set."""
    row = db.get(GroupUse, activity_id)
    if set_id is None:
        if row is not None:
            db.delete(row)
        return
    found: GroupSet = store.set_of(db, context_id, set_id)
    if row is None:
        db.add(GroupUse(activity_id=activity_id, set_id=found.id))
    else:
        row.set_id = found.id
    db.flush()
