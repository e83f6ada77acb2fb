"""Queries over all peer reviews of a course up to one activity, in the order in which they were made."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, aliased

from lti_tools.store.tables.activities import Activity
from tools.peer_review.models import Author, Reaction, Review, RubricVersion, Work
from tools.peer_review.roles import PEERS, ReviewRole


def activities_until(activity_id: int) -> Select[Any]:
    """Ids of the course's activities with a round, this one and those made before."""
    this = aliased(Activity)
    query = select(Activity.id).join(this, this.context_id == Activity.context_id)
    return query.where(this.id == activity_id, Activity.id <= activity_id, Activity.tool == this.tool)


def reviews_until(db: Session, activity_id: int) -> Sequence[Review]:
    """Every peer review of these activities, sent or not."""
    query = select(Review).where(Review.activity_id.in_(activities_until(activity_id)), Review.role.in_(PEERS))
    return db.scalars(query.order_by(Review.id)).all()


class Sent(NamedTuple):
    """A sent review as reviewing grades read it: a plain value, so that a whole course costs little."""

    id: int
    activity_id: int
    work_id: int
    reviewer_id: int
    role: str
    rubric_id: int | None
    mark: Decimal | None
    answers: Mapping[str, Any]


def sent_until(db: Session, activity_id: int) -> list[Sent]:
    """Every sent peer review of these activities whose writer is known."""
    return _sent(db, Review.activity_id.in_(activities_until(activity_id)))


def sent_in(db: Session, activity_id: int) -> list[Sent]:
    """The same of one activity alone."""
    return _sent(db, Review.activity_id == activity_id)


def _sent(db: Session, where: ColumnElement[bool]) -> list[Sent]:
    columns = [getattr(Review, name) for name in Sent._fields]
    query = select(*columns).where(where, Review.role.in_(PEERS), Review.sent_at.is_not(None))
    return [Sent._make(row) for row in db.execute(query.where(Review.reviewer_id.is_not(None)).order_by(Review.id))]


def teachers_reviews_until(db: Session, activity_id: int) -> Sequence[Review]:
    """Sent reviews of teachers in these activities: what accuracy is compared with too."""
    query = select(Review).where(Review.activity_id.in_(activities_until(activity_id)))
    sent = query.where(Review.role == ReviewRole.TEACHER, Review.sent_at.is_not(None))
    return db.scalars(sent.order_by(Review.id)).all()


def rubrics_until(db: Session, activity_id: int) -> dict[int, RubricVersion]:
    """Every version of these activities by its id."""
    query = select(RubricVersion).where(RubricVersion.activity_id.in_(activities_until(activity_id)))
    return {one.id: one for one in db.scalars(query)}


def reactions_until(db: Session, activity_id: int) -> Sequence[Reaction]:
    """Every word of an author about a review of these activities."""
    query = select(Reaction).join(Review, Review.id == Reaction.review_id)
    wanted = query.where(Review.activity_id.in_(activities_until(activity_id)), Review.role.in_(PEERS))
    return db.scalars(wanted.order_by(Reaction.review_id, Reaction.person_id)).all()


# -- one person's works, in all peer reviews of the course


def works_by(db: Session, activity_id: int, person_id: int) -> Sequence[Work]:
    """The person's works in the course of this activity, the first handed in first."""
    this = aliased(Activity)
    query = select(Work).join(Author, Author.work_id == Work.id).join(Activity, Activity.id == Work.activity_id)
    query = query.join(this, this.context_id == Activity.context_id)
    return db.scalars(
        query.where(this.id == activity_id, Author.person_id == person_id).order_by(Work.handed_in_at)
    ).all()


def reviews_on(db: Session, works: Collection[int]) -> Sequence[Review]:
    """The sent peer reviews of these works."""
    query = select(Review).where(Review.work_id.in_(works), Review.role.in_(PEERS), Review.sent_at.is_not(None))
    return db.scalars(query.order_by(Review.id)).all()


def reactions_by(db: Session, works: Collection[int], person_id: int) -> Sequence[Reaction]:
    """What this person said to reviews of these works."""
    query = select(Reaction).join(Review, Review.id == Reaction.review_id)
    return db.scalars(query.where(Review.work_id.in_(works), Reaction.person_id == person_id)).all()


def rubrics_of(db: Session, activities: Collection[int]) -> dict[int, RubricVersion]:
    """Every version of these activities by its id."""
    return {one.id: one for one in db.scalars(select(RubricVersion).where(RubricVersion.activity_id.in_(activities)))}
