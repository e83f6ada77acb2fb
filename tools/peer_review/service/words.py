"""A teacher's word about a student's review: a comment, and how good the review is."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.launches import CurrentLaunch
from lti_tools.store.inserting import insert_or_ignore
from tools.peer_review import refusals, reviews
from tools.peer_review.models import Meta, Review
from tools.peer_review.roles import PEERS


def words_about(db: Session, activity_id: int) -> Mapping[int, Meta]:
    """Review -> a teacher's word about it."""
    query = select(Meta).join(Review, Review.id == Meta.review_id).where(Review.activity_id == activity_id)
    return {one.review_id: one for one in db.scalars(query)}


def say(
    db: Session, launch: CurrentLaunch, review_id: int, points: int | None, comment: str, now: datetime
) -> tuple[Review, int | None]:
    """Comment on a sent review and, with points of 100, grade it; both empty takes the word back.

    Returns the review and the points before. Raises a `Refusal` for a review that is not sent.
    """
    row = reviews.review_with_id(db, launch.activity, review_id, to_change=True)
    if row.role not in PEERS or row.sent_at is None or row.reviewer_id is None:
        raise refusals.review_gone()
    values = {"review_id": row.id, "points": None, "comment": "", "by_id": launch.person_id, "at": now}
    insert_or_ignore(db, Meta, values, ["review_id"])
    word = db.scalars(select(Meta).where(Meta.review_id == row.id).with_for_update()).one()
    before = word.points
    if points is None and not comment:
        db.delete(word)
    else:
        word.points, word.comment, word.by_id, word.at = points, comment, launch.person_id, now
    db.flush()
    return row, before


def set_points(db: Session, activity_id: int, review_id: int, points: int | None, now: datetime) -> None:
    """Put the points of a word back; raises `NotFound` for a review of another activity."""
    row = reviews.review_with_id(db, activity_id, review_id, to_change=True)
    word = db.get(Meta, row.id)
    if word is not None:
        word.points, word.at = points, now
        db.flush()
