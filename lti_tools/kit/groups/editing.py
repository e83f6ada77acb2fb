"""What a teacher does with sets: make one, name it, its groups and roles, move people, publish, remove."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.errors import Refusal
from lti_tools.kit.groups import store
from lti_tools.kit.groups.changes import add_group, begin, remove_groups, seat, settle
from lti_tools.kit.groups.following import follow
from lti_tools.kit.groups.roles import first_roles
from lti_tools.kit.groups.tables import GroupSet
from lti_tools.kit.groups.terms import Source, What
from lti_tools.pure.lots import freeze
from lti_tools.web.locale import gettext as _

MOST_SETS, MOST_GROUPS = 40, 300


@dataclass(frozen=True)
class GroupEdit:
    """A group as a teacher wants it."""

    id: int
    name: str
    capacity: int | None
    remove: bool = False


def create_set(
    db: Session,
    context_id: int,
    *,
    name: str,
    source: Source,
    actor: int | None,
    now: datetime,
    lms_set: str = "",
    groups: int = 0,
    capacity: int | None = None,
) -> GroupSet:
    """A new set of the course with so many empty groups; one that follows the LMS has its groups at once."""
    if len(store.sets_of(db, context_id)) >= MOST_SETS:
        raise Refusal(_("This course has many sets of groups already. Remove one that is no longer used first."))
    made = GroupSet(
        context_id=context_id,
        name=name,
        source=source,
        lms_set=lms_set,
        signup_open=source is Source.SIGN_UP,
        roles=first_roles(),
        turns_from=now,
        made_by=actor,
        made_at=now,
    )
    db.add(made)
    db.flush()
    for _place in range(groups):
        add_group(db, made, capacity=capacity)
    if source is Source.LMS:
        follow(db, context_id, made.id, now)
    return made


def card(found: GroupSet, groups: Sequence[Any]) -> str:
    """Tells whether somebody changed a set's settings meanwhile."""
    return freeze(
        {
            "set": [found.name, found.signup_open, str(found.signup_until), found.weekly, found.roles],
            "groups": [[group.id, group.name, group.capacity] for group in groups],
        }
    )


def configure(
    db: Session,
    context_id: int,
    set_id: int,
    values: Mapping[str, Any],
    groups: Sequence[GroupEdit],
    more: int,
    actor: int,
    now: datetime,
) -> None:
    """Store a set's name, sign-up, roles and groups. People of a removed group are in none then; that can be undone."""
    held = store.hold(db, context_id, set_id)
    if values["weekly"] and not held.weekly:
        held.turns_from = now
    for name, value in values.items():
        setattr(held, name, value)
    wanted = {edit.id: edit for edit in groups}
    rows = store.groups_in(db, set_id)
    for row in rows:
        if row.id in wanted and held.source != Source.LMS:
            row.name, row.capacity = wanted[row.id].name, wanted[row.id].capacity
    gone = [row for row in rows if row.id in wanted and wanted[row.id].remove]
    if len(rows) + more - len(gone) > MOST_GROUPS:
        raise Refusal(_("A set has at most %(most)s groups.", most=MOST_GROUPS))
    if gone:
        remove_groups(db, held, begin(db, held, What.MOVED, actor, now), gone, now)
    size = rows[-1].capacity if rows else None
    for _place in range(more):
        add_group(db, held, capacity=size)
    settle(db, held, now)


def move(
    db: Session, context_id: int, set_id: int, wanted: Mapping[int, tuple[int, int]], actor: int, now: datetime
) -> tuple[int, list[int]]:
    """Move people: person -> (group seen in the form, group wanted), 0 for none.

    Only people who are still where the form saw them move, so two forms at once lose nothing. (moved, people skipped)
    """
    held = store.hold(db, context_id, set_id)
    there = {group.id for group in store.groups_in(db, set_id)}
    places = store.places_in(db, set_id)
    changed = {person: to for person, (was, to) in wanted.items() if was != to and (to == 0 or to in there)}
    free = {person: to for person, to in changed.items() if places.get(person, 0) == wanted[person][0]}
    skipped = [person for person in changed if person not in free and places.get(person, 0) != changed[person]]
    if free:
        deed = begin(db, held, What.MOVED, actor, now)
        seat(db, held, deed, {person: to or None for person, to in free.items()}, now)
        settle(db, held, now)
    return len(free), skipped


def publish(db: Session, context_id: int, set_id: int, now: datetime | None) -> bool:
    """Let students see their mates' names from `now`, or hide them again (None); False where it was so already."""
    held = store.hold(db, context_id, set_id)
    if (held.published_at is None) == (now is None):
        return False
    held.published_at = now
    return True


def turn(db: Session, context_id: int, set_id: int) -> None:
    """Let every role go on to the next person."""
    store.hold(db, context_id, set_id).turn += 1


def remove_set(db: Session, context_id: int, set_id: int, now: datetime) -> None:
    """Take a set out of sight: activities that worked with it work without groups."""
    store.hold(db, context_id, set_id).removed_at = now


def bring_back(db: Session, context_id: int, set_id: int) -> None:
    """Take a removal back; activities work with the set again."""
    store.hold(db, context_id, set_id, removed=True).removed_at = None
