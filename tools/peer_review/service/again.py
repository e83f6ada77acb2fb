"""The second round: authors revise what they handed in, and the revised works are reviewed again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.kit.pseudonyms.pseudonyms import ensure
from lti_tools.kit.schedule.schedule import class_phases
from lti_tools.pure.schedule import Phase, Stand, class_stand
from tools.peer_review import reviews, store
from tools.peer_review.domain import rounds
from tools.peer_review.domain.allocation.allocate import allocate
from tools.peer_review.domain.allocation.certificate import Certificate, certify
from tools.peer_review.domain.allocation.flow import join
from tools.peer_review.domain.allocation.problem import Pair, Wanted
from tools.peer_review.domain.holding import held_at_first
from tools.peer_review.flow import SAME
from tools.peer_review.models import Review, Work
from tools.peer_review.phases import AGAIN
from tools.peer_review.reviews import ReviewLike
from tools.peer_review.roles import FIRST, ON_TOP, SECOND, ReviewRole
from tools.peer_review.service import allocating, escalating
from tools.peer_review.service.asked import fit_works
from tools.peer_review.settings import PeerSettings


def phase_again(db: Session, activity_id: int) -> Phase | None:
    """The step as the class has it; None where the activity has left it out."""
    return next((one for one in class_phases(db, activity_id) if one.key == AGAIN.key), None)


def give_out(db: Session, activity_id: int, now: datetime) -> bool:
    """Give the revised works out; whether there are any to review. Safe to repeat."""
    settings = store.settings_of(db, activity_id)
    store.round_of(db, activity_id, to_change=True)
    if settings.flow.reviewers_again == SAME:
        return _add(db, activity_id, _same(db, activity_id, settings), now)
    wanted = wanted_of(db, activity_id, settings)
    if reviews.reviews_of(db, activity_id, *SECOND):
        return True
    if len(wanted.works) < allocating.LEAST_WORKS:
        return False
    return _add(db, activity_id, allocate(wanted, _seed(db, activity_id)).pairs, now)


def welcome(db: Session, work: Work, person_id: int, settings: PeerSettings, now: datetime) -> None:
    """A work was revised: where it is reviewed again already, it enters at once."""
    activity_id, phase = work.activity_id, phase_again(db, work.activity_id)
    if phase is None or class_stand(phase, now) is not Stand.OPEN:
        return
    known = reviews.reviews_of(db, activity_id, *SECOND)
    if not known:
        give_out(db, activity_id, now)
        return
    if settings.flow.reviewers_again == SAME:
        is_new = all(one.work_id != work.id for one in known)
        pairs = [pair for pair in _same(db, activity_id, settings) if is_new and pair[1] == work.id]
        _add(db, activity_id, pairs, now)
        return
    wanted = wanted_of(db, activity_id, settings)
    if person_id not in wanted.reviewers or any(one.work_id == work.id for one in known):
        return
    started = allocating.pairs_of((one for one in known if one.saved_at or one.role in ON_TOP), wanted)
    change = join(wanted, allocating.pairs_of(known, wanted), started, person_id, f"{_seed(db, activity_id)}-{work.id}")
    for one in known:
        if (one.reviewer_id, one.work_id) in change.removed:
            db.delete(one)
    db.flush()
    _add(db, activity_id, sorted(change.added), now)


def certificate(db: Session, activity_id: int, settings: PeerSettings) -> Certificate | None:
    """What can be said of the pairs of the second round, counted anew; None where the same people review again."""
    if settings.flow.reviewers_again == SAME:
        return None
    wanted = wanted_of(db, activity_id, settings)
    return certify(wanted, allocating.pairs_of(reviews.reviews_of(db, activity_id, ReviewRole.AGAIN), wanted))


def _seed(db: Session, activity_id: int) -> str:
    return f"{store.round_of(db, activity_id).seed}-again"


def _first(db: Session, activity_id: int) -> Sequence[Review]:
    return reviews.reviews_of(db, activity_id, *FIRST)


def _same(db: Session, activity_id: int, settings: PeerSettings) -> list[Pair]:
    """Who sent a review of a work that was revised reviews it again."""
    wanted = allocating.wanted_of(db, activity_id, settings)
    revised = {one.row.id for one in fit_works(db, activity_id) if one.row.revised_at is not None}
    sent = [one for one in _first(db, activity_id) if one.sent_at is not None and one.work_id in revised]
    here = store.learners(db, store.context_of(db, activity_id))
    return [pair for pair in allocating.pairs_of(sent, wanted) if pair[0] in here]


def wanted_of(db: Session, activity_id: int, settings: PeerSettings) -> Wanted:
    """The second round as the allocation sees it: works that were revised.

    Where others review them, those who revised do, and none that they know from the first round.
    """
    wanted = allocating.wanted_of(db, activity_id, settings)
    revised = {one.row.id for one in fit_works(db, activity_id) if one.row.revised_at is not None}
    authors = {work: people for work, people in wanted.authors.items() if work in revised}
    if settings.flow.reviewers_again == SAME:
        return replace(wanted, authors=authors, must=frozenset())
    people = {person for own in authors.values() for person in own}
    barred = {person: set(works) for person, works in wanted.barred.items()}
    for reviewer, work in allocating.pairs_of(_first(db, activity_id), wanted):
        barred.setdefault(reviewer, set()).add(work)
    return replace(
        wanted,
        reviewers=tuple(one for one in wanted.reviewers if one in people),
        authors=authors,
        barred={person: frozenset(works) for person, works in barred.items()},
        must=frozenset(),
    )


def _add(db: Session, activity_id: int, pairs: Sequence[Pair], now: datetime) -> bool:
    phase = phase_again(db, activity_id)
    until = held_at_first(now, phase.ends if phase else None)
    ensure(db, activity_id, [reviewer for reviewer, _work in pairs])
    for reviewer, work in sorted(pairs):
        reviews.add_review(db, activity_id, work, reviewer, ReviewRole.AGAIN, now=now, held_until=until)
    db.flush()
    escalating.plan(db, activity_id, store.settings_of(db, activity_id))
    return bool(pairs)


def current(found: Sequence[ReviewLike]) -> list[ReviewLike]:
    """The reviews that count in marks: of a work that was reviewed again those of the second round."""
    if not any(one.role in SECOND for one in found):
        return list(found)
    kept = rounds.counts(
        rounds.Given(one.work_id, one.role in SECOND, one.sent_at is not None, one.role in ON_TOP) for one in found
    )
    return [one for one, counts in zip(found, kept, strict=True) if counts]
