"""Writing a review: saved while it is written, sent when it is whole, changed until reviewing ends."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.private_events.private_events import publish_private
from lti_tools.kit.schedule.schedule import hold
from lti_tools.launches import CurrentLaunch
from lti_tools.pure.schedule import Phase, Stand, stand
from tools.peer_review import refusals, reviews, store
from tools.peer_review.domain.holding import held_when_saved
from tools.peer_review.domain.rubric.answers import IMPOSSIBLE, Answers, faults, mark_of, write_answers
from tools.peer_review.domain.rubric.criteria import Rubric, read_rubric
from tools.peer_review.models import Review, RubricVersion
from tools.peer_review.phases import FEEDBACK
from tools.peer_review.roles import OWN, PEERS, ReviewRole
from tools.peer_review.rounds import phase_of_peers
from tools.peer_review.service import reporting

REVIEWED = "peer-review.reviewed"


@dataclass(frozen=True)
class RubricInUse:
    """The rubric of one review, with the version's id."""

    id: int
    criteria: Rubric


def rubric_for(db: Session, review: Review | None, activity_id: int) -> RubricInUse:
    """The version that the review was begun with; the newest for one not begun. Raises `NotFound` without any."""
    found = store.rubrics_of(db, activity_id)
    row = found.get(review.rubric_id or 0) if review else None
    row = row or max(found.values(), key=lambda one: one.version, default=None)
    if row is None:
        raise NotFound(f"no rubric in activity {activity_id}")
    return in_use(row)


def in_use(row: RubricVersion) -> RubricInUse:
    return RubricInUse(row.id, read_rubric(row.criteria))


def phase_of(role: str) -> str:
    """In which phase a review of this role is written."""
    return FEEDBACK.key if role == ReviewRole.SELF_AFTER else phase_of_peers(ReviewRole(role))


def open_for(db: Session, activity_id: int, person_id: int, now: datetime, role: str = ReviewRole.GIVEN) -> Phase:
    """Hold the phase of this role as this person has it; raises a `Refusal` where it is not open."""
    phase = hold(db, activity_id, phase_of(role), person_id=person_id)
    if stand(phase, now) is not Stand.OPEN:
        raise refusals.reviewing_not_open()
    return phase


def save(
    db: Session, launch: CurrentLaunch, review_id: int, rubric_id: int, version: int, answers: Answers, now: datetime
) -> Review:
    """Store what is typed so far; the review is held on for its writer. Raises a `Refusal`; nothing is half stored.

    `version` is the one that the form was made from: of two tabs the older one is refused.
    """
    row = hold_on(db, launch, review_id, now)
    if row.version != version:
        raise refusals.changed_elsewhere()
    rubric = _rubric(db, row, rubric_id, launch.activity)
    impossible = {fault for fault in faults(rubric.criteria, answers, 0).values() if fault in IMPOSSIBLE}
    if impossible or set(answers) - {one.key for one in rubric.criteria}:
        raise refusals.Invalid(refusals.fault_text(min(impossible), rubric.criteria[0], 0) if impossible else "")
    row.rubric_id, row.answers, row.version = rubric.id, write_answers(answers), row.version + 1
    db.flush()
    return row


def hold_on(db: Session, launch: CurrentLaunch, review_id: int, now: datetime) -> Review:
    """The review, for its writer to change: begun now, and held on for them. Raises a `Refusal` or `NotFound`."""
    role = reviews.review_with_id(db, launch.activity, review_id).role
    phase = open_for(db, launch.activity, launch.person_id, now, role)
    row = reviews.review_with_id(db, launch.activity, review_id, to_change=True)
    if row.reviewer_id != launch.person_id:
        raise NotFound(f"review {review_id} is somebody else's")
    reporting.check_untouched(db, launch.activity, reporting.REVIEW, row.id)
    if row.role in PEERS and row.work_id in reporting.hidden_works(db, launch.activity):
        raise refusals.work_reported()
    row.saved_at, row.said_empty = now, False
    row.held_until = held_when_saved(now, phase.own_end, row.held_until)
    return row


def send(
    db: Session, launch: CurrentLaunch, review_id: int, rubric_id: int, version: int, answers: Answers, now: datetime
) -> Review:
    """Store a whole review; it counts from now on. Raises a `Refusal` where something is missing."""
    row = save(db, launch, review_id, rubric_id, version, answers, now)
    rubric = rubric_for(db, row, launch.activity)
    least = 0 if row.role in OWN else store.settings_of(db, launch.activity).least
    found = faults(rubric.criteria, answers, least)
    if found:
        key, fault = next(iter(found.items()))
        criterion = next(one for one in rubric.criteria if one.key == key)
        raise refusals.Invalid(refusals.fault_text(fault, criterion, least))
    if row.sent_at is None and row.role not in OWN:
        publish_private(db, launch, REVIEWED, now)
    mark = mark_of(rubric.criteria, answers)
    row.sent_at = row.sent_at or now
    row.mark = Decimal(str(round(mark, 3))) if mark is not None else None
    db.flush()
    return row


def _rubric(db: Session, row: Review, rubric_id: int, activity_id: int) -> RubricInUse:
    """A review begun keeps its version; else the one that the form showed, if that is of this activity."""
    found = store.rubrics_of(db, activity_id)
    known = found.get(row.rubric_id or 0) or found.get(rubric_id)
    if known is None:
        raise NotFound(f"no rubric {rubric_id}")
    return in_use(known)


def say_empty(db: Session, launch: CurrentLaunch, review_id: int, now: datetime) -> None:
    """The reviewer reports that there is nothing to review: they are free of it, a teacher looks at it."""
    role = reviews.review_with_id(db, launch.activity, review_id).role
    open_for(db, launch.activity, launch.person_id, now, role)
    row = reviews.review_with_id(db, launch.activity, review_id, to_change=True)
    if row.reviewer_id != launch.person_id or row.role in OWN:
        raise NotFound(f"review {review_id} is somebody else's")
    if row.sent_at is not None:
        raise refusals.review_gone()
    row.said_empty, row.saved_at, row.version = True, now, row.version + 1
    db.flush()


def own_self_review(db: Session, launch: CurrentLaunch, now: datetime) -> Review:
    """The review of one's own work, made where it is missing; another one once feedback can be read.

    Raises `NotFound` without a work, a `Refusal` where it is not open.
    """
    work = store.work_of(db, launch.activity, launch.person_id)
    if work is None:
        raise NotFound("no work of one's own")
    reads = stand(hold(db, launch.activity, FEEDBACK.key, person_id=launch.person_id), now) is Stand.OPEN
    role = ReviewRole.SELF_AFTER if reads else ReviewRole.SELF
    open_for(db, launch.activity, launch.person_id, now, role)
    reviews.add_review(db, launch.activity, work.id, launch.person_id, role, now=now, held_until=now)
    found = reviews.own_review(db, launch.activity, launch.person_id, work.id, role)
    assert found is not None
    return found
