"""Pairs that a teacher gives out, or takes back, by hand, in either round."""

from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.kit.pseudonyms.pseudonyms import ensure
from lti_tools.kit.schedule.schedule import class_phase
from tools.peer_review import refusals, reviews, store
from tools.peer_review.domain.holding import held_at_first
from tools.peer_review.roles import PEERS
from tools.peer_review.rounds import FIRST_ROUND, SECOND_ROUND, OneRound
from tools.peer_review.service import again, allocating


def add_pair(
    db: Session, activity_id: int, reviewer_id: int, work_id: int, now: datetime, which: OneRound = FIRST_ROUND
) -> int:
    """A teacher's own pair; return the review's id.

    Raises a `Refusal` for one's own work, a second time, and in the second round for a work that was not revised.
    """
    work = store.work_with_id(db, activity_id, work_id)
    settings = store.settings_of(db, activity_id)
    wanted = allocating.wanted_of(db, activity_id, settings)
    works = again.wanted_of(db, activity_id, settings).authors if which is SECOND_ROUND else wanted.authors
    known = allocating.pairs_of(reviews.reviews_of(db, activity_id, *which.roles), wanted)
    own = reviewer_id in store.authors_of_work(db, work.id)
    if own or work.id not in works or reviewer_id not in wanted.reviewers or (reviewer_id, work.id) in known:
        raise refusals.pair_impossible()
    ensure(db, activity_id, [reviewer_id])
    until = held_at_first(now, class_phase(db, activity_id, which.phase).ends)
    reviews.add_review(db, activity_id, work.id, reviewer_id, which.given, now=now, held_until=until)
    db.flush()
    made = reviews.own_review(db, activity_id, reviewer_id, work.id, which.given)
    assert made is not None
    return made.id


def remove_pair(db: Session, activity_id: int, review_id: int) -> tuple[int, int, OneRound]:
    """Take back a review that is not begun; return reviewer, work and round. Raises a `Refusal` for one that is."""
    row = next((one for one in reviews.reviews_of(db, activity_id, *PEERS) if one.id == review_id), None)
    if row is None:
        raise refusals.review_gone()
    found = row.reviewer_id or 0, row.work_id, FIRST_ROUND if row.role in FIRST_ROUND.roles else SECOND_ROUND
    if not reviews.drop_untouched(db, activity_id, review_id):
        raise refusals.pair_started()
    return found
