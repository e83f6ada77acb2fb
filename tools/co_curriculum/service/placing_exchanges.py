"""Students exchange their topics: an offer, somebody who takes it, and the teacher's word where that was agreed."""

from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.errors import Refusal
from lti_tools.web.locale import gettext as _
from tools.co_curriculum import store_placing
from tools.co_curriculum.domain.placing.exchanges import State, exchanged, newly_broken
from tools.co_curriculum.models_placing import Exchange, Seat
from tools.co_curriculum.placing_rules import Exchanges
from tools.co_curriculum.service import placing as placing_service
from tools.co_curriculum.service import placing_lists
from tools.co_curriculum.service.placing import Found, Stage
from tools.co_curriculum.service.placing_plans import places, recount

MOST_OPEN = 3
"""Offers of one person at a time."""


def _held(db: Session, activity_id: int, now: datetime) -> Found:
    store_placing.held(db, activity_id)
    placing = placing_service.found(db, activity_id, now)
    if placing.stage is not Stage.PUBLISHED or placing.rules.exchanges is Exchanges.NO or placing.plan is None:
        raise Refusal(_("Topics are not exchanged here now."))
    return placing


def _places(db: Session, placing: Found) -> dict[int, int]:
    return places(store_placing.seats_of(db, placing.plan.id)) if placing.plan else {}


def offer(db: Session, activity_id: int, person_id: int, wants: int, now: datetime) -> None:
    """Offer one's place for one in the topic `wants`. Raises a `Refusal` for who has none, has it, or has asked."""
    placing = _held(db, activity_id, now)
    has = _places(db, placing).get(person_id)
    own = [
        one
        for one in store_placing.exchanges_of(db, activity_id, State.OPEN, State.AGREED)
        if one.person_id == person_id
    ]
    if has is None or wants not in placing.titles or wants == has:
        raise Refusal(_("Choose another topic than the one you have."))
    if len(own) >= MOST_OPEN or any(one.wants_id == wants for one in own):
        raise Refusal(_("You have asked for this already, or for enough others. Take an offer back first."))
    db.add(
        Exchange(
            activity_id=activity_id, person_id=person_id, has_id=has, wants_id=wants, state=State.OPEN, asked_at=now
        )
    )
    db.flush()


def withdraw(db: Session, activity_id: int, exchange_id: int, person_id: int, now: datetime) -> None:
    """Take one's own offer back, as long as it is not done."""
    store_placing.held(db, activity_id)
    row = store_placing.exchange_of(db, activity_id, exchange_id)
    if row.person_id != person_id or row.state not in (State.OPEN, State.AGREED):
        raise Refusal(_("This offer cannot be taken back: it is done or gone already."))
    row.state, row.settled_at = State.WITHDRAWN, now
    db.flush()


def take(db: Session, activity_id: int, exchange_id: int, person_id: int, now: datetime) -> State:
    """Take an offer of somebody else; done at once, or once the teacher agrees. The first who takes it has it."""
    placing = _held(db, activity_id, now)
    row = store_placing.exchange_of(db, activity_id, exchange_id)
    now_at = _places(db, placing)
    if row.state != State.OPEN or row.person_id == person_id:
        raise Refusal(_("Somebody was faster, or the offer was taken back."))
    if now_at.get(row.person_id) != row.has_id or now_at.get(person_id) != row.wants_id:
        raise Refusal(_("One of you has another topic by now, so this offer no longer fits."))
    _check(db, activity_id, now_at, row.person_id, person_id, now)
    row.other_id = person_id
    if placing.rules.exchanges is Exchanges.ASKED:
        row.state = State.AGREED
        db.flush()
        return State.AGREED
    _exchange(db, placing, row, now)
    return State.DONE


def decide(db: Session, activity_id: int, exchange_id: int, *, yes: bool, now: datetime) -> Exchange:
    """The teacher's word on an exchange that two agreed on."""
    placing = _held(db, activity_id, now)
    row = store_placing.exchange_of(db, activity_id, exchange_id)
    if row.state != State.AGREED or row.other_id is None:
        raise Refusal(_("This offer is settled, or nobody has taken it yet."))
    if not yes:
        row.state, row.settled_at = State.REFUSED, now
        db.flush()
        return row
    now_at = _places(db, placing)
    if now_at.get(row.person_id) != row.has_id or now_at.get(row.other_id) != row.wants_id:
        raise Refusal(_("One of the two has another topic by now. Refuse this exchange."))
    _check(db, activity_id, now_at, row.person_id, row.other_id, now)
    _exchange(db, placing, row, now)
    return row


def undo(db: Session, activity_id: int, exchange_id: int, now: datetime) -> None:
    """Exchange back, if both are still where it put them."""
    placing = _held(db, activity_id, now)
    row = store_placing.exchange_of(db, activity_id, exchange_id)
    now_at = _places(db, placing)
    if row.state != State.DONE or row.other_id is None:
        raise Refusal(_("This exchange is not done, so there is nothing to take back."))
    if now_at.get(row.person_id) != row.wants_id or now_at.get(row.other_id) != row.has_id:
        raise Refusal(_("One of the two has another topic by now, so this is left as it is."))
    _seat(db, placing, row, now)
    row.state = State.REFUSED
    db.flush()


def _check(db: Session, activity_id: int, now_at: dict[int, int], one: int, other: int, now: datetime) -> None:
    wanted = placing_lists.problem(db, activity_id, now)
    here = {person: topic for person, topic in now_at.items() if person in wanted.lists}
    if one not in here or other not in here:
        raise Refusal(_("One of you is no longer in the course."))
    if newly_broken(wanted, here, exchanged(here, one, other)):
        raise Refusal(_("This exchange would break a rule of your teacher's, so it cannot be done. Talk to them."))


def _exchange(db: Session, placing: Found, row: Exchange, now: datetime) -> None:
    _seat(db, placing, row, now)
    row.state, row.settled_at = State.DONE, now
    others = store_placing.exchanges_of(db, row.activity_id, State.OPEN, State.AGREED)
    for other in others:
        if {other.person_id, other.other_id} & {row.person_id, row.other_id}:
            other.state, other.settled_at = State.WITHDRAWN, now
    db.flush()


def _seat(db: Session, placing: Found, row: Exchange, now: datetime) -> None:
    """Let the two change seats."""
    if placing.plan is None or row.other_id is None:
        return
    one = db.get_one(Seat, (placing.plan.id, row.person_id))
    other = db.get_one(Seat, (placing.plan.id, row.other_id))
    one.topic_id, other.topic_id = other.topic_id, one.topic_id
    for seat in (one, other):
        seat.by_hand, seat.reason = True, None
    db.flush()
    recount(db, row.activity_id, placing.plan, now)
