"""What invented students do in a practice class: hand in, and review each other."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from lti_tools.kit.pseudonyms.pseudonyms import ensure
from lti_tools.kit.schedule import transitions
from lti_tools.kit.schedule.plans import with_plan
from lti_tools.kit.schedule.schedule import close_by_hand
from lti_tools.pure.schedule import Plan, Start
from lti_tools.store.tables.activities import Activity
from tools.peer_review import reviews, store
from tools.peer_review.domain.rubric.answers import Answer, mark_of, write_answers
from tools.peer_review.domain.rubric.criteria import Criterion, Rubric
from tools.peer_review.models import Review, Work, WorkVersion
from tools.peer_review.phases import FEEDBACK, REVIEW, SUBMIT
from tools.peer_review.service import allocating, configuring
from tools.peer_review.service.reviewing import in_use
from tools.peer_review.service.running import SLUG, effect
from tools.peer_review.settings import read_settings

TEXT = (
    "An example of what a student hands in.\n\nIt has a first thought, a reason for it, and an end that comes too soon."
)
COMMENT = "The first paragraph says clearly what it is about. The end comes too soon: one more example would help."


def hand_in_and_open(db: Session, activity_id: int, people: Sequence[int], now: datetime) -> None:
    """Everybody hands in an example, and reviewing opens."""
    _open(db, activity_id, SUBMIT.key, now)
    store.round_of(db, activity_id, to_change=True)
    ensure(db, activity_id, people)
    for person_id in people:
        work = Work(activity_id=activity_id, text=TEXT, links=[], version=1, handed_in_at=now)
        db.add(work)
        db.flush()
        db.add(WorkVersion(work_id=work.id, number=1, person_id=person_id, text=TEXT, links=[], at=now))
        store.set_authors(db, activity_id, work.id, [person_id])
    close_by_hand(db, activity_id, SUBMIT.key, now)
    _open(db, activity_id, REVIEW.key, now)
    allocating.give_out(db, activity_id, now)


def review_and_open(db: Session, activity_id: int, _people: Sequence[int], now: datetime) -> None:
    """Most reviews are written, one in nine is not, and feedback opens."""
    newest = store.newest_rubric(db, activity_id)
    if newest is not None:
        rubric = in_use(newest)
        for place, review in enumerate(reviews.reviews_of(db, activity_id)):
            if place % 9 != 8:
                _write(review, rubric.id, rubric.criteria, place, now)
    close_by_hand(db, activity_id, REVIEW.key, now)
    _open(db, activity_id, FEEDBACK.key, now)


def _write(review: Review, rubric_id: int, rubric: Rubric, place: int, now: datetime) -> None:
    answers = {one.key: Answer(_value(one, place + shift), COMMENT) for shift, one in enumerate(rubric)}
    mark = mark_of(rubric, answers)
    review.rubric_id, review.answers, review.version = rubric_id, write_answers(answers), 1
    review.saved_at = review.sent_at = now
    review.mark = Decimal(str(round(mark, 3))) if mark is not None else None


def _value(criterion: Criterion, place: int) -> int | None:
    """A value in the better half of the scale; of errors few."""
    if not criterion.has_value:
        return None
    if criterion.kind.value == "errors":
        return place % 3
    return criterion.highest - place % max(criterion.highest, 1) // 2


def _open(db: Session, activity_id: int, key: str, now: datetime) -> None:
    activity = db.get_one(Activity, activity_id)
    activity.settings = with_plan(activity.settings, Plan(key=key, start=Start.NOW))
    configuring.configure(db, activity_id, read_settings(activity.settings), now)
    transitions.run_due(db, SLUG, now, effect, activity_id=activity_id)
