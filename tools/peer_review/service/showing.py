"""Good reviews shown to the class, with the consent of their reviewer and of every author of the work.

The words alone are shown, without names and marks. Any of them takes the consent back at any time, and nobody learns
who said no.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.notices.notices import notify
from lti_tools.launches import CurrentLaunch
from tools.peer_review import notices, refusals, reviews, store
from tools.peer_review.domain.rubric.answers import Answer, read_answers
from tools.peer_review.domain.rubric.criteria import Rubric, read_rubric
from tools.peer_review.models import Review, RubricVersion
from tools.peer_review.models_learning import Consent, Showing
from tools.peer_review.service import reporting
from tools.peer_review.service.feedback import is_helpful

MOST_OFFERED = 10


@dataclass(frozen=True)
class Words:
    """The words of a review, as the class would read them."""

    review: Review
    rubric: Rubric
    answers: Mapping[str, Answer]


@dataclass(frozen=True)
class Candidate:
    """A review that its authors found helpful, with how it stands."""

    words: Words
    rating: float
    """Mean of 1..5 over all criteria and authors."""
    asked: bool
    agreed: int
    concerned: int
    """People whose consent it needs."""
    shown: bool


@dataclass(frozen=True)
class Question:
    """What somebody is asked about a review that they wrote, or got."""

    words: Words
    is_author: bool
    """Of the work; else the reviewer."""
    agreed: bool | None


@dataclass(frozen=True)
class _Known:
    """Everything about the shown and asked reviews of an activity."""

    found: Mapping[int, Review]
    authors: Mapping[int, frozenset[int]]
    rubrics: Mapping[int, RubricVersion]
    asked: frozenset[int]
    agreed: Mapping[int, Mapping[int, bool | None]]
    """Review -> person -> what they said."""

    @classmethod
    def of(cls, db: Session, activity_id: int) -> "_Known":
        sent = [one for one in reviews.reviews_of(db, activity_id) if one.sent_at is not None]
        found = {one.id: one for one in reporting.readable(db, sent) if one.reviewer_id is not None}
        asked = db.scalars(select(Showing.review_id).where(Showing.review_id.in_(found))).all()
        agreed: dict[int, dict[int, bool | None]] = defaultdict(dict)
        for one in db.scalars(select(Consent).where(Consent.review_id.in_(asked))):
            agreed[one.review_id][one.person_id] = one.agreed
        authors, rubrics = store.authors_of(db, activity_id), store.rubrics_of(db, activity_id)
        return cls(found, authors, rubrics, frozenset(asked), agreed)

    def words(self, review: Review) -> Words:
        version = self.rubrics.get(review.rubric_id or 0)
        return Words(review, read_rubric(version.criteria) if version else (), read_answers(review.answers))

    def concerned(self, review: Review) -> frozenset[int]:
        """The reviewer and every author; nobody where one of the two sides is gone."""
        authors = self.authors.get(review.work_id, frozenset())
        return authors | {review.reviewer_id} if authors and review.reviewer_id is not None else frozenset()

    def is_shown(self, review: Review) -> bool:
        people = self.concerned(review)
        return bool(people) and all(self.agreed.get(review.id, {}).get(one) is True for one in people)


def shown(db: Session, activity_id: int) -> list[Words]:
    """The reviews that the class reads, the one asked about last first."""
    known = _Known.of(db, activity_id)
    asked = [known.found[one] for one in sorted(known.asked, reverse=True)]
    return [known.words(one) for one in asked if known.is_shown(one)]


def questions(db: Session, activity_id: int, person_id: int) -> list[Question]:
    """The reviews about which this person is asked, or has said something."""
    known = _Known.of(db, activity_id)
    mine = [known.found[one] for one in sorted(known.asked) if person_id in known.agreed.get(one, {})]
    return [
        Question(known.words(one), person_id != one.reviewer_id, known.agreed[one.id][person_id])
        for one in mine
        if person_id in known.concerned(one)
    ]


def candidates(db: Session, activity_id: int) -> list[Candidate]:
    """For the teacher: what authors found most helpful, and everything that was asked about."""
    known = _Known.of(db, activity_id)
    ratings: dict[int, list[int]] = defaultdict(list)
    helpful = set()
    for said in reviews.reactions_of(db, activity_id):
        if said.rated_at is not None:
            ratings[said.review_id] += [int(one) for one in said.ratings.values()]
            helpful |= {said.review_id} if is_helpful(said) else set()
    offered = sorted((one for one in known.found if one in helpful), key=lambda one: (-_mean(ratings[one]), one))
    wanted = [*sorted(known.asked), *[one for one in offered if one not in known.asked][:MOST_OFFERED]]
    return [_candidate(known, known.found[one], _mean(ratings[one])) for one in wanted]


def _mean(numbers: Sequence[int]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.0


def _candidate(known: _Known, review: Review, rating: float) -> Candidate:
    people, said = known.concerned(review), known.agreed.get(review.id, {})
    agreed = sum(said.get(one) is True for one in people)
    return Candidate(known.words(review), rating, review.id in known.asked, agreed, len(people), known.is_shown(review))


# -- deeds


def ask(db: Session, activity_id: int, review_id: int, now: datetime) -> None:
    """Ask everybody concerned; a second time does nothing. Raises `NotFound`, a `Refusal` where somebody is gone."""
    store.round_of(db, activity_id, to_change=True)
    known = _Known.of(db, activity_id)
    review = known.found.get(review_id)
    if review is None:
        raise NotFound(f"no review {review_id} to show")
    people = known.concerned(review)
    if not people:
        raise refusals.nobody_to_ask()
    if review_id in known.asked:
        return
    db.add(Showing(review_id=review_id, asked_at=now))
    db.flush()
    db.add_all(Consent(review_id=review_id, person_id=one, agreed=None, said_at=None) for one in sorted(people))
    db.flush()
    notify(db, activity_id, people, notices.MAY_SHOW, now, key=str(now.date()))


def drop(db: Session, activity_id: int, review_id: int) -> None:
    """The teacher shows it no longer, and asks no longer."""
    reviews.review_with_id(db, activity_id, review_id)
    db.execute(delete(Consent).where(Consent.review_id == review_id).execution_options(synchronize_session=False))
    db.execute(delete(Showing).where(Showing.review_id == review_id).execution_options(synchronize_session=False))
    db.flush()


def say(db: Session, launch: CurrentLaunch, review_id: int, agreed: bool, now: datetime) -> None:
    """Agree, or not, or not any more. Raises `NotFound` for who is not asked."""
    reviews.review_with_id(db, launch.activity, review_id)
    mine = select(Consent).where(Consent.review_id == review_id, Consent.person_id == launch.person_id)
    row = db.scalar(mine.with_for_update())
    if row is None:
        raise NotFound(f"not asked about {review_id}")
    row.agreed, row.said_at = agreed, now
    db.flush()


def has_any(db: Session, activity_id: int, person_id: int) -> bool:
    """Whether the page has something for this person: a question, or a review that is shown. One query mostly."""
    query = select(Showing.review_id).join(Review, Review.id == Showing.review_id)
    if db.scalar(query.where(Review.activity_id == activity_id).limit(1)) is None:
        return False
    return bool(questions(db, activity_id, person_id) or shown(db, activity_id))
