"""Queries of peer review about reviews, what authors say to them, and appeals."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.store.inserting import insert_or_ignore
from tools.peer_review.models import Appeal, Author, Reaction, Review, Work
from tools.peer_review.roles import PEERS, ReviewRole


def reviews_of(db: Session, activity_id: int, *roles: ReviewRole) -> Sequence[Review]:
    """Every review of an activity, of peers where no roles are named."""
    query = select(Review).where(Review.activity_id == activity_id, Review.role.in_(roles or PEERS))
    return db.scalars(query.order_by(Review.id)).all()


class Known(NamedTuple):
    """How far a review is, without its words: a plain value, so that a whole class costs little."""

    id: int
    work_id: int
    reviewer_id: int | None
    role: str
    rubric_id: int | None
    given_at: datetime
    held_until: datetime
    saved_at: datetime | None
    sent_at: datetime | None
    mark: Decimal | None
    said_empty: bool


ReviewLike = TypeVar("ReviewLike", Review, Known)
"""A review as a row of the session, or as a value."""


def known_reviews(db: Session, activity_id: int) -> list[Known]:
    """Every peer review of an activity, for pages that count."""
    columns = [getattr(Review, name) for name in Known._fields]
    query = select(*columns).where(Review.activity_id == activity_id, Review.role.in_(PEERS)).order_by(Review.id)
    return [Known._make(row) for row in db.execute(query)]


def reviews_by(db: Session, activity_id: int, person_id: int, *roles: ReviewRole) -> Sequence[Review]:
    query = select(Review).where(Review.activity_id == activity_id, Review.reviewer_id == person_id)
    return db.scalars(query.where(Review.role.in_(roles or PEERS)).order_by(Review.id)).all()


def reviews_on(db: Session, work_id: int, *roles: ReviewRole) -> Sequence[Review]:
    """The reviews of one work; of peers where no roles are named."""
    query = select(Review).where(Review.work_id == work_id, Review.role.in_(roles or PEERS))
    return db.scalars(query.order_by(Review.id)).all()


def review_with_id(db: Session, activity_id: int, review_id: int, *, to_change: bool = False) -> Review:
    """A review of this activity; raises `NotFound`."""
    query = select(Review).where(Review.activity_id == activity_id, Review.id == review_id)
    found = db.scalar(query.with_for_update().execution_options(populate_existing=True) if to_change else query)
    if found is None:
        raise NotFound(f"no review {review_id}")
    return found


def own_review(
    db: Session, activity_id: int, person_id: int, work_id: int, role: ReviewRole, *, to_change: bool = False
) -> Review | None:
    query = select(Review).where(
        Review.activity_id == activity_id,
        Review.reviewer_id == person_id,
        Review.work_id == work_id,
        Review.role == role,
    )
    return db.scalar(query.with_for_update().execution_options(populate_existing=True) if to_change else query)


def add_review(
    db: Session,
    activity_id: int,
    work_id: int,
    reviewer_id: int,
    role: ReviewRole,
    *,
    now: datetime,
    held_until: datetime,
) -> bool:
    """Give a review out; False where this person has this work in this role already."""
    values: dict[str, Any] = {
        "activity_id": activity_id,
        "work_id": work_id,
        "reviewer_id": reviewer_id,
        "role": role.value,
        "answers": {},
        "version": 0,
        "given_at": now,
        "held_until": held_until,
        "said_empty": False,
    }
    return insert_or_ignore(db, Review, values, ["work_id", "reviewer_id", "role"])


def drop_untouched(db: Session, activity_id: int, review_id: int) -> bool:
    """Take back a review that nothing was saved of; False where there is none such."""
    found = db.execute(
        delete(Review)
        .where(Review.activity_id == activity_id, Review.id == review_id, Review.saved_at.is_(None))
        .execution_options(synchronize_session="fetch")
    )
    return bool(found.rowcount)  # type: ignore[attr-defined]


# -- what authors say


def reactions_of(db: Session, activity_id: int) -> Sequence[Reaction]:
    query = select(Reaction).join(Review, Review.id == Reaction.review_id)
    return db.scalars(query.where(Review.activity_id == activity_id)).all()


def reactions_on(db: Session, work_id: int) -> Sequence[Reaction]:
    query = select(Reaction).join(Review, Review.id == Reaction.review_id)
    return db.scalars(query.where(Review.work_id == work_id)).all()


def reaction(db: Session, review_id: int, person_id: int) -> Reaction:
    """A person's word about a review, made where it is missing, held for changing."""
    values = {"review_id": review_id, "person_id": person_id, "ratings": {}, "thanked": False, "reply": ""}
    insert_or_ignore(db, Reaction, values, ["review_id", "person_id"])
    query = select(Reaction).where(Reaction.review_id == review_id, Reaction.person_id == person_id)
    return db.scalars(query.with_for_update().execution_options(populate_existing=True)).one()


def appeals_of(db: Session, activity_id: int) -> Sequence[Appeal]:
    query = select(Appeal).join(Work, Work.id == Appeal.work_id).where(Work.activity_id == activity_id)
    return db.scalars(query.order_by(Appeal.made_at)).all()


def appeals_on(db: Session, work_id: int) -> Sequence[Appeal]:
    return db.scalars(select(Appeal).where(Appeal.work_id == work_id).order_by(Appeal.made_at)).all()


def reviewers_and_authors(db: Session, activity_id: int) -> set[int]:
    """Everybody who has written something in this activity."""
    authors = db.scalars(select(Author.person_id).where(Author.activity_id == activity_id))
    reviewers = db.scalars(select(Review.reviewer_id).where(Review.activity_id == activity_id))
    return {*authors, *(one for one in reviewers if one is not None)}
