"""Telling the names of authors and reviewers to each other, where that was announced and reviewing is over."""

from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.kit.schedule.schedule import class_phase
from lti_tools.pure.schedule import Stand, class_stand
from tools.peer_review import refusals, store
from tools.peer_review.phases import REVIEW
from tools.peer_review.settings import PeerSettings


def can_be_told(db: Session, activity_id: int, settings: PeerSettings, now: datetime) -> bool:
    """Whether a teacher could tell the names at `now`."""
    if not settings.reveal or not (settings.author_hidden or settings.reviewer_hidden):
        return False
    is_over = class_stand(class_phase(db, activity_id, REVIEW.key), now) is Stand.CLOSED
    return is_over and store.round_of(db, activity_id).revealed_at is None


def tell(db: Session, activity_id: int, now: datetime) -> None:
    """Tell them for good; raises a `Refusal` where they stay hidden."""
    round_ = store.round_of(db, activity_id, to_change=True)
    if not can_be_told(db, activity_id, store.settings_of(db, activity_id), now):
        raise refusals.names_stay_hidden()
    round_.revealed_at = now
    db.flush()
