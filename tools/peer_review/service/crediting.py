"""Everybody's reviewing grade, worked out from the reviews and ratings as they stand now: nothing here is stored.

Reviews and ratings of earlier peer reviews in the course count as evidence too, and so do reviews of examples beside
the teacher's; what is due, and what is done, is this activity's alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy.orm import Session

from tools.peer_review import course, reviews, store
from tools.peer_review.course import Sent
from tools.peer_review.domain.aggregation.readings import Vector
from tools.peer_review.domain.helpfulness.helpfulness import (
    Helpfulness,
    Ratings,
    helpfulness,
    milder_than_others,
    rating_percent,
)
from tools.peer_review.domain.reviewing_grade.accuracy import Accuracy, Evidence, accuracies, evidence
from tools.peer_review.domain.reviewing_grade.constant import Constant, constants
from tools.peer_review.domain.reviewing_grade.grade import ReviewingGrade, Shares, reviewing_grade
from tools.peer_review.domain.reviewing_grade.scores import Scores
from tools.peer_review.domain.rubric.answers import Answer, read_answers
from tools.peer_review.domain.rubric.criteria import Criterion, Kind, read_rubric
from tools.peer_review.models import Reaction, Review, RubricVersion
from tools.peer_review.roles import FIRST, ReviewRole
from tools.peer_review.service import calibrating, marking, words
from tools.peer_review.service.calibrating import Reading
from tools.peer_review.settings import PeerSettings


@dataclass(frozen=True)
class Credit:
    """One reviewer's grade, and what it comes from."""

    grade: ReviewingGrade
    accuracy: Accuracy
    helpfulness: Helpfulness
    constant: Constant | None
    """The same marks for every work, whether that takes the accuracy or is a hint alone."""
    graded: int = 0
    """How many of their reviews a teacher graded."""


@dataclass(frozen=True)
class _Table:
    """One activity's reviews by criterion, with the people behind the places."""

    scores: Scores
    people: Sequence[int]
    levels: Sequence[Vector]
    counted: Sequence[str]
    """Keys of the criteria that count, in the order of the scores' columns."""


NO_HELPFULNESS = Helpfulness(0, None)
NO_ACCURACY = accuracies([Evidence()])[0]


def credits_of(db: Session, activity_id: int, settings: PeerSettings) -> dict[int, Credit]:
    """Person -> credit, of everybody who was to review; the number of queries does not grow with the class."""
    found = course.sent_until(db, activity_id)
    rubrics = course.rubrics_until(db, activity_id)
    truths = _truths(course.teachers_reviews_until(db, activity_id), rubrics)
    tables = {
        key: _table(own, rubrics, truths)
        for key, own in _by_activity([one for one in found if one.role in FIRST]).items()
    }
    practised = calibrating.readings(db, *tables)
    told = _evidence(_with_examples(table, practised.get(key, ())) for key, table in tables.items())
    people = sorted(told)
    accurate = dict(zip(people, accuracies([told[one] for one in people]), strict=True))
    helpful = _helpfulness(found, course.reactions_until(db, activity_id))
    alike = _constants(tables.get(activity_id))
    graded = _graded(db, activity_id, found)
    return {
        person: _credit(
            sent,
            due,
            accurate.get(person, NO_ACCURACY),
            helpful.get(person),
            alike.get(person),
            settings.grading.shares,
            graded.get(person, ()),
        )
        for person, (sent, due) in marking.shares_done(db, activity_id, settings).items()
        if due
    }


def alike_of(db: Session, activity_id: int) -> dict[int, Constant]:
    """Person -> the same marks that they gave to all works of this activity."""
    found = course.sent_in(db, activity_id)
    rubrics = store.rubrics_of(db, activity_id)
    told = [one for one in reviews.reviews_of(db, activity_id, ReviewRole.TEACHER) if one.sent_at is not None]
    return _constants(_table(found, rubrics, _truths(told, rubrics)) if found else None)


def _graded(db: Session, activity_id: int, found: Sequence[Sent]) -> Mapping[int, list[int]]:
    """Person -> a teacher's points for reviews of this activity."""
    points: dict[int, list[int]] = defaultdict(list)
    writers = {one.id: one.reviewer_id for one in found}
    for review_id, word in words.words_about(db, activity_id).items():
        if word.points is not None and review_id in writers:
            points[writers[review_id]].append(word.points)
    return points


def _credit(
    sent: int,
    due: int,
    accuracy: Accuracy,
    helpful: Helpfulness | None,
    alike: Constant | None,
    shares: Shares,
    graded: Sequence[int],
) -> Credit:
    counts = alike.chance if alike and alike.counts else None
    told = helpful or NO_HELPFULNESS
    made = reviewing_grade(sent, due, accuracy, told.points, constant=counts, shares=shares, graded=graded)
    return Credit(made, accuracy, told, alike, len(graded))


def _by_activity(found: Iterable[Sent]) -> Mapping[int, list[Sent]]:
    groups: dict[int, list[Sent]] = defaultdict(list)
    for one in found:
        groups[one.activity_id].append(one)
    return groups


Truths = Mapping[int, Sequence[Mapping[str, float]]]
"""Work -> what each teacher's review of it gives, by criterion in percent."""


def _truths(found: Iterable[Review], rubrics: Mapping[int, RubricVersion]) -> Truths:
    said: dict[int, list[Mapping[str, float]]] = defaultdict(list)
    for one in found:
        version = rubrics.get(one.rubric_id or 0)
        rubric, answers = read_rubric(version.criteria) if version else (), read_answers(one.answers)
        given = {each.key: answers.get(each.key, Answer()).value for each in rubric}
        said[one.work_id].append({each.key: _scale(each).get(given[each.key], NOT_GIVEN) for each in rubric})
    return said


def _truth(counted: Sequence[Criterion], said: Sequence[Mapping[str, float]]) -> Vector:
    """The mean of what teachers gave, by criterion; NaN where none gave anything."""
    rows = np.array([[one.get(each.key, np.nan) for each in counted] for one in said], dtype=np.float64)
    known = ~np.isnan(rows)
    whole: Vector = np.where(known.any(axis=0), np.nansum(rows, axis=0) / np.maximum(known.sum(axis=0), 1), np.nan)
    return whole


def _table(found: Sequence[Sent], rubrics: Mapping[int, RubricVersion], truths: Truths) -> _Table:
    """The newest version says which criteria count and on which levels; older answers to them count too."""
    used = {one.rubric_id for one in found if one.rubric_id in rubrics}
    versions = {key: read_rubric(rubrics[key].criteria) for key in used if key is not None}
    newest = versions[max(versions, key=lambda key: rubrics[key].version)] if versions else ()
    counted = [one for one in newest if one.counts]
    scales = {key: _scales(counted, rubric) for key, rubric in versions.items()}
    people = sorted({one.reviewer_id for one in found})
    works = sorted({one.work_id for one in found})
    person_at, work_at = {one: at for at, one in enumerate(people)}, {one: at for at, one in enumerate(works)}
    given = [_percents(scales.get(one.rubric_id or 0, _scales(counted, ())), one) for one in found]
    scores = Scores(
        np.array([person_at[one.reviewer_id] for one in found], dtype=np.int64),
        np.array([work_at[one.work_id] for one in found], dtype=np.int64),
        np.array(given, dtype=np.float64).reshape(len(found), len(counted)),
        len(people),
        len(works),
        {work_at[work]: _truth(counted, truths[work]) for work in works if work in truths},
    )
    return _Table(scores, people, [_levels(one) for one in counted], [one.key for one in counted])


def _with_examples(table: _Table, practised: Sequence[Reading]) -> _Table:
    """The table with the examples as works of which the truth is known: what the teacher gave them."""
    if not practised or not table.counted:
        return table
    people = [*table.people, *sorted({one.person for one in practised} - set(table.people))]
    person_at = {one: at for at, one in enumerate(people)}
    examples = {one.example: one.given.teacher for one in practised}
    place = {example: table.scores.works + at for at, example in enumerate(sorted(examples))}
    own = [_columns(one.given.own, table.counted) for one in practised]
    truth = {place[one]: np.array(_columns(given, table.counted)) for one, given in examples.items()}
    scores = Scores(
        np.concatenate([table.scores.reviewer, [person_at[one.person] for one in practised]]).astype(np.int64),
        np.concatenate([table.scores.work, [place[one.example] for one in practised]]).astype(np.int64),
        np.concatenate([table.scores.given, np.array(own)]),
        len(people),
        table.scores.works + len(examples),
        {**table.scores.truth, **truth},
    )
    return _Table(scores, people, table.levels, table.counted)


def _columns(given: Mapping[str, float], counted: Sequence[str]) -> list[float]:
    return [given.get(key, float("nan")) for key in counted]


NOT_GIVEN = float("nan")
Scale = Mapping[int | None, float]
"""Value of an answer -> percent; values outside the scale are missing."""


def _scale(criterion: Criterion) -> Scale:
    if not criterion.has_value:
        return {}
    return {value: min(max(criterion.percent(value), 0.0), 100.0) for value in range(criterion.highest + 1)}


def _scales(counted: Sequence[Criterion], rubric: Sequence[Criterion]) -> list[tuple[str, Scale]]:
    """The key of each criterion that counts with its scale in this version; an empty one where it was not there."""
    by_key = {one.key: one for one in rubric}
    return [(one.key, _scale(by_key[one.key]) if one.key in by_key else {}) for one in counted]


def _percents(scales: Sequence[tuple[str, Scale]], review: Sent) -> list[float]:
    return [scale.get(review.answers.get(key, {}).get("value"), NOT_GIVEN) for key, scale in scales]


def _levels(criterion: Criterion) -> Vector:
    most = criterion.most if criterion.kind is Kind.ERRORS else criterion.highest
    return np.unique([criterion.percent(value) for value in range(most + 1)])


def _evidence(tables: Iterable[_Table]) -> dict[int, Evidence]:
    """Person -> what all rounds say together."""
    found: dict[int, Evidence] = defaultdict(Evidence)
    for table in tables:
        if not table.levels:
            continue
        for person, one in zip(table.people, evidence(table.scores), strict=True):
            found[person] += one
    return found


def _constants(table: _Table | None) -> dict[int, Constant]:
    if table is None or not table.levels:
        return {}
    return {table.people[one.reviewer]: one for one in constants(table.scores, table.levels)}


def _helpfulness(found: Sequence[Sent], said: Sequence[Reaction]) -> dict[int, Helpfulness]:
    """Person -> helpfulness by all ratings of the course."""
    by_id = {one.id: one for one in found}
    rated = [one for one in said if one.review_id in by_id and one.rated_at is not None and one.ratings]
    if not rated:
        return {}
    milder = _milder(found)
    reviewers = sorted({by_id[one.review_id].reviewer_id for one in rated})
    authors = sorted({one.person_id for one in rated})
    place, author_at = {one: at for at, one in enumerate(reviewers)}, {one: at for at, one in enumerate(authors)}
    ratings = Ratings(
        np.array([place[by_id[one.review_id].reviewer_id] for one in rated], dtype=np.int64),
        np.array([author_at[one.person_id] for one in rated], dtype=np.int64),
        np.array([rating_percent([int(star) for star in one.ratings.values()]) for one in rated]),
        np.array([milder.get(one.review_id, 0.0) for one in rated]),
        len(reviewers),
        len(authors),
    )
    return dict(zip(reviewers, helpfulness(ratings), strict=True))


def _milder(found: Sequence[Sent]) -> dict[int, float]:
    """Review -> how much milder it was than the others of its work; 0 where it gives no mark."""
    marked = [one for one in found if one.mark is not None]
    works = {work: at for at, work in enumerate(sorted({one.work_id for one in marked}))}
    what = np.array([works[one.work_id] for one in marked], dtype=np.int64)
    marks = np.array([float(one.mark or 0) for one in marked])
    return dict(zip((one.id for one in marked), milder_than_others(what, marks, len(works)).tolist(), strict=True))


def reviewing_page(db: Session, activity_id: int, person_id: int) -> Credit | None:
    """One person's own credit; None where nothing was due."""
    return credits_of(db, activity_id, store.settings_of(db, activity_id)).get(person_id)
