"""Queries of peer review about comparisons."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.store.inserting import insert_or_ignore
from tools.peer_review.models import Review
from tools.peer_review.models_comparing import Comparison


def comparisons_of(db: Session, activity_id: int) -> Sequence[Comparison]:
    """Every comparison of an activity, in the order in which they came."""
    query = select(Comparison).join(Review, Review.id == Comparison.review_id)
    return db.scalars(query.where(Review.activity_id == activity_id).order_by(Comparison.id)).all()


def comparisons_by(db: Session, activity_id: int, person_id: int) -> Sequence[Comparison]:
    query = select(Comparison).join(Review, Review.id == Comparison.review_id)
    query = query.where(Review.activity_id == activity_id, Review.reviewer_id == person_id)
    return db.scalars(query.order_by(Comparison.id)).all()


def first_of(db: Session, activity_id: int) -> Comparison | None:
    """The comparison with which comparing began."""
    query = select(Comparison).join(Review, Review.id == Comparison.review_id)
    return db.scalar(query.where(Review.activity_id == activity_id).order_by(Comparison.id).limit(1))


def put(
    db: Session, reviews: tuple[int, int], question: str, rubric_id: int, *, prefers: int, now: datetime
) -> Comparison:
    """Store which of two reviews' works is preferred; said again, the newest counts."""
    low, high = sorted(reviews)
    key: dict[str, Any] = {"review_id": low, "other_id": high, "question": question}
    values = {**key, "rubric_id": rubric_id, "prefers_other": prefers == high, "said_at": now}
    insert_or_ignore(db, Comparison, values, list(key))
    row = db.scalars(select(Comparison).filter_by(**key).with_for_update()).one()
    row.prefers_other, row.said_at = prefers == high, now
    db.flush()
    return row
