"""Works with too few reviews are put before the teacher at a set time, while there is still time to act.

Each of the two rounds has its own time, and counts its own works and reviews.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from lti_tools import roster
from lti_tools.kit.notices.notices import notify
from lti_tools.kit.schedule.plans import write_instant
from lti_tools.kit.schedule.schedule import class_phases
from lti_tools.kit.schedule.tables import PhaseRow
from lti_tools.launches import STAFF
from tools.peer_review import notices, reviews, store
from tools.peer_review.domain.aggregation.marks import ENOUGH
from tools.peer_review.domain.holding import escalates_at
from tools.peer_review.flow import SAME
from tools.peer_review.models import Review, ReviewingStep
from tools.peer_review.reviews import ReviewLike
from tools.peer_review.rounds import BY_PHASE, SECOND_ROUND, OneRound
from tools.peer_review.service import reporting
from tools.peer_review.settings import PeerSettings
from tools.peer_review.store import OneWork

AT_ONCE = 20


def plan(db: Session, activity_id: int, settings: PeerSettings) -> None:
    """Work out anew when it is time; called where dates, settings or the giving out change."""
    first_given = store.round_of(db, activity_id, to_change=True).allocated_at
    for phase in class_phases(db, activity_id):
        if phase.key not in BY_PHASE:
            continue
        again = BY_PHASE[phase.key] is SECOND_ROUND
        given = _second_given(db, activity_id) if again else first_given
        step = store.ensure_step(db, activity_id, phase.key)
        step.escalates_at = escalates_at(given, phase.ends, settings.learning.escalate_hours)
    db.flush()


def _second_given(db: Session, activity_id: int) -> datetime | None:
    of_second = select(func.min(Review.given_at)).where(Review.activity_id == activity_id)
    return db.scalar(of_second.where(Review.role == SECOND_ROUND.given))


def wanted(
    works: Sequence[OneWork], known: Sequence[ReviewLike], settings: PeerSettings, which: OneRound
) -> dict[int, int]:
    """Work -> reviews that it is to get in this round.

    In the second round those that were revised; where the same people review again, as many as were given out.
    """
    fit = [one.row for one in works if one.authors and not one.row.unfit]
    if which is not SECOND_ROUND:
        return {one.id: settings.k for one in fit}
    again = Counter(one.work_id for one in known if one.role == which.given)
    least = settings.flow.reviewers_again == SAME
    return {one.id: again[one.id] if least else settings.k for one in fit if one.revised_at is not None}


def too_few(to_get: Mapping[int, int], known: Sequence[ReviewLike], which: OneRound) -> frozenset[int]:
    """The works with fewer sent reviews than a mark needs, or than they are to get where that is less."""
    sent = Counter(one.work_id for one in known if one.sent_at is not None and one.role in which.roles)
    return frozenset(work for work, number in to_get.items() if sent[work] < min(number, ENOUGH))


def is_due(db: Session, activity_id: int, which: OneRound, now: datetime) -> bool:
    """Whether the set time of this round has come."""
    query = select(ReviewingStep.escalates_at).where(ReviewingStep.activity_id == activity_id)
    when = db.scalar(query.where(ReviewingStep.phase == which.phase))
    return when is not None and now >= when


def tick(db: Session, now: datetime) -> None:
    """Tell the staff of activities whose time has come, once for each time that was set."""
    found = db.execute(
        select(ReviewingStep, PhaseRow.ends)
        .join(PhaseRow, (PhaseRow.activity_id == ReviewingStep.activity_id) & (PhaseRow.key == ReviewingStep.phase))
        .where(
            PhaseRow.starts <= now,
            PhaseRow.ends.is_(None) | (PhaseRow.ends > now),
            ReviewingStep.escalates_at <= now,
            or_(ReviewingStep.escalated_at.is_(None), ReviewingStep.escalated_at < ReviewingStep.escalates_at),
        )
        .order_by(ReviewingStep.activity_id, ReviewingStep.phase)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True, of=ReviewingStep)
        .execution_options(populate_existing=True)
    ).all()
    for step, ends in found:
        step.escalated_at = now
        _tell(db, step.activity_id, BY_PHASE[step.phase], ends, now)
    db.flush()


def _tell(db: Session, activity_id: int, which: OneRound, ends: datetime | None, now: datetime) -> None:
    settings, works = store.settings_of(db, activity_id), store.works_of(db, activity_id)
    known = reporting.counting(db, activity_id, reviews.reviews_of(db, activity_id, *which.roles))
    few = too_few(wanted(works, known, settings, which), known, which)
    if not few:
        return
    members = roster.members(db, store.context_of(db, activity_id))
    staff = [member.person_id for member in members if member.role in STAFF]
    arguments = {"works": len(few), "closes_at": write_instant(ends)}
    notify(db, activity_id, staff, notices.ESCALATED, now, arguments=arguments, key=write_instant(now))
