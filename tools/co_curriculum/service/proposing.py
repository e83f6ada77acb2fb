"""Proposing, changing and withdrawing proposals; teachers publish and refuse them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.events import service
from lti_tools.kit.private_events.private_events import publish_private
from lti_tools.kit.pseudonyms.pseudonyms import ensure
from lti_tools.kit.schedule.schedule import hold
from lti_tools.pure.schedule import Stand, class_stand, stand
from tools.co_curriculum import refusals, store, store_merging, store_proposals
from tools.co_curriculum.domain.proposals import CHANGEABLE, LARGEST_LIST, Fault, State, after_writing, same_title
from tools.co_curriculum.models import Option
from tools.co_curriculum.phases import DISCUSS, PROPOSE, VOTE
from tools.co_curriculum.settings import VoteSettings
from tools.co_curriculum.store_proposals import Words

PROPOSED = "topic-vote.proposed"
"""The event: something of this person's came onto the list, told once for each, with others'."""


@dataclass(frozen=True)
class Proposer:
    """Who proposes in which activity."""

    activity_id: int
    person_id: int
    is_staff: bool


def propose(db: Session, who: Proposer, words: Words, now: datetime) -> Option:
    """Put a proposal on the list, or before a teacher where the rules say so. Raises a `Refusal`."""
    settings = store.settings_of(db, who.activity_id)
    _hold_open(db, who, settings, now, (PROPOSE.key,))
    store.poll_of(db, who.activity_id, to_change=True)  # of parallel proposals of one person each sees the one before
    most = settings.proposals.most_each
    own = store_proposals.count_own(db, who.activity_id, who.person_id)
    if not who.is_staff and most is not None and own >= most:
        raise refusals.proposal_refused(Fault.TOO_MANY, most)
    there = list(store_proposals.titles(db, who.activity_id).values())
    if len(there) >= LARGEST_LIST:
        raise refusals.proposal_refused(Fault.FULL)
    if same_title(words.text, there):
        raise refusals.proposal_refused(Fault.THERE_ALREADY)
    if settings.proposals.pseudonyms and not who.is_staff:
        ensure(db, who.activity_id, [who.person_id])
    state = after_writing(by_staff=who.is_staff, approve=settings.proposals.approve)
    row = store_proposals.add(db, who.activity_id, words, state, who.person_id, by_staff=who.is_staff, now=now)
    _announce(db, row, now)
    return row


def change(db: Session, who: Proposer, option_id: int, words: Words, now: datetime) -> Option:
    """Other words for one's own proposal; a teacher's for anybody's. Raises a `Refusal`."""
    own_proposal(db, who, option_id)
    settings = store.settings_of(db, who.activity_id)
    _hold_open(db, who, settings, now, (PROPOSE.key, DISCUSS.key))
    row = own_proposal(db, who, option_id, to_change=True)
    if State(row.state) not in CHANGEABLE or row.listed:
        raise refusals.proposal_refused(Fault.OVER)
    others = store_proposals.titles(db, who.activity_id)
    others.pop(row.id, None)
    if same_title(words.text, list(others.values())):
        raise refusals.proposal_refused(Fault.THERE_ALREADY)
    store_proposals.rewrite(db, row, words, who.person_id, now)
    if not who.is_staff:
        row.state, row.reason = after_writing(by_staff=False, approve=settings.proposals.approve).value, ""
    _announce(db, row, now)
    return row


def withdraw(db: Session, who: Proposer, option_id: int, now: datetime) -> Option:
    """Take one's own proposal off the list, as long as voting has not opened. Raises a `Refusal`."""
    own_proposal(db, who, option_id)
    hold_unfrozen(db, who.activity_id, now)
    row = own_proposal(db, who, option_id, to_change=True)
    if State(row.state) not in CHANGEABLE or row.listed:
        raise refusals.proposal_refused(Fault.OVER)
    _check_holds_no_other(db, row)
    row.state = State.WITHDRAWN.value
    db.flush()
    return row


def judge(db: Session, activity_id: int, option_id: int, state: State, reason: str, now: datetime) -> Option:
    """A teacher publishes or refuses a proposal of somebody's, or sends it back to wait. Raises a `Refusal`."""
    store_proposals.get(db, activity_id, option_id)
    hold_unfrozen(db, activity_id, now)
    row = store_proposals.get(db, activity_id, option_id, to_change=True)
    if State(row.state) not in CHANGEABLE or row.listed:
        raise refusals.proposal_refused(Fault.OVER)
    if state is not State.PUBLISHED:
        _check_holds_no_other(db, row)
    row.state, row.reason = state.value, reason
    _announce(db, row, now)
    return row


def _announce(db: Session, row: Option, now: datetime) -> None:
    """Tell once that a student's proposal came onto the list: who and the day, together with others'."""
    if row.state == State.PUBLISHED.value and not row.by_staff and row.author_id is not None and not row.announced:
        publish_private(db, service(db, row.activity_id, row.author_id), PROPOSED, now)
        row.announced = True
    db.flush()


def _check_holds_no_other(db: Session, row: Option) -> None:
    """What became part of a proposal would go down with it unasked."""
    if store_merging.parts(db, row.id):
        raise refusals.holds_others()


def own_proposal(db: Session, who: Proposer, option_id: int, *, to_change: bool = False) -> Option:
    """A proposal that this person may change: their own, a teacher any; others find none (`NotFound`)."""
    row = store_proposals.get(db, who.activity_id, option_id, to_change=to_change)
    if not who.is_staff and row.author_id != who.person_id:
        raise refusals.no_such_proposal()
    return row


def hold_unfrozen(db: Session, activity_id: int, now: datetime) -> None:
    """Hold the list as it is before the vote; raises a `Refusal` once voting has opened."""
    if class_stand(hold(db, activity_id, VOTE.key), now) is not Stand.WAITING:
        raise refusals.proposal_refused(Fault.FROZEN)


def _hold_open(db: Session, who: Proposer, settings: VoteSettings, now: datetime, keys: tuple[str, ...]) -> None:
    """Hold the list open: nobody after the opening of the vote, students in one of these phases alone."""
    hold_unfrozen(db, who.activity_id, now)
    if who.is_staff:
        return
    phases = [hold(db, who.activity_id, key, person_id=who.person_id) for key in keys if settings.has(key)]
    if not any(stand(phase, now) is Stand.OPEN for phase in phases):
        raise refusals.proposal_refused(Fault.NOT_OPEN)
