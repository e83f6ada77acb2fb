"""The end of a vote: by hand or by its date, what follows from it, and opening it again."""

from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from lti_tools import retries
from lti_tools.kit.private_events.private_events import publish_batch, release
from lti_tools.kit.schedule import transitions
from lti_tools.kit.schedule.declared import Transition
from lti_tools.kit.schedule.schedule import class_phase, class_phases, close_by_hand, hold
from lti_tools.kit.schedule.schedule import reopen as take_back
from lti_tools.pure.schedule import Moment, Stand, class_stand
from tools.co_curriculum import refusals, store, store_ballots
from tools.co_curriculum.domain.rule_card import SECRET
from tools.co_curriculum.electorate import learners
from tools.co_curriculum.models import Poll
from tools.co_curriculum.notices import remind_before_close, tell_opened, tell_result
from tools.co_curriculum.phases import PLACE, PROPOSE, VOTE
from tools.co_curriculum.service import participating, placing_step
from tools.co_curriculum.service.participating import TAG
from tools.co_curriculum.service.proposing import PROPOSED
from tools.co_curriculum.service.sealing import VOTED, seal

__all__ = ["SLUG", "TAG", "check_opening", "close", "reopen", "settle", "tick", "work_out"]

SLUG = "topic-vote"
AT_ONCE = 20
"""Votes worked out in one round of the worker."""


def check_opening(db: Session, activity_id: int, now: datetime) -> None:
    """Raise a `Refusal` where the vote cannot open: too few options, or it would be closed at once."""
    phase = hold(db, activity_id, VOTE.key, alone=True)
    if len(store.options_of(db, activity_id)) < 2:
        raise refusals.too_few_options()
    if phase.ends is not None and phase.ends <= now:
        raise refusals.date_has_passed()


def end_earlier_phases(db: Session, activity_id: int, now: datetime) -> None:
    """Who opens the vote by hand ends what is open before it: the list stands from then on."""
    keys = [phase.key for phase in class_phases(db, activity_id)]
    for key in keys[: keys.index(VOTE.key)]:
        if class_stand(class_phase(db, activity_id, key), now) is Stand.OPEN:  # the one before it may have opened it
            close_by_hand(db, activity_id, key, now)


def close(db: Session, activity_id: int, now: datetime) -> None:
    """Close an open vote by hand, and work it out unless somebody has longer. Raises a `Refusal` if it is not open."""
    if class_stand(hold(db, activity_id, VOTE.key, alone=True), now) is not Stand.OPEN:
        raise refusals.not_open()
    close_by_hand(db, activity_id, VOTE.key, now)
    transitions.run_due(db, SLUG, now, work_out, activity_id=activity_id)


def reopen(db: Session, activity_id: int, now: datetime) -> None:
    """Take back the close; the caller stores the new closing time with the settings, in the same transaction.

    Participation that was written stays written, and is brought up to date by the next close.
    """
    if class_stand(hold(db, activity_id, VOTE.key, alone=True), now) is not Stand.CLOSED:
        raise refusals.not_closed()
    if store.record_of(db, activity_id) is not None:
        raise refusals.sealed()
    take_back(db, activity_id, VOTE.key, now)
    store.poll_of(db, activity_id, to_change=True).settled_at = None
    db.flush()


def work_out(db: Session, transition: Transition) -> None:
    """The phase's effect: what follows once voting is over for everybody."""
    if transition.phase == PROPOSE.key and transition.moment is Moment.OVER:
        _box_closed(db, transition.activity_id, transition.now)
    if transition.phase == PLACE.key:
        placing_step.follow(db, transition.activity_id, transition.now)
    if transition.phase != VOTE.key:
        return
    if transition.moment is Moment.OPENED:
        if len(store.options_of(db, transition.activity_id)) > 1:
            tell_opened(db, transition.activity_id, transition.now)
    elif transition.moment is Moment.OVER:
        settle(db, store.poll_of(db, transition.activity_id, to_change=True), transition.now)


def _box_closed(db: Session, activity_id: int, now: datetime) -> None:
    """Work out an idea box, which has no vote, when it takes no more proposals."""
    settings = store.settings_of(db, activity_id)
    release(db, activity_id, now, (PROPOSED,))
    if settings.proposals.idea_box:
        store.poll_of(db, activity_id, to_change=True).settled_at = now
        participating.regrade(db, activity_id, now)


def tick(db: Session, now: datetime) -> None:
    """Work out the votes that are over, and who did not vote once the members are known.

    Safe to repeat and to run in several workers. A vote that fails is left as it was, rests, and holds no other up.
    """
    transitions.run_due(db, SLUG, now, work_out, limit=AT_ONCE)
    remind_before_close(db, now)
    participating.grade_lists(db, now, AT_ONCE)
    for poll in store.polls_to_settle(db, now, AT_ONCE):
        retries.attempt(db, store.SETTLING, poll.activity_id, now, partial(settle, db, poll, now))


def settle(db: Session, poll: Poll, now: datetime) -> None:
    """Write what follows from a close: participation for the gradebook, and one event per voter. Safe to repeat."""
    settings = store.settings_of(db, poll.activity_id)
    expected = learners(db, store.context_of(db, poll.activity_id))
    if settings.secrecy == SECRET:
        seal(db, poll, now)
    poll.settled_at = poll.settled_at or now
    poll.settled_points = settings.points if settings.graded else None
    poll.roll_known = expected is not None
    poll.settled_parts = " ".join(settings.counted)
    if settings.graded:
        participating.grade(db, poll.activity_id, settings, now)
    release(db, poll.activity_id, now, (PROPOSED,))
    _announce(db, poll.activity_id, now)
    tell_result(db, poll, store_ballots.voters(db, poll.activity_id).keys() | (expected or frozenset()), now)
    db.flush()


def _announce(db: Session, activity_id: int, now: datetime) -> None:
    """One event per voter, of all at once and without the ballot, so that nobody reads from them who voted when."""
    ballots = store_ballots.voters_not_announced(db, activity_id)
    actors = [ballot.person_id for ballot in ballots if ballot.person_id is not None]
    publish_batch(db, activity_id, VOTED, actors, now)
    for ballot in ballots:
        ballot.announced_at = now
