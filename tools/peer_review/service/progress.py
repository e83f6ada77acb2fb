"""How far a class is in each step beside handing in and reviewing: numbers alone."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tools.peer_review import store
from tools.peer_review.models import Reaction, Review
from tools.peer_review.models_learning import Example, Trial
from tools.peer_review.roles import PEERS, ReviewRole


@dataclass(frozen=True)
class Part:
    """`done` of `of` people."""

    done: int
    of: int


@dataclass(frozen=True)
class Progress:
    """A part is None where nothing of it is asked for."""

    practised: Part | None
    """Learners who have reviewed all examples."""
    own: Part | None
    """Authors who have looked at their own work."""
    rated: Part | None
    """Authors with reviews to read who have said how helpful they were."""


def progress(db: Session, activity_id: int) -> Progress:
    """For the teacher's first page; the number of queries does not grow with the class."""
    settings = store.settings_of(db, activity_id)
    return Progress(
        _practised(db, activity_id) if settings.practises else None,
        _own(db, activity_id) if settings.self_review else None,
        _rated(db, activity_id),
    )


def _practised(db: Session, activity_id: int) -> Part | None:
    query = select(Example.id).where(Example.activity_id == activity_id, Example.judged_at.is_not(None))
    examples = list(db.scalars(query))
    learners = store.learners(db, store.context_of(db, activity_id))
    if not examples or not learners:
        return None
    sent = select(Trial.person_id).where(Trial.example_id.in_(examples), Trial.sent_at.is_not(None))
    whole = sent.group_by(Trial.person_id).having(func.count() >= len(examples))
    return Part(len(learners & set(db.scalars(whole))), len(learners))


def _own(db: Session, activity_id: int) -> Part | None:
    authors = {person for people in store.authors_of(db, activity_id).values() for person in people}
    sent = select(Review.reviewer_id).where(Review.activity_id == activity_id, Review.role == ReviewRole.SELF)
    done = set(db.scalars(sent.where(Review.sent_at.is_not(None))))
    return Part(len(authors & done), len(authors)) if authors else None


def _rated(db: Session, activity_id: int) -> Part | None:
    reviewed = select(Review.work_id).where(Review.activity_id == activity_id, Review.role.in_(PEERS))
    works = set(db.scalars(reviewed.where(Review.sent_at.is_not(None))))
    people = [found for work, found in store.authors_of(db, activity_id).items() if work in works]
    authors = {person for found in people for person in found}
    said = select(Reaction.person_id).join(Review, Review.id == Reaction.review_id)
    done = set(db.scalars(said.where(Review.activity_id == activity_id, Reaction.rated_at.is_not(None))))
    return Part(len(authors & done), len(authors)) if authors else None
