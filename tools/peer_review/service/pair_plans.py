"""Pairs as a whole: what a list of them would change, looked at before it is done. Begun reviews always stay."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.kit.pseudonyms.pseudonyms import ensure
from tools.peer_review import refusals, reviews, store
from tools.peer_review.domain.allocation.certificate import Certificate, certify
from tools.peer_review.domain.allocation.problem import Pair
from tools.peer_review.roles import FIRST, ReviewRole
from tools.peer_review.service import allocating
from tools.peer_review.settings import PeerSettings


@dataclass(frozen=True)
class Plan:
    """What becomes of the pairs."""

    added: Sequence[Pair]
    removed: Sequence[Pair]
    begun: Sequence[Pair]
    """Not on the list, and yet they stay: somebody has begun them."""
    same: int
    certificate: Certificate
    """Of the pairs as they would be."""


def plan(db: Session, activity_id: int, settings: PeerSettings, listed: Collection[Pair]) -> Plan:
    """Compare a list with the pairs that are given out; nothing is stored."""
    wanted = allocating.wanted_of(db, activity_id, settings)
    known = [one for one in reviews.known_reviews(db, activity_id) if one.role in FIRST]
    given = [one for one in known if one.role == ReviewRole.GIVEN]
    before = set(allocating.pairs_of(known, wanted))
    fresh = set(listed)
    begun = set(allocating.pairs_of((one for one in known if one.saved_at or one.role != ReviewRole.GIVEN), wanted))
    removed = set(allocating.pairs_of(given, wanted)) - fresh - begun
    after = {pair for pair in before | fresh if pair not in removed}
    taken_on_top = set(allocating.pairs_of((one for one in known if one.role != ReviewRole.GIVEN), wanted))
    return Plan(
        added=sorted(fresh - before),
        removed=sorted(removed),
        begun=sorted(begun - fresh - taken_on_top),
        same=len(fresh & before),
        certificate=certify(wanted, sorted(after - taken_on_top)),
    )


def carry_out(db: Session, activity_id: int, listed: Collection[Pair], now: datetime) -> Plan:
    """Put the list in the place of the pairs that nobody has begun; raises a `Refusal` for a pair that may not be."""
    round_ = store.round_of(db, activity_id, to_change=True)
    settings = store.settings_of(db, activity_id)
    wanted = allocating.wanted_of(db, activity_id, settings)
    if any(one not in wanted.reviewers or work not in wanted.authors for one, work in listed):
        raise refusals.pair_impossible()
    if not all(wanted.allowed(*pair) for pair in listed):
        raise refusals.pair_impossible()
    made = plan(db, activity_id, settings, listed)
    gone = set(made.removed)
    for one in reviews.reviews_of(db, activity_id, ReviewRole.GIVEN):
        if (one.reviewer_id, one.work_id) in gone and not reviews.drop_untouched(db, activity_id, one.id):
            raise refusals.pair_started()
    ensure(db, activity_id, {one for one, _ in made.added})
    allocating.add_pairs(db, activity_id, made.added, now)
    round_.allocated_at = round_.allocated_at or now
    db.flush()
    return made
