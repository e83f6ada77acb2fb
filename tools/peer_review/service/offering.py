"""One more review, by choice: the works that need one most are offered to who has sent their own."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.kit.schedule.schedule import class_phase, hold, phases_of
from lti_tools.pure.schedule import Phase, Stand, stand
from tools.peer_review import refusals, reviews, store
from tools.peer_review.domain.allocation.changes import offers
from tools.peer_review.domain.holding import held_when_taken
from tools.peer_review.models import Review
from tools.peer_review.roles import ON_TOP
from tools.peer_review.rounds import FIRST_ROUND, SECOND_ROUND, OneRound
from tools.peer_review.service import again, allocating, owing, reporting
from tools.peer_review.service.allocating import is_held, pairs_of
from tools.peer_review.settings import PeerSettings

MOST_EXTRA = 2
"""Reviews beyond k that a work may get by offers."""


def round_for(written: Iterable[Review], phases: Iterable[Phase], now: datetime) -> OneRound | None:
    """The round in which somebody could take one more: they have reviews in it, and it is open for them.

    `written` are their reviews, `phases` the steps as they have them.
    """
    is_open = {one.key for one in phases if stand(one, now) is Stand.OPEN}
    roles = {one.role for one in written}
    return next((one for one in (SECOND_ROUND, FIRST_ROUND) if one.phase in is_open and roles & set(one.roles)), None)


def take_one(db: Session, activity_id: int, person_id: int, now: datetime) -> int:
    """Take one more in the round that is open for this person, held until the transaction ends.

    Returns the review's id; raises a `Refusal`.
    """
    phases = phases_of(db, activity_id, person_id)
    which = round_for(reviews.reviews_by(db, activity_id, person_id), phases, now)
    if which is None or stand(hold(db, activity_id, which.phase, person_id=person_id), now) is not Stand.OPEN:
        raise refusals.reviewing_not_open()
    return take_extra(db, activity_id, person_id, now, which)


def offers_for(
    db: Session, activity_id: int, person_id: int, settings: PeerSettings, now: datetime, which: OneRound = FIRST_ROUND
) -> list[int]:
    """The works that this person may take on top, the neediest first; none before they have done what they owe.

    Neediest: the fewest reviews that are sent, begun or taken on top, of those the fewest that are held untouched.
    What somebody holds who has left the course is held by nobody.
    """
    known = reviews.reviews_of(db, activity_id, *which.roles)
    own = [one for one in known if one.reviewer_id == person_id]
    rule = again.wanted_of if which is SECOND_ROUND else allocating.wanted_of
    wanted = rule(db, activity_id, settings)
    if not settings.extra or not own or not owing.owed_by(db, activity_id, person_id, which).is_done:
        return []
    if person_id not in wanted.reviewers:
        return []
    here = store.learners(db, store.context_of(db, activity_id))
    counting = reporting.counting(db, activity_id, [one for one in known if one.sent_at or one.reviewer_id in here])
    busy = allocating.under_way(counting, now)
    sure = Counter(one.work_id for one in counting if is_held(one, now) and (one.saved_at or one.role in ON_TOP))
    need = {work: sure[work] * 100 + busy[work] for work in wanted.works}
    round_ = store.round_of(db, activity_id)
    found = offers(wanted, pairs_of(known, wanted), need, person_id, f"{round_.seed}-{person_id}")
    return [work for work in found if busy[work] < settings.k + MOST_EXTRA]


def take_extra(db: Session, activity_id: int, person_id: int, now: datetime, which: OneRound = FIRST_ROUND) -> int:
    """Take the neediest work on top; return the review's id. Raises a `Refusal`."""
    store.round_of(db, activity_id, to_change=True)
    settings = store.settings_of(db, activity_id)
    owed = owing.owed_by(db, activity_id, person_id, which)
    if not owed.is_done:
        raise refusals.not_all_done() if owed.to_send else refusals.not_all_compared()
    choices = offers_for(db, activity_id, person_id, settings, now, which)
    if not choices:
        raise refusals.nothing_on_offer()
    until = held_when_taken(now, class_phase(db, activity_id, which.phase).ends)
    reviews.add_review(db, activity_id, choices[0], person_id, which.extra, now=now, held_until=until)
    made = reviews.own_review(db, activity_id, person_id, choices[0], which.extra)
    assert made is not None
    return made.id
