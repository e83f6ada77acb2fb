"""Which works are to be reviewed, and which reviews are asked of their writers."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from tools.peer_review import store
from tools.peer_review.models import Work
from tools.peer_review.reviews import ReviewLike
from tools.peer_review.service import reporting
from tools.peer_review.store import OneWork


def fit_works(db: Session, activity_id: int) -> list[OneWork]:
    """The works that are to be reviewed: with an author, with something in them, and not reported."""
    out = reporting.hidden_works(db, activity_id)
    works = store.works_of(db, activity_id)
    return [one for one in works if one.authors and not one.row.unfit and one.row.id not in out]


class Works(NamedTuple):
    """Ids of works as reviewers may meet them."""

    fit: frozenset[int]
    """Nobody reported them, and no teacher left them out."""
    hidden: frozenset[int]
    """Reviewers must not see them."""


def works_now(db: Session, activity_id: int) -> Works:
    """As they stand in this transaction, without loading them."""
    hidden = reporting.hidden_works(db, activity_id)
    found = select(Work.id).where(Work.activity_id == activity_id, Work.unfit.is_(False))
    return Works(frozenset(db.scalars(found)) - hidden, hidden)


def is_asked(review: ReviewLike, works: Works) -> bool:
    """Whether its writer is to send it, or has: nobody need review what is empty, reported or left out."""
    return not review.said_empty and (review.sent_at is not None or review.work_id in works.fit)
