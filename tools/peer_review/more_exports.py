"""The tables of what goes with works and reviews: texts, comments on places, ratings, questions, a teacher's words,
practice and teams. Together with `exports.py` that is everything but what people keep to themselves (what they mean to
change)."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.kit.exports.declared import Export, Field, Kind, fixed
from lti_tools.store.batches import in_batches
from lti_tools.web.locale import lazy
from tools.peer_review import store
from tools.peer_review.domain.rubric.answers import Answer, read_answers
from tools.peer_review.domain.rubric.criteria import Rubric, read_rubric
from tools.peer_review.models import Appeal, Meta, PairRule, Reaction, Review, Work, WorkVersion
from tools.peer_review.models_learning import Contribution, Example, Trial


def _author(authors: Mapping[int, frozenset[int]], work_id: int) -> int | None:
    return min(authors.get(work_id, frozenset()), default=None)


def _rubrics(db: Session, activity_id: int) -> dict[int, Rubric]:
    return {key: read_rubric(one.criteria) for key, one in store.rubrics_of(db, activity_id).items()}


def _told(db: Session, activity_id: int) -> dict[int, tuple[int | None, int | None]]:
    """Review -> its reviewer and its rubric's version."""
    query = select(Review.id, Review.reviewer_id, Review.rubric_id).where(Review.activity_id == activity_id)
    return {key: (reviewer, rubric) for key, reviewer, rubric in db.execute(query)}


def _text_rows(db: Session, activity_id: int) -> Iterator[list[Any]]:
    authors = store.authors_of(db, activity_id)
    query = select(WorkVersion).join(Work, Work.id == WorkVersion.work_id).where(Work.activity_id == activity_id)
    for one in in_batches(db, query, WorkVersion.id):
        yield [_author(authors, one.work_id), one.number, one.person_id, one.at, one.text, "\n".join(one.links)]


def _note_rows(db: Session, activity_id: int) -> Iterator[list[Any]]:
    authors = store.authors_of(db, activity_id)
    for one in in_batches(db, select(Review).where(Review.activity_id == activity_id), Review.id):
        for note in one.notes:
            region = " ".join(map(str, note.get("region", ())))
            place = [note.get("quote", ""), note.get("page"), region, note.get("second")]
            yield [one.reviewer_id, _author(authors, one.work_id), *place, note.get("text", "")]


def _rating_rows(db: Session, activity_id: int) -> Iterator[list[Any]]:
    """A row for each criterion that was rated; one without where there are thanks or an answer alone."""
    rubrics, told = _rubrics(db, activity_id), _told(db, activity_id)
    query = select(Reaction).join(Review, Review.id == Reaction.review_id).where(Review.activity_id == activity_id)
    for one in in_batches(db, query, Reaction.id):
        reviewer, rubric = told[one.review_id]
        titles = {criterion.key: criterion.title for criterion in rubrics.get(rubric or 0, ())}
        rated: list[tuple[str, int | None]] = [
            (titles.get(key, ""), int(stars)) for key, stars in sorted(one.ratings.items())
        ]
        for title, stars in rated or [("", None)]:
            yield [one.person_id, reviewer, title, stars, one.rated_at, one.thanked, one.reply]


def _question_rows(db: Session, activity_id: int) -> Iterator[list[Any]]:
    query = select(Appeal).join(Work, Work.id == Appeal.work_id).where(Work.activity_id == activity_id)
    for one in in_batches(db, query, Appeal.id):
        yield [one.person_id, one.made_at, one.reason, one.answered_by, one.answered_at, one.upheld, one.answer]


def _word_rows(db: Session, activity_id: int) -> Iterator[list[Any]]:
    told = _told(db, activity_id)
    query = select(Meta).join(Review, Review.id == Meta.review_id).where(Review.activity_id == activity_id)
    for one in in_batches(db, query, Meta.review_id):
        yield [one.by_id, told[one.review_id][0], one.at, one.points, one.comment]


def _practice_rows(db: Session, activity_id: int) -> Iterator[list[Any]]:
    rubrics = _rubrics(db, activity_id)
    examples = {one.id: one for one in db.scalars(select(Example).where(Example.activity_id == activity_id))}
    for one in in_batches(db, select(Trial).where(Trial.example_id.in_(examples)), Trial.id):
        example = examples[one.example_id]
        own, told = read_answers(one.answers), read_answers(example.answers)
        for criterion in rubrics.get(example.rubric_id or 0, ()):
            given, truth = own.get(criterion.key, Answer()), told.get(criterion.key, Answer())
            values = [given.value, truth.value, given.comment]
            yield [one.person_id, example.title, one.sent_at, criterion.title, *values]


def _team_rows(db: Session, activity_id: int) -> Iterator[list[Any]]:
    query = select(Contribution).where(Contribution.activity_id == activity_id)
    for one in in_batches(db, query, Contribution.id):
        for key, value in sorted(one.said.items()):
            yield [one.rater_id, one.about_id, key, int(value), one.said_at, one.note]


def _rule_rows(db: Session, activity_id: int) -> Iterator[list[Any]]:
    for one in db.scalars(select(PairRule).where(PairRule.activity_id == activity_id)):
        yield [one.reviewer_id, one.author_id, one.must]


_REVIEWER, _AUTHOR = (
    Field("reviewer", lazy("Reviewer"), Kind.PERSON),
    Field("author", lazy("Author"), Kind.PERSON),
)
_COMMENT = Field("comment", lazy("Comment"), reveals=True)

MORE_EXPORTS = (
    Export(
        key="texts",
        title=lazy("Texts of works"),
        summary=lazy("One row for each time that somebody handed in."),
        columns=fixed(
            _AUTHOR,
            Field("version", lazy("Version"), Kind.NUMBER),
            Field("by", lazy("Handed in by"), Kind.PERSON),
            Field("at", lazy("Handed in"), Kind.INSTANT),
            Field("text", lazy("Text"), reveals=True),
            Field("links", lazy("Links"), reveals=True),
        ),
        rows=_text_rows,
    ),
    Export(
        key="notes",
        title=lazy("Comments on places of works"),
        summary=lazy("One row for each comment that stands beside a place of a work."),
        columns=fixed(
            _REVIEWER,
            _AUTHOR,
            Field("quote", lazy("The place"), reveals=True),
            Field("page", lazy("Page"), Kind.NUMBER),
            Field("region", lazy("Region in per cent: from the left, from above, width, height")),
            Field("second", lazy("Second"), Kind.NUMBER),
            _COMMENT,
        ),
        rows=_note_rows,
    ),
    Export(
        key="ratings",
        title=lazy("What authors say about reviews"),
        summary=lazy("One row for each criterion of a review that its author rated."),
        columns=fixed(
            _AUTHOR,
            _REVIEWER,
            Field("criterion", lazy("Criterion")),
            Field("helpful", lazy("How helpful, of 5"), Kind.NUMBER),
            Field("rated", lazy("Rated"), Kind.INSTANT),
            Field("thanked", lazy("Says thank you"), Kind.YES),
            Field("reply", lazy("Answer"), reveals=True),
        ),
        rows=_rating_rows,
    ),
    Export(
        key="questions",
        title=lazy("Questions of authors"),
        summary=lazy("One row for each question about a mark or a review, with its answer."),
        columns=fixed(
            _AUTHOR,
            Field("asked", lazy("Asked"), Kind.INSTANT),
            Field("reason", lazy("Question"), reveals=True),
            Field("by", lazy("Answered by"), Kind.PERSON),
            Field("answered", lazy("Answered"), Kind.INSTANT),
            Field("changed", lazy("Something changed"), Kind.YES),
            Field("answer", lazy("Answer"), reveals=True),
        ),
        rows=_question_rows,
    ),
    Export(
        key="words",
        title=lazy("Teachers' words about reviews"),
        summary=lazy("One row for each review that a teacher commented on or graded."),
        columns=fixed(
            Field("by", lazy("Teacher"), Kind.PERSON),
            _REVIEWER,
            Field("at", lazy("Said"), Kind.INSTANT),
            Field("points", lazy("Points"), Kind.NUMBER),
            _COMMENT,
        ),
        rows=_word_rows,
    ),
    Export(
        key="practice",
        title=lazy("Reviews of examples"),
        summary=lazy("One row for each criterion that a student answered about an example, beside the teacher's."),
        columns=fixed(
            Field("person", lazy("Person"), Kind.PERSON),
            Field("example", lazy("Example")),
            Field("sent", lazy("Sent"), Kind.INSTANT),
            Field("criterion", lazy("Criterion")),
            Field("value", lazy("Value"), Kind.NUMBER),
            Field("truth", lazy("The teacher's value"), Kind.NUMBER),
            _COMMENT,
        ),
        rows=_practice_rows,
    ),
    Export(
        key="team",
        title=lazy("What members of groups say"),
        summary=lazy("One row for each number that a member gave to a member."),
        columns=fixed(
            Field("by", lazy("Person"), Kind.PERSON),
            Field("about", lazy("About"), Kind.PERSON),
            Field("what", lazy("What"), Kind.TEXT),
            Field("value", lazy("Value"), Kind.NUMBER),
            Field("at", lazy("Said"), Kind.INSTANT),
            Field("note", lazy("Comment"), reveals=True),
        ),
        rows=_team_rows,
    ),
    Export(
        key="pair-rules",
        title=lazy("Rules about pairs"),
        summary=lazy("One row for each pair that must, or must never, be."),
        columns=fixed(_REVIEWER, _AUTHOR, Field("must", lazy("Must review"), Kind.YES)),
        rows=_rule_rows,
    ),
)
