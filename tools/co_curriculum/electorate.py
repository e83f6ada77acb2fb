"""Who may vote: the course's learners as the LMS tells them, or those of some groups, or who is here at the opening."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from lti_tools import roster
from lti_tools.kit.groups.tables import Group as GroupRow
from lti_tools.kit.groups.tables import GroupMember, GroupSet, GroupUse
from lti_tools.store.tables.people import Membership, Person
from tools.co_curriculum import store


def learners(db: Session, context_id: int) -> frozenset[int] | None:
    """The course's learners, launched or not; None while the LMS has not told its members."""
    if roster.roster_size(db, context_id) is None:
        return None
    return frozenset(member.person_id for member in roster.learners(db, context_id))


def entitled(db: Session, activity_id: int) -> frozenset[int] | None:
    """The learners who may vote under the rules; None while the LMS has not told its members."""
    found = learners(db, store.context_of(db, activity_id))
    return None if found is None else found - shut_out(db, activity_id, found)


def shut_out(db: Session, activity_id: int, people: frozenset[int]) -> frozenset[int]:
    """Those of `people` who may not vote under the rules."""
    settings = store.settings_of(db, activity_id)
    return barred(db, activity_id, people, settings.voters, latecomers=settings.latecomers)


def barred(
    db: Session, activity_id: int, people: frozenset[int], voters: Collection[str], *, latecomers: bool
) -> frozenset[int]:
    """Those of `people` who are in none of the groups `voters` (none named: all may), or joined after the opening."""
    found = people - _inside(db, activity_id, voters) if voters else frozenset[int]()
    frozen = None if latecomers else store.frozen_card(db, activity_id)
    if frozen is not None and frozen.last_member is not None:
        query = select(Membership.person_id).where(
            Membership.context_id == store.context_of(db, activity_id), Membership.id > frozen.last_member
        )
        found |= people & frozenset(db.scalars(query))
    return found


def newest_member(db: Session, activity_id: int) -> int:
    """The id of the course's newest membership; 0 for none."""
    return (
        db.scalar(select(func.max(Membership.id)).where(Membership.context_id == store.context_of(db, activity_id)))
        or 0
    )


def group_names(db: Session, context_id: int, activity_id: int | None) -> frozenset[str]:
    """What groups are called here: the LMS's groups and sections, and the groups of the activity."""
    own = _own_groups(db, activity_id) if activity_id is not None else []
    return frozenset([*(one.name for one in roster.groups(db, context_id)), *(name for name, _person in own)])


def _own_groups(db: Session, activity_id: int) -> list[tuple[str, int]]:
    """(name, person) of the activity's groups, as far as they have names."""
    query = select(GroupRow.name, GroupMember.person_id).join(GroupMember, GroupMember.group_id == GroupRow.id)
    query = query.where(GroupRow.set_id.in_(set_in_use(activity_id)), GroupRow.removed.is_(False), GroupRow.name != "")
    return [(name, person) for name, person in db.execute(query)]


def set_in_use(activity_id: Any) -> Select[int]:
    """The id of the set of groups that the activity works with."""
    query = select(GroupUse.set_id).join(GroupSet, GroupSet.id == GroupUse.set_id)
    return query.where(GroupUse.activity_id == activity_id, GroupSet.removed_at.is_(None))


def unknown_group(db: Session, context_id: int, activity_id: int | None, names: Collection[str]) -> str:
    """The first of `names` that no group here has; empty where all are known, or no group is known yet."""
    known = {name.casefold() for name in group_names(db, context_id, activity_id)} if names else set()
    return next((name for name in names if known and name.casefold() not in known), "")


def _inside(db: Session, activity_id: int, names: Collection[str]) -> frozenset[int]:
    wanted = {name.casefold() for name in names}
    found = set[int]()
    for group in roster.groups(db, store.context_of(db, activity_id)):
        found |= group.member_ids if group.name.casefold() in wanted else frozenset()
    found |= {person for name, person in _own_groups(db, activity_id) if name.casefold() in wanted}
    return frozenset(found)


def seen(db: Session, context_id: int) -> frozenset[int]:
    """The learners known so far: launched, or told by the LMS."""
    return frozenset(member.person_id for member in roster.learners(db, context_id))


def names(db: Session, context_id: int) -> dict[int, str]:
    """Everybody ever seen in the course by id, with the name to show ("" where the LMS tells none)."""
    return {member.person_id: member.name for member in roster.members(db, context_id)}


def names_of(db: Session, people: Collection[int]) -> dict[int, str]:
    """The names to show of these people, in one query."""
    query = select(Person.id, Person.name, Person.given_name, Person.family_name).where(Person.id.in_(people))
    return {row.id: row.name or " ".join(filter(None, (row.given_name, row.family_name))) for row in db.execute(query)}
