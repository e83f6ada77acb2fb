"""The teacher's side of examples to practise on: adding them, reviewing them, taking them away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.uploads.files import forget_things
from tools.peer_review import refusals, store
from tools.peer_review.domain.rubric.answers import Answers, write_answers
from tools.peer_review.models_learning import Example, Trial
from tools.peer_review.service.calibrating import check, example_with_id, examples_of
from tools.peer_review.service.reviewing import in_use

MOST_EXAMPLES = 10
PLACE = "example"
"""Of the kit's uploads: files of examples."""


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
    db.delete(check_unused(db, activity_id, example_id))
    forget_things(db, activity_id, PLACE, [str(example_id)])
    db.flush()


def unused(db: Session, activity_id: int) -> list[Example]:
    """The examples that no student has sent a review of."""
    counts = _sent(db, activity_id)
    return [one for one in examples_of(db, activity_id, judged=False) if not counts.get(one.id)]


def check_unused(db: Session, activity_id: int, example_id: int) -> Example:
    """An example to change, that no student has sent a review of; raises `NotFound` or a `Refusal`."""
    row = example_with_id(db, activity_id, example_id, to_change=True)
    if _sent(db, activity_id).get(row.id):
        raise refusals.example_used()
    return row


def judge(
    db: Session, activity_id: int, example_id: int, rubric_id: int, version: int, answers: Answers, now: datetime
) -> None:
    """The teacher's own review of an example; students see the example from now on. Raises a `Refusal`."""
    row = check_unused(db, activity_id, example_id)
    if row.version != version:
        raise refusals.changed_elsewhere()
    known = store.rubrics_of(db, activity_id).get(rubric_id)
    if known is None:
        raise NotFound(f"no rubric {rubric_id}")
    rubric = in_use(known)
    check(rubric.criteria, answers, 0)
    row.rubric_id, row.answers, row.version, row.judged_at = rubric.id, write_answers(answers), row.version + 1, now
    db.flush()
