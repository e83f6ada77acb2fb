"""The tables of a peer review: works with their marks, reviews, and the answers to each criterion."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.kit.exports.declared import Export, Field, Kind, fixed
from lti_tools.store.batches import batches
from lti_tools.web.locale import lazy
from tools.peer_review import store
from tools.peer_review.comparison_export import COMPARISON_EXPORT
from tools.peer_review.domain.rubric.answers import Answer, read_answers
from tools.peer_review.domain.rubric.criteria import read_rubric
from tools.peer_review.mark_export import MARK_EXPORT
from tools.peer_review.models import Review
from tools.peer_review.more_exports import MORE_EXPORTS
from tools.peer_review.service import marking


def _work_rows(db: Session, activity_id: int) -> Iterator[list[Any]]:
    settings = store.settings_of(db, activity_id)
    found = marking.mark_everything(db, activity_id, settings)
    for one in store.works_of(db, activity_id, texts=True):
        mark = found.of(one.row)
        for person in sorted(one.authors):
            yield [
                person,
                one.row.handed_in_at,
                len(one.row.text),
                len(mark.rows) if mark else 0,
                marking.final(one.row, mark),
                mark.low if mark else None,
                mark.high if mark else None,
                one.row.override is not None,
                one.row.released_at,
            ]


def _each_review(db: Session, activity_id: int) -> Iterator[Review]:
    for ids in batches(db, select(Review.id).where(Review.activity_id == activity_id), Review.id):
        query = select(Review).where(Review.id.between(ids[0], ids[-1]), Review.activity_id == activity_id)
        yield from db.scalars(query.order_by(Review.id))


def _review_rows(db: Session, activity_id: int) -> Iterator[list[Any]]:
    settings = store.settings_of(db, activity_id)
    found, authors = marking.mark_everything(db, activity_id, settings), store.authors_of(db, activity_id)
    for one in _each_review(db, activity_id):
        row = found.by_review.get(one.id)
        yield [
            one.reviewer_id,
            min(authors.get(one.work_id, frozenset()), default=None),
            one.role,
            one.given_at,
            one.sent_at,
            one.mark,
            row.bias if row else None,
            row.weight if row else None,
            row.counted if row else None,
        ]


def _answer_rows(db: Session, activity_id: int) -> Iterator[list[Any]]:
    authors = store.authors_of(db, activity_id)
    rubrics = {key: read_rubric(one.criteria) for key, one in store.rubrics_of(db, activity_id).items()}
    for one in _each_review(db, activity_id):
        answers = read_answers(one.answers)
        for criterion in rubrics.get(one.rubric_id or 0, ()):
            answer = answers.get(criterion.key, Answer())
            value = answer.value
            yield [
                one.reviewer_id,
                min(authors.get(one.work_id, frozenset()), default=None),
                one.role,
                criterion.title,
                value,
                round(criterion.percent(value), 1) if value is not None and criterion.has_value else None,
                answer.comment,
            ]


EXPORTS = (
    Export(
        key="works",
        title=lazy("Works and marks"),
        summary=lazy("One row for each author, with the mark as it stands."),
        columns=fixed(
            Field("person", lazy("Person"), Kind.PERSON),
            Field("handed_in", lazy("Handed in"), Kind.INSTANT),
            Field("length", lazy("Characters of text"), Kind.NUMBER),
            Field("reviews", lazy("Reviews sent"), Kind.NUMBER),
            Field("mark", lazy("Mark in percent"), Kind.NUMBER),
            Field("low", lazy("From"), Kind.NUMBER),
            Field("high", lazy("To"), Kind.NUMBER),
            Field("override", lazy("Given by a teacher"), Kind.YES),
            Field("released", lazy("Released"), Kind.INSTANT),
        ),
        rows=_work_rows,
    ),
    Export(
        key="reviews",
        title=lazy("Reviews"),
        summary=lazy("One row for each review that was given out, with what it counts for in the mark."),
        columns=fixed(
            Field("reviewer", lazy("Reviewer"), Kind.PERSON),
            Field("author", lazy("Author"), Kind.PERSON),
            Field("role", lazy("Kind of review")),
            Field("given", lazy("Given out"), Kind.INSTANT),
            Field("sent", lazy("Sent"), Kind.INSTANT),
            Field("mark", lazy("Mark in percent"), Kind.NUMBER),
            Field("bias", lazy("Milder than others by"), Kind.NUMBER),
            Field("weight", lazy("Weight"), Kind.NUMBER),
            Field("counted", lazy("Counted as"), Kind.NUMBER),
        ),
        rows=_review_rows,
    ),
    Export(
        key="answers",
        title=lazy("Answers to the criteria"),
        summary=lazy("One row for each criterion of each review."),
        columns=fixed(
            Field("reviewer", lazy("Reviewer"), Kind.PERSON),
            Field("author", lazy("Author"), Kind.PERSON),
            Field("role", lazy("Kind of review")),
            Field("criterion", lazy("Criterion")),
            Field("value", lazy("Value"), Kind.NUMBER),
            Field("percent", lazy("In percent"), Kind.NUMBER),
            Field("comment", lazy("Comment"), reveals=True),
        ),
        rows=_answer_rows,
    ),
    MARK_EXPORT,
    COMPARISON_EXPORT,
    *MORE_EXPORTS,
)
