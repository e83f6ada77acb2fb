"""Sets that follow the LMS: its groups, names and members, taken over as they change there."""

from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools import roster
from lti_tools.kit.groups import store
from lti_tools.kit.groups.changes import add_group, begin, remove_groups, seat, settle
from lti_tools.kit.groups.terms import What
from lti_tools.store import groups as lms_groups

MOST = 20
"""Sets compared in one round of the worker."""


def lms_sets(db: Session, context_id: int) -> list[str]:
    """Names of the LMS's sets in the course; "" stands for groups without one."""
    return sorted({group.set_name for group in roster.groups(db, context_id)})


def follow(db: Session, context_id: int, set_id: int, now: datetime) -> int:
    """Bring a set in step with the LMS; how many students moved. Somebody in two of its groups counts in the first."""
    held = store.hold(db, context_id, set_id)
    held.synced_at = now
    told = [group for group in lms_groups.groups_of(db, context_id) if group.set_name == held.lms_set]
    members = lms_groups.group_members(db, context_id)
    known = {group.lms_id: group for group in store.groups_in(db, set_id)}
    students = {member.person_id for member in roster.learners(db, context_id)}
    wanted: dict[int, int | None] = dict.fromkeys(store.places_in(db, set_id))
    seen: set[int] = set()
    for group in told:
        own = known.get(group.lms_id) or add_group(db, held, lms_id=group.lms_id, name=group.name)
        own.name = group.name
        for person in sorted((members.get(group.id, frozenset()) & students) - seen):
            wanted[person] = own.id
            seen.add(person)
    gone = [group for lms_id, group in known.items() if lms_id not in {one.lms_id for one in told}]
    places = store.places_in(db, set_id)
    moved = 0
    if gone or any(places.get(person) != group for person, group in wanted.items()):
        deed = begin(db, held, What.FOLLOWED, None, now)
        moved = seat(db, held, deed, wanted, now)
        remove_groups(db, held, deed, gone, now)
    return moved


def tick(db: Session, now: datetime) -> None:
    """Compare the sets that may be out of step, and let people move up where a place came free; a few at a time."""
    for context_id, set_id in store.to_follow(db, now, MOST):
        follow(db, context_id, set_id, now)
    for context_id, set_id in store.to_settle(db, MOST):
        settle(db, store.hold(db, context_id, set_id), now)
