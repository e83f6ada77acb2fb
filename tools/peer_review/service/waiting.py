"""Who waits for whom: works that are short of reviews with those who hold them, and reviewers who are behind."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tools.peer_review import reviews, store
from tools.peer_review.reviews import Known
from tools.peer_review.rounds import SECOND_ROUND, running
from tools.peer_review.service import allocating, escalating, owing, reporting
from tools.peer_review.service.owing import Owed


@dataclass(frozen=True)
class Holder:
    """A review that is given out and not sent."""

    person: int | None
    """None for somebody erased."""
    begun: bool
    until: datetime
    """So long nobody else gets it."""
    is_held: bool
    """Nobody else gets it; what somebody holds who has left the course is offered to others."""


@dataclass(frozen=True)
class Short:
    """A work with fewer sent reviews than it is to get."""

    people: tuple[int, ...]
    received: int
    wanted: int
    holders: Sequence[Holder]

    @property
    def is_free(self) -> bool:
        """Nobody holds a review of it: it is on offer to whoever takes one more."""
        return not any(one.is_held for one in self.holders)


@dataclass(frozen=True)
class Behind:
    """A reviewer with reviews that are not sent, or works that are not compared."""

    person: int
    sent: int
    given: int
    begun: int
    compared: int
    pairs: int
    """Of works that they are to compare."""
    since: datetime
    """When the oldest of what is left was given out."""
    keeps_waiting: tuple[int, ...]
    """Authors of the works."""

    @property
    def left(self) -> int:
        return self.given - self.sent + self.pairs - self.compared


@dataclass(frozen=True)
class Waiting:
    """Both sides of the round that runs; works with the fewest reviews first, reviewers with the most to do first."""

    again: bool
    """It is the second round."""
    short: Sequence[Short]
    behind: Sequence[Behind]
    names: Mapping[int, str]


def who_waits(db: Session, activity_id: int, now: datetime) -> Waiting:
    """The whole class; the number of queries does not grow with it. Reviews that staff removed count as not received.

    Nothing is short before works are given out; once revised works are, the second round is looked at alone.
    """
    settings = store.settings_of(db, activity_id)
    names, here = store.names_and_learners(db, store.context_of(db, activity_id))
    both = reviews.known_reviews(db, activity_id)
    which = running(one.role for one in both)
    known = [one for one in both if one.role in which.roles]
    counting = {one.id for one in reporting.counting(db, activity_id, known)}
    every = store.works_of(db, activity_id)
    to_get = escalating.wanted(every, known, settings, which)
    works = [one for one in every if one.row.id in to_get]
    authors = {one.row.id: tuple(sorted(one.authors, key=lambda person: _order(names, person))) for one in works}
    open_ones: dict[int, list[Known]] = defaultdict(list)
    received: dict[int, int] = defaultdict(int)
    for one in known:
        if one.sent_at is None and not one.said_empty and one.work_id in authors:
            open_ones[one.work_id].append(one)
        received[one.work_id] += one.sent_at is not None and one.id in counting
    given_out = store.round_of(db, activity_id).allocated_at is not None
    short = [
        Short(people, received[work], to_get[work], [_holder(one, here, now) for one in open_ones[work]])
        for work, people in authors.items()
        if given_out and received[work] < to_get[work]
    ]
    owed = owing.owed_in(db, activity_id, which, known)
    behind = [_behind(person, one, authors) for person, one in owed.items() if not one.is_done]
    return Waiting(
        which is SECOND_ROUND,
        sorted(short, key=lambda one: (one.received, _order(names, one.people[0]))),
        sorted(behind, key=lambda one: (-one.left, one.since, _order(names, one.person))),
        names,
    )


def _order(names: Mapping[int, str], person: int) -> tuple[str, int]:
    return names.get(person, "").casefold(), person


def _holder(review: Known, here: Collection[int], now: datetime) -> Holder:
    is_held = review.reviewer_id in here and allocating.is_held(review, now)
    return Holder(review.reviewer_id, review.saved_at is not None, review.held_until, is_held)


def _behind(person: int, owed: Owed[Known], authors: Mapping[int, tuple[int, ...]]) -> Behind:
    left = {one.id: one for one in owed.to_send}
    left |= {one.id: one for pair in owed.to_compare for one in pair.two}
    return Behind(
        person=person,
        sent=len(owed.reviews) - len(owed.to_send),
        given=len(owed.reviews),
        begun=sum(one.saved_at is not None for one in owed.to_send),
        compared=len(owed.pairs) - len(owed.to_compare),
        pairs=len(owed.pairs),
        since=min(one.given_at for one in left.values()),
        keeps_waiting=tuple(
            dict.fromkeys(author for key in sorted(left) for author in authors.get(left[key].work_id, ()))
        ),
    )
