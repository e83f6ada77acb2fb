"""One person's work and reviews as staff see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from tools.peer_review import reviews, store
from tools.peer_review.domain.aggregation.marks import Mark
from tools.peer_review.domain.comparison.marks import Standing
from tools.peer_review.domain.rubric.answers import Answer, read_answers
from tools.peer_review.domain.rubric.criteria import Rubric, read_rubric
from tools.peer_review.models import Appeal, Reaction, Review, Work
from tools.peer_review.rounds import SECOND_ROUND
from tools.peer_review.service import comparing, marking


@dataclass(frozen=True, kw_only=True)
class StaffReview:
    """One review as staff read it."""

    review: Review
    other: str
    """The reviewer, or the author, by name."""
    rubric: Rubric
    answers: Mapping[str, Answer]
    said: Sequence[Reaction]


@dataclass(frozen=True)
class TwoWorks:
    """Two works that this person compares, by their authors' names."""

    names: tuple[str, ...]
    better: Sequence[tuple[str, str]]
    """(question, author of the better one); empty before they said so."""
    again: bool
    """As they were revised."""


@dataclass(frozen=True, kw_only=True)
class OnePerson:
    """One person's work with what was written about it, and what they wrote about others."""

    name: str
    work: Work | None
    authors: Sequence[str]
    received: Sequence[StaffReview]
    written: Sequence[StaffReview]
    mark: Mark | None
    standing: Standing | None
    """Of their work by comparisons."""
    share: Decimal
    """How much of a mark comparisons are, 0..1."""
    final: Decimal | None
    rows: Sequence[tuple[str, object]]
    """(reviewer's name, row of the mark's table)."""
    compared: Sequence[TwoWorks]
    appeals: Sequence[Appeal]
    versions: int
    releasable: bool


def one_person(db: Session, activity_id: int, person_id: int) -> OnePerson:
    """For staff within whose reach the person is."""
    settings = store.settings_of(db, activity_id)
    names = store.names(db, store.context_of(db, activity_id))
    work = store.work_of(db, activity_id, person_id)
    received, rubrics = reviews.reviews_on(db, work.id) if work else (), store.rubrics_of(db, activity_id)
    authors, said = store.authors_of(db, activity_id), reviews.reactions_of(db, activity_id)
    found = marking.mark_everything(db, activity_id, settings)
    mark = found.of(work) if work else None

    def shown(review: Review, other: str) -> StaffReview:
        version = rubrics.get(review.rubric_id or 0)
        return StaffReview(
            review=review,
            other=other,
            rubric=read_rubric(version.criteria) if version else (),
            answers=read_answers(review.answers),
            said=[one for one in said if one.review_id == review.id],
        )

    def author_names(work_id: int) -> str:
        return ", ".join(names.get(one, "") for one in sorted(authors.get(work_id, ())))

    asked = comparing.questions(db, activity_id).asked
    pairs = comparing.own_pairs(db, activity_id, person_id) if asked else []
    return OnePerson(
        name=names.get(person_id, ""),
        work=work,
        authors=[names.get(one, "") for one in sorted(authors.get(work.id, ()))] if work else [],
        received=[shown(one, names.get(one.reviewer_id or 0, "")) for one in received],
        written=[shown(one, author_names(one.work_id)) for one in reviews.reviews_by(db, activity_id, person_id)],
        mark=mark,
        standing=found.side.whole.get(work.id) if work else None,
        share=found.side.asked.share,
        final=marking.final(work, mark) if work else None,
        rows=[(names.get(found.people[row.reviewer] or 0, ""), row) for row in mark.rows] if mark else [],
        compared=[
            TwoWorks(
                tuple(author_names(one.work_id) for one in pair.two),
                [
                    (each.title, author_names(next(one.work_id for one in pair.two if one.id == pair.said[each.key])))
                    for each in asked
                    if each.key in pair.said
                ],
                again=pair.round is SECOND_ROUND,
            )
            for pair in pairs
        ],
        appeals=reviews.appeals_on(db, work.id) if work else [],
        versions=work.version if work else 0,
        releasable=work is not None and marking.may_be_released(work, mark),
    )
