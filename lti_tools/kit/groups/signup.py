"""Self sign-up: a place for who comes first, a waiting list for who comes later, never one place for two."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from lti_tools.errors import Refusal
from lti_tools.kit.groups import store
from lti_tools.kit.groups.changes import begin, seat, settle
from lti_tools.kit.groups.tables import GroupSet, GroupWait
from lti_tools.kit.groups.terms import What
from lti_tools.web.locale import gettext as _


class Outcome(StrEnum):
    """What came of a wish for a place."""

    SEATED = "seated"
    WAITING = "waiting"


def is_open(found: GroupSet, now: datetime) -> bool:
    """Whether students may sign up, leave and wait. The closing instant itself is outside."""
    return found.signup_open and (found.signup_until is None or now < found.signup_until)


def join(db: Session, context_id: int, set_id: int, group_id: int, person_id: int, now: datetime) -> Outcome:
    """A place in the group, or one on its waiting list; a place elsewhere is kept until this one is had.

    `Refusal` where sign-up is closed, `NotFound` for a group of another set.
    """
    held = _held(db, context_id, set_id, now)
    group = store.group_in(db, set_id, group_id)
    places = store.places_in(db, set_id)
    if places.get(person_id) == group_id:
        return Outcome.SEATED
    store.drop_waits(db, set_id, [person_id])
    taken = sum(1 for place in places.values() if place == group_id)
    if group.capacity is not None and taken >= group.capacity:
        db.add(GroupWait(set_id=set_id, group_id=group_id, person_id=person_id, asked_at=now))
        db.flush()
        return Outcome.WAITING
    seat(db, held, begin(db, held, What.JOINED, person_id, now), {person_id: group_id}, now)
    settle(db, held, now)
    return Outcome.SEATED


def leave(db: Session, context_id: int, set_id: int, person_id: int, now: datetime) -> None:
    """Give one's place back; the next one moves up. `Refusal` where sign-up is closed."""
    held = _held(db, context_id, set_id, now)
    store.drop_waits(db, set_id, [person_id])
    if person_id in store.places_in(db, set_id):
        seat(db, held, begin(db, held, What.LEFT, person_id, now), {person_id: None}, now)
        settle(db, held, now)


def stop_waiting(db: Session, context_id: int, set_id: int, person_id: int, now: datetime) -> None:
    """Take one's name off the waiting list; a place that one has stays. `Refusal` where sign-up is closed."""
    _held(db, context_id, set_id, now)
    store.drop_waits(db, set_id, [person_id])


def _held(db: Session, context_id: int, set_id: int, now: datetime) -> GroupSet:
    held = store.hold(db, context_id, set_id)
    if not is_open(held, now):
        raise Refusal(_("Sign-up for these groups is closed."))
    return held
