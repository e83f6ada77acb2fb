"""Comparing works two at a time: which pairs a reviewer is asked about, and keeping what they say."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Generic

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.launches import CurrentLaunch
from lti_tools.web.locale import gettext as _
from tools.peer_review import comparisons, refusals, reviews, store
from tools.peer_review.domain.comparison.asking import Two, ring
from tools.peer_review.domain.rubric.criteria import Criterion, read_rubric
from tools.peer_review.models import Review, RubricVersion
from tools.peer_review.models_comparing import Comparison
from tools.peer_review.reviews import Known, ReviewLike
from tools.peer_review.rounds import BY_PHASE, OneRound
from tools.peer_review.service.asked import Works, is_asked, works_now
from tools.peer_review.service.reviewing import open_for


@dataclass(frozen=True)
class Questions:
    """What is asked about two works."""

    rubric_id: int
    asked: Sequence[Criterion]
    of_reviews: int
    """Sum of the weights of what the reviews themselves judge."""

    @property
    def weight(self) -> int:
        """Sum of the weights of what is compared."""
        return sum(one.weight for one in self.asked)

    @property
    def share(self) -> Decimal:
        """How much of a mark the comparisons are, 0..1, to four places."""
        total = self.weight + self.of_reviews
        return (Decimal(self.weight) / total).quantize(Decimal("0.0001")) if total else Decimal(0)


NONE = Questions(0, (), 0)


def questions(db: Session, activity_id: int) -> Questions:
    """The questions of the rubric with which comparing began: a changed rubric never changes them. Before that those
    of the newest one.
    """
    found = store.rubrics_of(db, activity_id)
    newest = max(found.values(), key=lambda one: one.version, default=None)
    if not any(_compares(one) for one in found.values()):
        return NONE
    first = comparisons.first_of(db, activity_id)
    return _questions(found.get(first.rubric_id or 0) if first else newest)


def _compares(row: RubricVersion) -> bool:
    """Whether a version asks to compare."""
    return any(one.compares for one in read_rubric(row.criteria))


def _questions(row: RubricVersion | None) -> Questions:
    if row is None:
        return NONE
    rubric = read_rubric(row.criteria)
    return Questions(row.id, [one for one in rubric if one.compares], sum(one.weight for one in rubric if one.counts))


@dataclass(frozen=True)
class Pair(Generic[ReviewLike]):
    """Two reviews of one person, whose works they are asked to compare."""

    round: OneRound
    two: tuple[ReviewLike, ReviewLike]
    is_open: bool
    """Both reviews are sent."""
    said: Mapping[str, int]
    """Question -> the review whose work is preferred."""
    is_done: bool


def pairs_of(
    activity_id: int,
    written: Iterable[ReviewLike],
    asked: Questions,
    said: Mapping[Two, Mapping[str, int]],
    works: Works,
) -> list[Pair[ReviewLike]]:
    """The pairs of one person, a ring of their reviews in each round."""
    own = [one for one in written if is_asked(one, works) and one.work_id not in works.hidden]
    keys = {one.key for one in asked.asked}
    found = []
    for which in BY_PHASE.values():
        here = {one.id: one for one in own if one.role in which.roles}
        pairs = ring(list(here), f"compare-{activity_id}")
        found += [_pair(which, (here[one], here[other]), said, keys) for one, other in pairs]
    return found


def prefers(said: Iterable[Comparison]) -> dict[Two, dict[str, int]]:
    """(smaller id, larger id) of two reviews -> question -> the review whose work is preferred."""
    found: dict[Two, dict[str, int]] = {}
    for one in said:
        preferred = one.other_id if one.prefers_other else one.review_id
        found.setdefault((one.review_id, one.other_id), {})[one.question] = preferred
    return found


def _pair(
    which: OneRound, two: tuple[ReviewLike, ReviewLike], found: Mapping[Two, Mapping[str, int]], keys: Collection[str]
) -> Pair[ReviewLike]:
    low, high = sorted(one.id for one in two)
    said = found.get((low, high), {})
    return Pair(which, two, all(one.sent_at is not None for one in two), said, set(keys) <= said.keys())


def own_pairs(
    db: Session, activity_id: int, person_id: int, written: Sequence[Review] | None = None
) -> list[Pair[Review]]:
    """The pairs of this person in both rounds; `written` are their reviews where they are read already."""
    asked = questions(db, activity_id)
    if not asked.asked:
        return []
    known = reviews.reviews_by(db, activity_id, person_id) if written is None else written
    said = prefers(comparisons.comparisons_by(db, activity_id, person_id))
    return pairs_of(activity_id, known, asked, said, works_now(db, activity_id))


def say(db: Session, launch: CurrentLaunch, two: Two, chosen: Mapping[str, int], now: datetime) -> None:
    """Keep which work is better by each question; `chosen` are ids of the two reviews. Raises a `Refusal`, and
    `NotFound` for a pair that this person is not asked about.
    """
    role = reviews.review_with_id(db, launch.activity, two[0]).role
    open_for(db, launch.activity, launch.person_id, now, role)
    store.round_of(db, launch.activity, to_change=True)
    pair = pair_with(db, launch, two)
    if not pair.is_open:
        raise refusals.reviews_before_comparing()
    asked = questions(db, launch.activity)
    if set(chosen) != {one.key for one in asked.asked} or not set(chosen.values()) <= set(two):
        raise refusals.Invalid(_("Say for each question which of the two is better."))
    for question, preferred in chosen.items():
        comparisons.put(db, two, question, asked.rubric_id, prefers=preferred, now=now)


def pair_with(db: Session, launch: CurrentLaunch, two: Two) -> Pair[Review]:
    """The pair of these reviews; raises `NotFound`."""
    for one in own_pairs(db, launch.activity, launch.person_id):
        if {review.id for review in one.two} == set(two):
            return one
    raise NotFound("no such pair to compare")


def every_pair(
    db: Session, activity_id: int, known: Sequence[Known], asked: Questions | None = None
) -> dict[int, list[Pair[Known]]]:
    """Reviewer -> their pairs in both rounds, of everybody who has some; `known` are the reviews of peers."""
    asked = asked or questions(db, activity_id)
    if not asked.asked:
        return {}
    said, works = prefers(comparisons.comparisons_of(db, activity_id)), works_now(db, activity_id)
    by: dict[int, list[Known]] = {}
    for one in known:
        if one.reviewer_id is not None:
            by.setdefault(one.reviewer_id, []).append(one)
    found = {person: pairs_of(activity_id, written, asked, said, works) for person, written in by.items()}
    return {person: pairs for person, pairs in found.items() if pairs}


def shares_compared(db: Session, activity_id: int, known: Sequence[Known]) -> dict[int, tuple[int, int]]:
    """Reviewer -> (rounds in which they compared what they could, rounds in which they have a pair).

    Comparing counts as one more review in each round.
    """
    found = {}
    for person, pairs in every_pair(db, activity_id, known).items():
        by_round = [[one for one in pairs if one.round is which] for which in BY_PHASE.values()]
        asked = [own for own in by_round if own]
        found[person] = (sum(_did_compare(own) for own in asked), len(asked))
    return found


def _did_compare(pairs: Sequence[Pair[Known]]) -> bool:
    open_ones = [one for one in pairs if one.is_open]
    return bool(open_ones) and all(one.is_done for one in open_ones)
