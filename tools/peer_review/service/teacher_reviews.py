"""A teacher's own review of a work."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.launches import CurrentLaunch
from tools.peer_review import refusals, reviews, store
from tools.peer_review.domain.rubric.answers import Answers, faults, mark_of, write_answers
from tools.peer_review.domain.rubric.criteria import Rubric
from tools.peer_review.models import Review
from tools.peer_review.roles import ReviewRole
from tools.peer_review.service import releasing
from tools.peer_review.service.reviewing import rubric_for


def own(db: Session, activity_id: int, work_id: int, person_id: int) -> Review | None:
    """The review that this teacher wrote of the work."""
    return reviews.own_review(db, activity_id, person_id, work_id, ReviewRole.TEACHER)


def without_duties(rubric: Rubric) -> Rubric:
    """The rubric as it is for teachers: comments may be left out."""
    return tuple(replace(one, required=False) for one in rubric)


def write(db: Session, launch: CurrentLaunch, work_id: int, version: int, answers: Answers, now: datetime) -> Review:
    """Store a teacher's whole review; it counts at once. Comments may be left out. Raises a `Refusal`.

    `version` is that of the review the form was made from, 0 for a new one: of two tabs the older one is refused.
    """
    store.round_of(db, launch.activity, to_change=True)
    work = store.work_with_id(db, launch.activity, work_id, to_change=True)
    reviews.add_review(db, launch.activity, work_id, launch.person_id, ReviewRole.TEACHER, now=now, held_until=now)
    row = own(db, launch.activity, work_id, launch.person_id)
    assert row is not None
    if row.version != version:
        raise refusals.changed_elsewhere()
    rubric = rubric_for(db, row, launch.activity)
    criteria = without_duties(rubric.criteria)
    for key, fault in faults(criteria, answers, 0).items():
        raise refusals.Invalid(refusals.fault_text(fault, next(one for one in criteria if one.key == key), 0))
    mark = mark_of(criteria, answers)
    row.rubric_id, row.answers, row.version = rubric.id, write_answers(answers), row.version + 1
    row.saved_at, row.sent_at = now, row.sent_at or now
    row.mark = Decimal(str(round(mark, 3))) if mark is not None else None
    db.flush()
    releasing.renew_released(db, launch.activity, work, now)
    return row


def withdraw(db: Session, activity_id: int, review_id: int, now: datetime) -> None:
    """Take a teacher's review back, as if it had never been; raises `NotFound` for another kind of review."""
    row = reviews.review_with_id(db, activity_id, review_id, to_change=True)
    if row.role != ReviewRole.TEACHER:
        raise NotFound(f"review {review_id} is no teacher's")
    work = store.work_with_id(db, activity_id, row.work_id, to_change=True)
    db.delete(row)
    db.flush()
    releasing.renew_released(db, activity_id, work, now)
