"""What students gave to examples beside what the teacher gave: it tells marks how strict and reliable they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tools.peer_review import course
from tools.peer_review.domain.rubric.answers import mark_of, read_answers
from tools.peer_review.domain.rubric.criteria import read_rubric
from tools.peer_review.models_learning import Example, Trial


@dataclass(frozen=True)
class ExampleMark:
    """One student's review of one example, as whole marks in percent."""

    person: int
    example: int
    given: float
    truth: float


def example_marks(db: Session, activity_id: int) -> Sequence[ExampleMark]:
    """Every sent review of an example whose rubric makes a mark; one query where there are no examples."""
    query = select(Example).where(Example.activity_id == activity_id, Example.judged_at.is_not(None))
    examples = {one.id: one for one in db.scalars(query)}
    if not examples:
        return ()
    versions = course.rubrics_of(db, [activity_id])
    rubrics = {key: read_rubric(one.criteria) for key, one in versions.items()}
    truths = {
        key: mark_of(rubrics[one.rubric_id], read_answers(one.answers))
        for key, one in examples.items()
        if one.rubric_id in rubrics
    }
    sent = select(Trial).where(Trial.example_id.in_(examples), Trial.sent_at.is_not(None)).order_by(Trial.id)
    found = []
    for one in db.scalars(sent):
        truth = truths.get(one.example_id)
        if truth is None:
            continue
        given = mark_of(rubrics[examples[one.example_id].rubric_id or 0], read_answers(one.answers))
        if given is not None:
            found.append(ExampleMark(one.person_id, one.example_id, given, truth))
    return found
