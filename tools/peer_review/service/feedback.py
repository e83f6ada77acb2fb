"""What an author does with the reviews of their work: rates, thanks, replies, asks the teacher."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.private_events.private_events import publish_private
from lti_tools.kit.schedule.schedule import hold, phases_of
from lti_tools.launches import CurrentLaunch
from lti_tools.pure.schedule import Stand, stand
from lti_tools.web.locale import gettext as _
from tools.peer_review import refusals, reviews, store
from tools.peer_review.models import Appeal, Reaction, Review, Work
from tools.peer_review.phases import FEEDBACK, REVISE
from tools.peer_review.roles import FIRST, PEERS
from tools.peer_review.service import reporting
from tools.peer_review.service.reviewing import rubric_for

RATED, HELPFUL = "peer-review.rated", "peer-review.helpful"
LEAST_HELPFUL = 4
"""From this mean rating on, 1..5, a review was helpful."""
BEST = 5


@dataclass(frozen=True)
class Helper:
    """Somebody whose review was found helpful, as who did a deed in this activity."""

    tenant_id: int
    context_id: int
    activity_id: int
    tool: str
    person_id: int


def sent_reviews(db: Session, work: Work) -> Sequence[Review]:
    """The reviews that an author may read."""
    return [one for one in reviews.reviews_on(db, work.id) if one.sent_at is not None]


def _own(db: Session, launch: CurrentLaunch, review_id: int, now: datetime) -> Review:
    """A sent review of this person's work while feedback can be read and answered; raises otherwise."""
    hold(db, launch.activity, FEEDBACK.key)
    phases = {one.key: stand(one, now) for one in phases_of(db, launch.activity, launch.person_id)}
    revising = phases.get(REVISE.key) is Stand.OPEN
    if phases[FEEDBACK.key] is not Stand.OPEN and not revising:
        raise refusals.feedback_not_open()
    row = reviews.review_with_id(db, launch.activity, review_id)
    readable = PEERS if phases[FEEDBACK.key] is Stand.OPEN else FIRST
    if row.role not in readable or row.sent_at is None:
        raise NotFound(f"review {review_id} is not sent")
    if launch.person_id not in store.authors_of_work(db, row.work_id):
        raise NotFound(f"review {review_id} is of another work")
    reporting.check_untouched(db, launch.activity, reporting.REVIEW, row.id)
    return row


def rate(db: Session, launch: CurrentLaunch, review_id: int, ratings: Mapping[str, int], now: datetime) -> None:
    """Say how helpful a review was, criterion by criterion, 1..5; said again, the newest counts."""
    row = _own(db, launch, review_id, now)
    keys = {one.key for one in rubric_for(db, row, launch.activity).criteria}
    if set(ratings) != keys or not all(1 <= value <= BEST for value in ratings.values()):
        raise refusals.Invalid(_("Say for each criterion how helpful the review was."))
    said = reviews.reaction(db, row.id, launch.person_id)
    was_helpful = said.rated_at is not None and is_helpful(said)
    if said.rated_at is None:
        publish_private(db, launch, RATED, now)
    said.ratings, said.rated_at = dict(ratings), now
    db.flush()
    if is_helpful(said) and not was_helpful and row.reviewer_id is not None:
        helper = Helper(launch.tenant_id, launch.context_id, launch.activity, launch.tool, row.reviewer_id)
        publish_private(db, helper, HELPFUL, now)


def is_helpful(said: Reaction) -> bool:
    values = [int(value) for value in said.ratings.values()]
    return bool(values) and sum(values) >= LEAST_HELPFUL * len(values)


def thank(db: Session, launch: CurrentLaunch, review_id: int, now: datetime) -> None:
    """Thank the reviewer, or take it back."""
    said = reviews.reaction(db, _own(db, launch, review_id, now).id, launch.person_id)
    said.thanked = not said.thanked
    db.flush()


def reply(db: Session, launch: CurrentLaunch, review_id: int, text: str, now: datetime) -> None:
    """Answer the reviewer; an empty text takes the answer back."""
    said = reviews.reaction(db, _own(db, launch, review_id, now).id, launch.person_id)
    reporting.check_untouched(db, launch.activity, reporting.REPLY, said.id)
    said.reply = text
    db.flush()


def appeal(db: Session, launch: CurrentLaunch, reason: str, now: datetime) -> None:
    """Ask the teacher to look at one's work and its reviews, once; raises a `Refusal`."""
    work = store.work_of(db, launch.activity, launch.person_id, to_change=True)
    if work is None:
        raise NotFound("no work of one's own")
    if stand(hold(db, launch.activity, FEEDBACK.key, person_id=launch.person_id), now) is not Stand.OPEN:
        raise refusals.feedback_not_open()
    if any(one.person_id == launch.person_id for one in reviews.appeals_on(db, work.id)):
        raise refusals.appealed_already()
    db.add(Appeal(work_id=work.id, person_id=launch.person_id, reason=reason, made_at=now, answer="", upheld=None))
    db.flush()


def answer(db: Session, launch: CurrentLaunch, appeal_id: int, text: str, *, upheld: bool, now: datetime) -> Appeal:
    """A teacher's answer; raises a `Refusal` where somebody was faster."""
    found = next((one for one in reviews.appeals_of(db, launch.activity) if one.id == appeal_id), None)
    if found is None:
        raise NotFound(f"no appeal {appeal_id}")
    if found.answered_at is not None:
        raise refusals.answered_already()
    found.answer, found.upheld, found.answered_at, found.answered_by = text, upheld, now, launch.person_id
    db.flush()
    return found


def has_rated_all(found: Sequence[Review], said: Mapping[int, Reaction]) -> bool:
    """Whether an author has rated every review, and so sees the mark; `said` are their reactions by review."""
    return all(one.id in said and said[one.id].rated_at is not None for one in found)
