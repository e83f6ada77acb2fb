"""Moving people between groups: every change is a deed with its moves; the teacher's last one can be undone."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.errors import Refusal
from lti_tools.kit.groups import store
from lti_tools.kit.groups.tables import Group, GroupDeed, GroupMember, GroupMove, GroupSet
from lti_tools.kit.groups.telling import tell_moved_up
from lti_tools.kit.groups.terms import What
from lti_tools.pure.waiting import move_up
from lti_tools.web.locale import gettext as _


def begin(db: Session, held: GroupSet, what: What, actor: int | None, now: datetime) -> GroupDeed:
    """A new entry of the change log."""
    deed = GroupDeed(set_id=held.id, what=what, actor_id=actor, at=now)
    db.add(deed)
    db.flush()
    return deed


def seat(db: Session, held: GroupSet, deed: GroupDeed, wanted: Mapping[int, int | None], now: datetime) -> int:
    """Bring people into groups (None: out of any), whatever the groups' number of places; how many moved.

    Who gets a place in the group they wait for waits no longer.
    """
    rows = {row.person_id: row for row in store.members_in(db, held.id)}
    moved = 0
    for person, group in wanted.items():
        row = rows.get(person)
        before = row.group_id if row else None
        if before == group:
            continue
        if row is not None:
            db.delete(row)
            db.flush()
        if group is not None:
            db.add(GroupMember(set_id=held.id, group_id=group, person_id=person, joined_at=now))
        db.add(GroupMove(deed_id=deed.id, person_id=person, before_id=before, after_id=group))
        moved += 1
    db.flush()
    waits = store.waiting_in(db, held.context_id, held.id)
    store.drop_waits(db, held.id, [person for person, group in waits if wanted.get(person) == group])
    return moved


def settle(db: Session, held: GroupSet, now: datetime) -> int:
    """Let waiting people move up into free places; how many did."""
    waiting = store.waiting_in(db, held.context_id, held.id)
    if not waiting:
        return 0
    room = {group.id: group.capacity for group in store.groups_in(db, held.id)}
    moved = move_up(room, store.places_in(db, held.id), waiting)
    if moved:
        deed = begin(db, held, What.MOVED_UP, None, now)
        store.drop_waits(db, held.id, [one.person for one in moved])
        seat(db, held, deed, {one.person: one.group for one in moved}, now)
        tell_moved_up(db, held, [one.person for one in moved], deed.id, now)
    return len(moved)


def add_group(
    db: Session,
    held: GroupSet,
    deed: GroupDeed | None = None,
    *,
    name: str = "",
    capacity: int | None = None,
    lms_id: str = "",
) -> Group:
    """A new group at the end; `deed` is the change that it comes from, with which it is undone."""
    places = [group.place for group in store.groups_in(db, held.id)]
    group = Group(
        set_id=held.id,
        name=name,
        place=max(places, default=0) + 1,
        capacity=capacity,
        lms_id=lms_id,
        made_in=deed.id if deed else None,
    )
    db.add(group)
    db.flush()
    return group


def remove_groups(db: Session, held: GroupSet, deed: GroupDeed | None, groups: Sequence[Group], now: datetime) -> None:
    """Take groups away; their people are in none then, and nobody waits for them."""
    gone = {group.id for group in groups}
    if deed is not None:
        inside = [person for person, group in store.places_in(db, held.id).items() if group in gone]
        seat(db, held, deed, dict.fromkeys(inside), now)
    waits = store.waiting_in(db, held.context_id, held.id)
    store.drop_waits(db, held.id, [person for person, group in waits if group in gone])
    for group in groups:
        group.removed, group.removed_in = True, deed.id if deed else None
    db.flush()


def undo_last(db: Session, held: GroupSet, actor: int, now: datetime) -> int:
    """Take back the teacher's last change that still stands; how many people moved.

    Only people who are still where it put them go back: what came after it stays. `Refusal` where there is none.
    """
    deed = store.last_undoable(db, held.id)
    if deed is None:
        raise Refusal(_("There is no change left to undo."))
    undoing = begin(db, held, What.UNDONE, actor, now)
    for group in db.scalars(select(Group).where(Group.removed_in == deed.id)):
        group.removed, group.removed_in = False, None
    db.flush()
    there = {group.id for group in store.groups_in(db, held.id)}
    places = store.places_in(db, held.id)
    before: dict[int, int | None] = {}
    after: dict[int, int | None] = {}
    for move in db.scalars(select(GroupMove).where(GroupMove.deed_id == deed.id).order_by(GroupMove.id)):
        before.setdefault(move.person_id, move.before_id)
        after[move.person_id] = move.after_id
    back = {
        person: group
        for person, group in before.items()
        if places.get(person) == after[person] and (group is None or group in there)
    }
    moved = seat(db, held, undoing, back, now)
    inhabited = set(store.places_in(db, held.id).values())
    for group in store.groups_in(db, held.id):
        if group.made_in == deed.id and group.id not in inhabited:
            group.removed, group.removed_in = True, undoing.id
    deed.undone_at = now
    settle(db, held, now)
    return moved
