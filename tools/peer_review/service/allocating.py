"""Giving works out for review, all at once when reviewing opens; later ones are in `incoming`, more in `offering`."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from secrets import token_hex

from sqlalchemy.orm import Session

from lti_tools.kit.groups import groups
from lti_tools.kit.pseudonyms.pseudonyms import ensure
from lti_tools.kit.schedule.schedule import class_phase
from tools.peer_review import refusals, reviews, store
from tools.peer_review.domain.allocation.allocate import allocate
from tools.peer_review.domain.allocation.certificate import Certificate, certify
from tools.peer_review.domain.allocation.problem import Pair, Wanted
from tools.peer_review.domain.holding import held_at_first
from tools.peer_review.models import Review
from tools.peer_review.phases import REVIEW
from tools.peer_review.reviews import Known, ReviewLike
from tools.peer_review.roles import FIRST, ReviewRole
from tools.peer_review.service import escalating, pooling
from tools.peer_review.service.asked import fit_works
from tools.peer_review.settings import ACROSS, WITHIN, PeerSettings

LEAST_WORKS = 2


def wanted_of(db: Session, activity_id: int, settings: PeerSettings) -> Wanted:
    """The round as the allocation sees it: who hands in reviews, under the teacher's rules about pairs."""
    works = fit_works(db, activity_id)
    authors = {one.row.id: one.authors for one in works}
    everybody = sorted({person for people in authors.values() for person in people})
    here = store.learners(db, store.context_of(db, activity_id))
    reviewers = tuple(person for person in everybody if person in here)
    rules = store.pair_rules(db, activity_id)
    works_by = {person: work for work, people in authors.items() for person in people}
    barred: dict[int, set[int]] = {}
    must: set[Pair] = set()
    for rule in rules:
        work = works_by.get(rule.author_id)
        if work is not None and rule.must and rule.reviewer_id in reviewers:
            must.add((rule.reviewer_id, work))
        elif work is not None:
            barred.setdefault(rule.reviewer_id, set()).add(work)
    for person, works_out in _out_of_bounds(db, activity_id, settings.pairs, reviewers, works_by).items():
        barred.setdefault(person, set()).update(works_out)
    return Wanted(
        reviewers=reviewers,
        authors=authors,
        k=settings.k,
        barred={person: frozenset(out) for person, out in barred.items()},
        must=frozenset(must),
        pools=pooling.pool_of(db, activity_id, settings, everybody),
    )


def _out_of_bounds(
    db: Session, activity_id: int, pairs: str, reviewers: Iterable[int], works_by: dict[int, int]
) -> dict[int, set[int]]:
    """Person -> works they may not get because of the activity's groups."""
    if pairs not in (ACROSS, WITHIN):
        return {}
    group = {person: one.id for one in groups.groups_of(db, activity_id) for person in one.member_ids}
    return {
        person: {
            work
            for author, work in works_by.items()
            if (group.get(author) is not None and group.get(author) == group.get(person)) is (pairs == ACROSS)
        }
        for person in reviewers
    }


def pairs_of(found: Iterable[ReviewLike], wanted: Wanted) -> list[Pair]:
    """The pairs of reviews, without those of erased people and of works that are left out."""
    return [
        (one.reviewer_id, one.work_id) for one in found if one.reviewer_id is not None and one.work_id in wanted.authors
    ]


def give_out(db: Session, activity_id: int, now: datetime) -> bool:
    """Allocate all reviews unless that is done already; False where there are too few works yet."""
    round_ = store.round_of(db, activity_id, to_change=True)
    if round_.allocated_at is not None:
        return True
    settings = store.settings_of(db, activity_id)
    wanted = wanted_of(db, activity_id, settings)
    if len(wanted.works) < LEAST_WORKS or len(wanted.reviewers) < LEAST_WORKS:
        return False
    round_.seed = round_.seed or token_hex(8)
    made = allocate(wanted, round_.seed)
    round_.allocated_at, round_.impossible = now, sorted(rule.value for rule in made.impossible)
    ensure(db, activity_id, wanted.reviewers)
    add_pairs(db, activity_id, made.pairs, now)
    escalating.plan(db, activity_id, settings)
    return True


def give_out_anew(db: Session, activity_id: int, now: datetime) -> None:
    """Allocate with another seed; raises a `Refusal` once somebody has begun to review."""
    round_ = store.round_of(db, activity_id, to_change=True)
    given = reviews.reviews_of(db, activity_id, *FIRST)
    if any(one.saved_at is not None for one in given):
        raise refusals.pair_started()
    for one in given:
        db.delete(one)
    db.flush()
    round_.allocated_at, round_.seed = None, ""
    if not give_out(db, activity_id, now):
        raise refusals.too_few_works()


def add_pairs(db: Session, activity_id: int, pairs: Iterable[Pair], now: datetime) -> None:
    """Give these pairs out; who has one already keeps it as it is."""
    ends = class_phase(db, activity_id, REVIEW.key).ends
    for reviewer, work in sorted(pairs):
        until = held_at_first(now, ends)
        reviews.add_review(db, activity_id, work, reviewer, ReviewRole.GIVEN, now=now, held_until=until)
    db.flush()


def certificate(db: Session, activity_id: int, wanted: Wanted) -> Certificate:
    """What can be said of the pairs as they are now, counted anew for the round as `wanted_of` sees it."""
    return certify(wanted, pairs_of(reviews.reviews_of(db, activity_id, ReviewRole.GIVEN), wanted))


# -- how far a review is


def is_held(review: Review | Known, now: datetime) -> bool:
    """Whether others leave this review alone: it is sent, or its lease has not lapsed."""
    return review.sent_at is not None or now < review.held_until


def under_way(found: Sequence[ReviewLike], now: datetime) -> Counter[int]:
    """Work -> its reviews that are sent or held."""
    return Counter(one.work_id for one in found if is_held(one, now))
