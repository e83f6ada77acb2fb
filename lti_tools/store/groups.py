"""The groups that the LMS made in a course, as rows."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lti_tools.store.inserting import insert_or_ignore
from lti_tools.store.people import batches
from lti_tools.store.tables.people import CourseGroup, CourseGroupMember, Membership, Person


@dataclass(frozen=True)
class ToldGroup:
    """A group as the LMS tells it; `subs` are its members."""

    lms_id: str
    name: str
    set_name: str
    subs: frozenset[str]


def keep_groups(db: Session, context_id: int, told: Iterable[ToldGroup]) -> None:
    """Make a course's groups what the LMS says they are.

    Only members of the course are put into them, and a group without any is not kept: what a launch says of groups
    can be forged by a teacher, who must not see another course's people that way.
    """
    members = _members(db, context_id)
    wanted = {group.lms_id: group for group in told if group.subs & members.keys()}
    known = {group.lms_id: group for group in groups_of(db, context_id)}
    for lms_id in known.keys() - wanted.keys():
        db.delete(known[lms_id])
    for lms_id, group in wanted.items():
        row = known.get(lms_id) or CourseGroup(context_id=context_id, lms_id=lms_id)
        row.name, row.set_name = group.name, group.set_name
        db.add(row)
        db.flush()
        _set_members(db, row.id, {members[sub] for sub in group.subs & members.keys()})


def keep_own_groups(db: Session, context_id: int, person_id: int, lms_ids: Collection[str]) -> None:
    """Make a person's groups those that their own launch told (Moodle: ids alone, no names)."""
    for lms_id in sorted(lms_ids):
        insert_or_ignore(db, CourseGroup, {"context_id": context_id, "lms_id": lms_id}, ["context_id", "lms_id"])
    own = {group.id: group.lms_id for group in groups_of(db, context_id)}
    for group_id, lms_id in own.items():
        key = {"group_id": group_id, "person_id": person_id}
        if lms_id in lms_ids:
            insert_or_ignore(db, CourseGroupMember, key, list(key))
        else:
            db.execute(
                delete(CourseGroupMember).where(
                    CourseGroupMember.group_id == group_id, CourseGroupMember.person_id == person_id
                )
            )


def groups_of(db: Session, context_id: int) -> list[CourseGroup]:
    query = select(CourseGroup).where(CourseGroup.context_id == context_id)
    return list(db.scalars(query.order_by(CourseGroup.set_name, CourseGroup.name, CourseGroup.id)))


def group_members(db: Session, context_id: int) -> Mapping[int, frozenset[int]]:
    """Person ids by group id."""
    query = (
        select(CourseGroupMember.group_id, CourseGroupMember.person_id)
        .join(CourseGroup, CourseGroup.id == CourseGroupMember.group_id)
        .where(CourseGroup.context_id == context_id)
    )
    found: dict[int, set[int]] = {}
    for group_id, person_id in db.execute(query):
        found.setdefault(group_id, set()).add(person_id)
    return {group_id: frozenset(people) for group_id, people in found.items()}


def _members(db: Session, context_id: int) -> dict[str, int]:
    query = (
        select(Person.sub, Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.context_id == context_id, Person.erased_at.is_(None))
    )
    return {row.sub: row.id for row in db.execute(query)}


def _set_members(db: Session, group_id: int, wanted: set[int]) -> None:
    here = CourseGroupMember.group_id == group_id
    known = set(db.scalars(select(CourseGroupMember.person_id).where(here)))
    for some in batches(sorted(known - wanted)):
        db.execute(delete(CourseGroupMember).where(here, CourseGroupMember.person_id.in_(some)))
    for person_id in sorted(wanted - known):
        key = {"group_id": group_id, "person_id": person_id}
        insert_or_ignore(db, CourseGroupMember, key, list(key))
