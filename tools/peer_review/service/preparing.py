"""The teacher's side of examples to practise on: adding them, reviewing them, copying them with an activity."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from tools.peer_review import refusals, store
from tools.peer_review.domain.rubric.answers import Answers, write_answers
from tools.peer_review.models_learning import Example, Trial
from tools.peer_review.service.calibrating import check, example_with_id, examples_of, rubric_of
from tools.peer_review.service.reviewing import in_use

MOST_EXAMPLES = 10


@dataclass(frozen=True)
class Prepared:
    """One example on the teacher's list."""

    example: Example
    trials: int
    """Students' reviews of it that were sent."""


def prepared(db: Session, activity_id: int) -> list[Prepared]:
    counts = _sent(db, activity_id)
    return [Prepared(one, counts.get(one.id, 0)) for one in examples_of(db, activity_id, judged=False)]


def _sent(db: Session, activity_id: int) -> dict[int, int]:
    query = select(Trial.example_id, func.count()).join(Example, Example.id == Trial.example_id)
    query = query.where(Example.activity_id == activity_id, Trial.sent_at.is_not(None)).group_by(Trial.example_id)
    return {row[0]: row[1] for row in db.execute(query)}


def add_example(db: Session, activity_id: int, title: str, text: str, links: Sequence[str], now: datetime) -> int:
    """Add an example; return its id. Raises a `Refusal` where there are enough."""
    store.round_of(db, activity_id, to_change=True)
    if len(examples_of(db, activity_id, judged=False)) >= MOST_EXAMPLES:
        raise refusals.enough_examples(MOST_EXAMPLES)
    row = Example(
        activity_id=activity_id, title=title, text=text, links=list(links), made_at=now, answers={}, version=0
    )
    db.add(row)
    db.flush()
    return row.id


def drop_example(db: Session, activity_id: int, example_id: int) -> None:
    """Take an example away that no student has sent a review of; raises a `Refusal`."""
    db.delete(_unused(db, activity_id, example_id))
    db.flush()


def _unused(db: Session, activity_id: int, example_id: int) -> Example:
    row = example_with_id(db, activity_id, example_id, to_change=True)
    if _sent(db, activity_id).get(row.id):
        raise refusals.example_used()
    return row


def judge(
    db: Session, activity_id: int, example_id: int, rubric_id: int, version: int, answers: Answers, now: datetime
) -> None:
    """The teacher's own review of an example; students see the example from now on. Raises a `Refusal`."""
    row = _unused(db, activity_id, example_id)
    if row.version != version:
        raise refusals.changed_elsewhere()
    known = store.rubrics_of(db, activity_id).get(rubric_id)
    if known is None:
        raise NotFound(f"no rubric {rubric_id}")
    rubric = in_use(known)
    check(rubric.criteria, answers, 0)
    row.rubric_id, row.answers, row.version, row.judged_at = rubric.id, write_answers(answers), row.version + 1, now
    db.flush()


def copy_examples(db: Session, old: int, new: int, now: datetime) -> None:
    """For a copied activity: its examples with the teacher's reviews, under its own rubric; nobody's trials."""
    newest = store.newest_rubric(db, new)
    for one in examples_of(db, old, judged=False):
        same = newest is not None and rubric_of(db, one).criteria == in_use(newest).criteria
        db.add(
            Example(
                activity_id=new,
                title=one.title,
                text=one.text,
                links=list(one.links),
                made_at=now,
                rubric_id=newest.id if newest is not None and same else None,
                answers=dict(one.answers) if same else {},
                version=0,
                judged_at=now if same and one.judged_at else None,
            )
        )
    db.flush()
