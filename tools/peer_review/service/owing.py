"""What a reviewer still owes in a round: reviews that are not sent, and pairs of works that are not compared.

The one rule for reminders, for who waits for whom, for reviews on top, for the class overview and for one's own page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic

from sqlalchemy.orm import Session

from tools.peer_review import reviews
from tools.peer_review.models import Review
from tools.peer_review.reviews import Known, ReviewLike
from tools.peer_review.rounds import OneRound
from tools.peer_review.service import asked, comparing
from tools.peer_review.service.comparing import Pair


@dataclass(frozen=True)
class Owed(Generic[ReviewLike]):
    """What is asked of one person in one round, done or not."""

    reviews: Sequence[ReviewLike]
    pairs: Sequence[Pair[ReviewLike]]

    @property
    def to_send(self) -> list[ReviewLike]:
        return [one for one in self.reviews if one.sent_at is None]

    @property
    def to_compare(self) -> list[Pair[ReviewLike]]:
        """Those too of which a review is not sent yet."""
        return [one for one in self.pairs if not one.is_done]

    @property
    def is_done(self) -> bool:
        return not self.to_send and not self.to_compare


def owed_in(
    db: Session, activity_id: int, which: OneRound, known: Sequence[Known] | None = None
) -> dict[int, Owed[Known]]:
    """Person -> what is asked of them, of everybody of whom something is.

    `known` are the activity's peer reviews where they are read already; the number of queries does not grow with them.
    """
    every = reviews.known_reviews(db, activity_id) if known is None else known
    here = [one for one in every if one.role in which.roles]
    works, pairs = asked.works_now(db, activity_id), comparing.every_pair(db, activity_id, here)
    by: dict[int, list[Known]] = {}
    for one in here:
        if one.reviewer_id is not None and asked.is_asked(one, works):
            by.setdefault(one.reviewer_id, []).append(one)
    return {person: Owed(own, pairs.get(person, ())) for person, own in by.items()}


def owed_by(db: Session, activity_id: int, person_id: int, which: OneRound) -> Owed[Review]:
    """The same of one person."""
    written, works = reviews.reviews_by(db, activity_id, person_id, *which.roles), asked.works_now(db, activity_id)
    pairs = comparing.own_pairs(db, activity_id, person_id, written)
    return Owed([one for one in written if asked.is_asked(one, works)], pairs)
