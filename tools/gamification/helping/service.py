"""Asking for help, offering it, thanking for it; a thank counts within the caps of `domain.favours`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from tools.gamification import refusals
from tools.gamification.domain.evidence import Entry, Kind
from tools.gamification.domain.favours import Uncounted, thanks
from tools.gamification.domain.questline.line import Way
from tools.gamification.helping import store
from tools.gamification.helping.tables import HelpRow, OfferRow
from tools.gamification.service import ledger
from tools.gamification.service.ledger import New
from tools.gamification.store import lines

MOST_OPEN = 3
"""Questions that one person can have open at a time."""


@dataclass(frozen=True)
class Board:
    """The questions with their offers; `uncounted`: offer -> why its thank gave nothing, for staff alone."""

    questions: Sequence[HelpRow]
    offers: Mapping[int, Sequence[OfferRow]]
    uncounted: Mapping[int, Uncounted]


def board(db: Session, activity_id: int) -> Board:
    """Three queries."""
    found = store.questions(db, activity_id)
    counted = thanks(store.thanks(db, activity_id))
    uncounted = {int(key): why for key, why in counted.items() if why is not None}
    return Board(found, store.offers(db, [one.id for one in found]), uncounted)


def ask(db: Session, activity_id: int, person_id: int, text: str, now: datetime) -> None:
    """Raises a `Refusal` for nothing asked, and for too much asked at once."""
    lines.hold(db, activity_id)
    if not text.strip():
        raise refusals.nothing_written()
    if store.open_of(db, activity_id, person_id) >= MOST_OPEN:
        raise refusals.enough_asked()
    store.ask(db, activity_id, person_id, text.strip(), now)


def offer(db: Session, activity_id: int, person_id: int, help_id: int, now: datetime) -> None:
    asked = store.question(db, activity_id, help_id)
    if asked.person_id == person_id or asked.closed_at is not None:
        raise refusals.no_help_wanted()
    store.offer(db, help_id, person_id, now)


def take_back(db: Session, activity_id: int, person_id: int, help_id: int) -> None:
    store.question(db, activity_id, help_id)
    store.take_back(db, help_id, person_id)


def own_question(db: Session, activity_id: int, person_id: int, help_id: int) -> HelpRow:
    """A question of this person's own; raises `NotFound` for any other."""
    asked = store.question(db, activity_id, help_id)
    if asked.person_id != person_id:
        raise NotFound(f"question {help_id} is somebody else's")
    return asked


def thank(db: Session, activity_id: int, person_id: int, help_id: int, helper_id: int, now: datetime) -> None:
    """Thank who helped. It counts for them where a questline rewards help, unless the caps say that it is a deal."""
    lines.hold(db, activity_id)
    own_question(db, activity_id, person_id, help_id)
    offer_id = store.thank(db, help_id, helper_id, now)
    if offer_id is None or thanks(store.thanks(db, activity_id))[str(offer_id)] is not None:
        return
    place = lines.published(db, activity_id)
    keys = [one.key for _, one in place.line.objectives() if one.way is Way.HELP]
    news = [New(helper_id, Entry(f"thanks:{offer_id}:{key}", now, Kind.ACCEPTED, key)) for key in keys]
    if news:
        ledger.record(db, activity_id, news, source=str(Way.HELP), now=now)
