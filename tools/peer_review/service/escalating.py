"""Works that come to too few reviews are put before the teacher at a set time, while there is still time to act."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lti_tools import roster
from lti_tools.kit.notices.notices import notify
from lti_tools.kit.schedule.plans import write_instant
from lti_tools.kit.schedule.schedule import class_phase
from lti_tools.kit.schedule.tables import PhaseRow
from lti_tools.launches import STAFF
from tools.peer_review import notices, reviews, store
from tools.peer_review.domain.aggregation.marks import ENOUGH
from tools.peer_review.domain.holding import escalates_at
from tools.peer_review.models import Review, Round
from tools.peer_review.phases import REVIEW
from tools.peer_review.service import reporting
from tools.peer_review.settings import PeerSettings
from tools.peer_review.store import OneWork

AT_ONCE = 20


def plan(db: Session, activity_id: int, settings: PeerSettings) -> None:
    """Work out anew when it is time; called where dates, settings or the giving out change."""
    round_ = store.round_of(db, activity_id, to_change=True)
    ends = class_phase(db, activity_id, REVIEW.key).ends
    round_.escalates_at = escalates_at(round_.allocated_at, ends, settings.learning.escalate_hours)
    db.flush()


def enough(settings: PeerSettings) -> int:
    """Reviews that a work should have by then: as many as a mark needs, where so many are given at all."""
    return min(settings.k, ENOUGH)


def too_few(works: Sequence[OneWork], known: Sequence[Review], settings: PeerSettings) -> list[OneWork]:
    """The works that are reviewed and have too few sent reviews."""
    sent = [one.work_id for one in known if one.sent_at is not None]
    return [one for one in works if one.authors and not one.row.unfit and sent.count(one.row.id) < enough(settings)]


def is_due(round_: Round, now: datetime) -> bool:
    return round_.escalates_at is not None and now >= round_.escalates_at


def tick(db: Session, now: datetime) -> None:
    """Tell the staff of activities whose time has come, once for each time that was set."""
    found = db.execute(
        select(Round, PhaseRow.ends)
        .join(PhaseRow, (PhaseRow.activity_id == Round.activity_id) & (PhaseRow.key == REVIEW.key))
        .where(
            PhaseRow.starts <= now,
            PhaseRow.ends.is_(None) | (PhaseRow.ends > now),
            Round.escalates_at <= now,
            or_(Round.escalated_at.is_(None), Round.escalated_at < Round.escalates_at),
        )
        .order_by(Round.activity_id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True, of=Round)
        .execution_options(populate_existing=True)
    ).all()
    for round_, ends in found:
        round_.escalated_at = now
        _tell(db, round_.activity_id, ends, now)
    db.flush()


def _tell(db: Session, activity_id: int, ends: datetime | None, now: datetime) -> None:
    settings = store.settings_of(db, activity_id)
    known = reporting.counting(db, activity_id, reviews.reviews_of(db, activity_id))
    few = too_few(store.works_of(db, activity_id), known, settings)
    if not few:
        return
    members = roster.members(db, store.context_of(db, activity_id))
    staff = [member.person_id for member in members if member.role in STAFF]
    arguments = {"works": len(few), "closes_at": write_instant(ends)}
    notify(db, activity_id, staff, notices.ESCALATED, now, arguments=arguments, key=write_instant(now))
