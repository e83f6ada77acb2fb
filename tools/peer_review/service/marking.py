"""The marks of works from the reviews that were sent, as they stand now: nothing here is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
from sqlalchemy.orm import Session

from tools.peer_review import reviews, store
from tools.peer_review.domain.aggregation.favours import Favours, favours
from tools.peer_review.domain.aggregation.marks import Mark, Row, marks
from tools.peer_review.domain.aggregation.readings import Readings
from tools.peer_review.domain.aggregation.reviewers import Reviewers, estimate
from tools.peer_review.domain.aggregation.teachers import with_teacher
from tools.peer_review.models import Work
from tools.peer_review.reviews import Known
from tools.peer_review.roles import ReviewRole
from tools.peer_review.service import again, comparing, reporting
from tools.peer_review.service.asked import is_asked, works_now
from tools.peer_review.service.compared import NO_COMPARISONS, NOTHING, Compared, compared, join
from tools.peer_review.service.example_marks import ExampleMark, example_marks
from tools.peer_review.settings import PeerSettings


@dataclass(frozen=True)
class Marking:
    """Every work's mark, and what it was worked out from."""

    by_work: Mapping[int, Mark]
    """Work id -> mark; `Mark.work` and `Row.reviewer` are places, see `people`."""
    people: Sequence[int | None]
    """Place of a reviewer -> person id; None for an erased one."""
    reviewers: Reviewers | None
    """None without a single mark."""
    by_review: Mapping[int, Row] = field(default_factory=dict)
    """Review -> how it counts."""
    practised: Sequence[ExampleMark] = ()
    """Reviews of examples, which say how strict and reliable reviewers are."""
    side: Compared = NO_COMPARISONS
    """What comparisons of two works at a time say."""
    rings: Sequence[tuple[int, ...]] = ()
    """Rings of favours: people of whom each marked the next one's work far above the others."""

    def of(self, work: Work) -> Mark | None:
        return self.by_work.get(work.id)


def mark_everything(
    db: Session, activity_id: int, settings: PeerSettings, known: Sequence[Known] | None = None
) -> Marking:
    """Work out the mark of every work; `known` are the activity's peer reviews where they are read already."""
    found = reviews.known_reviews(db, activity_id) if known is None else known
    counting = reporting.counting(db, activity_id, found)
    counted = [one for one in again.current(counting) if one.sent_at and one.mark is not None]
    told, side = teachers_marks(db, activity_id), compared(db, activity_id, counting, settings.scale)
    if not counted:
        return Marking(_with_teachers(join({}, side), told, settings), [], None, side=side)
    works = sorted({one.work_id for one in counted})
    practised = example_marks(db, activity_id)
    people = sorted({*(_who(one) for one in counted), *((one.person, 0) for one in practised)})
    readings = _readings(counted, practised, works, people, store.authors_of(db, activity_id))
    reviewers = estimate(readings)
    seen = favours(readings, reviewers)
    made = dict(zip(works, marks(readings, reviewers, settings.method, seen), strict=False))
    return Marking(
        _with_teachers(join(made, side), told, settings),
        [person or None for person, _ in people],
        reviewers,
        _by_review(counted, made),
        practised,
        side,
        _rings(seen, readings, people),
    )


def _readings(
    counted: Sequence[Known],
    practised: Sequence[ExampleMark],
    works: Sequence[int],
    people: Sequence[tuple[int, int]],
    authors: Mapping[int, frozenset[int]],
) -> Readings:
    """Reviews of works, and after them those of examples, whose places follow the works'."""
    examples = {one.example: one.truth for one in practised}
    work_at = {work: place for place, work in enumerate(works)}
    example_at = {example: len(works) + place for place, example in enumerate(sorted(examples))}
    person_at = {person: place for place, person in enumerate(people)}
    who = [*(person_at[_who(one)] for one in counted), *(person_at[(one.person, 0)] for one in practised)]
    what = [*(work_at[one.work_id] for one in counted), *(example_at[one.example] for one in practised)]
    given = [*(float(one.mark or 0) for one in counted), *(one.given for one in practised)]
    return Readings(
        np.array(who, dtype=np.int64),
        np.array(what, dtype=np.int64),
        np.clip(np.array(given, dtype=np.float64), 0.0, 100.0),
        len(people),
        len(works) + len(examples),
        {example_at[example]: truth for example, truth in examples.items()},
        {
            work_at[work]: frozenset(person_at[(one, 0)] for one in wrote if (one, 0) in person_at)
            for work, wrote in authors.items()
            if work in work_at
        },
    )


def _rings(seen: Favours, readings: Readings, people: Sequence[tuple[int, int]]) -> list[tuple[int, ...]]:
    """Rings by people's ids, each with the smallest first; two rows of a group's works are one ring of people."""
    found = {tuple(people[int(readings.reviewer[place])][0] for place in ring) for ring in seen.rings}
    turned = {ring[ring.index(min(ring)) :] + ring[: ring.index(min(ring))] for ring in found}
    return sorted(turned, key=lambda ring: (len(ring), ring))


def _by_review(counted: Sequence[Known], made: Mapping[int, Mark]) -> dict[int, Row]:
    """Review -> its row: the rows of a work stand in the order of its reviews."""
    left = {work: iter(mark.rows) for work, mark in made.items()}
    return {one.id: next(left[one.work_id]) for one in counted}


def teachers_marks(db: Session, activity_id: int) -> dict[int, Decimal]:
    """Work -> what teachers' own reviews give it, their mean where there are several."""
    found: dict[int, list[Decimal]] = {}
    for one in reviews.reviews_of(db, activity_id, ReviewRole.TEACHER):
        if one.sent_at is not None and one.mark is not None:
            found.setdefault(one.work_id, []).append(one.mark)
    return {work: sum(given, Decimal(0)) / len(given) for work, given in found.items()}


def _with_teachers(
    by_work: Mapping[int, Mark], told: Mapping[int, Decimal], settings: PeerSettings
) -> Mapping[int, Mark]:
    weight = settings.grading.teacher_weight
    return {
        **by_work,
        **{work: with_teacher(by_work.get(work, NOTHING), given, weight) for work, given in told.items()},
    }


def _who(review: Known) -> tuple[int, int]:
    """A reviewer, or one review of somebody erased, who is nobody else."""
    return (review.reviewer_id, 0) if review.reviewer_id else (0, review.id)


def final(work: Work, mark: Mark | None) -> Decimal | None:
    """The mark that counts: a teacher's, else the one of the reviews."""
    if work.override is not None:
        return work.override
    return mark.mark if mark else None


def may_be_released(work: Work, mark: Mark | None) -> bool:
    """A mark of too few reviews is a teacher's task and is never told by itself."""
    return work.override is not None or (mark is not None and mark.mark is not None and not mark.provisional)


def class_marks(marking: Marking, works: Sequence[Work]) -> list[Decimal]:
    """The marks that count, of all works that have one."""
    return [mark for work in works if (mark := final(work, marking.of(work))) is not None]


def shares_done(db: Session, activity_id: int, settings: PeerSettings) -> dict[int, tuple[int, int]]:
    """Author -> (reviews sent, reviews asked for): undone ones count as nothing, those on top make up for them.

    Where works are compared two at a time, that is one more.
    """
    sent: dict[int, int] = {}
    given: dict[int, int] = {}
    renewed: dict[int, int] = {}
    known = reviews.known_reviews(db, activity_id)
    kept = {one.id for one in reporting.counting(db, activity_id, known)}
    works = works_now(db, activity_id)
    for one in known:
        if one.reviewer_id is None:
            continue
        asked = is_asked(one, works)
        sent[one.reviewer_id] = sent.get(one.reviewer_id, 0) + (one.sent_at is not None and one.id in kept)
        given[one.reviewer_id] = given.get(one.reviewer_id, 0) + (asked and one.role == ReviewRole.GIVEN)
        renewed[one.reviewer_id] = renewed.get(one.reviewer_id, 0) + (asked and one.role == ReviewRole.AGAIN)
    people = given.keys() | {person for one in store.works_of(db, activity_id) for person in one.authors}
    due = {one: min(given.get(one, 0), settings.k) + renewed.get(one, 0) for one in people}
    compares = comparing.shares_compared(db, activity_id, known)
    both = {one: compares.get(one, (0, 0)) for one in people}
    return {one: (sent.get(one, 0) + both[one][0], due[one] + both[one][1]) for one in people}
