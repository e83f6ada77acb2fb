"""Deciding on proposals once the vote is over, and saying how far what was accepted has come."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.kit.notices.notices import notify
from lti_tools.kit.private_events.private_events import publish_batch
from lti_tools.store.database import Runner
from tools.co_curriculum import refusals, store_decisions, store_proposals
from tools.co_curriculum.domain.decisions import TAKEN, Outcome, Track, is_veto, joined
from tools.co_curriculum.domain.proposals import State
from tools.co_curriculum.models import Option
from tools.co_curriculum.models_decisions import Decision, Voice
from tools.co_curriculum.notices import DECIDED
from tools.co_curriculum.service import reading
from tools.co_curriculum.service.reading import Vote
from tools.co_curriculum.settings import Binding

ACCEPTED = "topic-vote.accepted"
"""The event: a proposal of this person's was accepted, told once for each."""


def winners(db: Session, activity_id: int, vote: Vote) -> Collection[int]:
    """The options that the count puts first; none before the vote is over, and a secret one is sealed."""
    if not vote.is_over or (vote.is_secret and vote.record is None):
        return ()
    return {vote.card_ids[place] for place in reading.count(db, activity_id, vote).outcome["winners"]}


def late(db: Runner, activity_id: int, vote: Vote) -> int:
    """How many proposals still wait for a decision though it was promised by now; 0 asks the database nothing."""
    promised = vote.settings.mandate.answer_by
    if promised is None or promised > vote.now or not vote.can_be_decided:
        return 0
    return len(vote.options.keys() - store_decisions.decided_in(db, activity_id))


@dataclass(frozen=True)
class Decided:
    """What came of a teacher's word on a proposal."""

    decision: Decision | None
    """None as long as it waits for other teachers."""
    former: int | None = None
    """The number of the decision as it read before."""


def decide(
    db: Session, activity_id: int, vote: Vote, option_id: int, outcome: Outcome, reason: str, by: int, now: datetime
) -> Decided:
    """Decide on a published proposal, or decide anew; where several teachers have to agree, the last one decides.

    Raises a `Refusal` before the vote is over.
    """
    row = store_proposals.get(db, activity_id, option_id, to_change=True)
    if not vote.can_be_decided:
        raise refusals.not_over_yet()
    if row.state != State.PUBLISHED.value:
        raise refusals.not_on_the_list()
    if vote.settings.mandate.deciders > 1:
        agreed = _say(db, option_id, outcome, reason, by, now)
        if len(agreed) < vote.settings.mandate.deciders:
            return Decided(None)
        reason = joined(agreed)
        store_decisions.drop_voices(db, option_id)
    binds = vote.settings.mandate.binding in (Binding.BINDS, Binding.VETO)
    veto = is_veto(outcome, won=option_id in winners(db, activity_id, vote), binds=binds)
    found = store_decisions.decision_on(db, option_id)
    former = store_decisions.keep_former(db, found) if found else None
    first = found is None or Outcome(found.outcome) not in TAKEN
    if found is None:
        found = Decision(option_id=option_id, outcome="", reason="", veto=False, decided_at=now, decided_by=by)
        db.add(found)
    found.outcome, found.reason, found.veto = outcome.value, reason, veto
    found.decided_at, found.decided_by = now, by
    db.flush()
    _tell(db, activity_id, row, outcome, first, now)
    return Decided(found, former)


def _say(db: Session, option_id: int, outcome: Outcome, reason: str, by: int, now: datetime) -> list[str]:
    """Keep one teacher's word in place of their earlier one; the reasons of all who say the same."""
    own = db.get(Voice, (option_id, by))
    if own is None:
        own = Voice(option_id=option_id, person_id=by, outcome="", reason="", said_at=now)
        db.add(own)
    own.outcome, own.reason, own.said_at = outcome.value, reason, now
    db.flush()
    return [one.reason for one in store_decisions.voices_on(db, option_id) if one.outcome == outcome.value]


def take_word_back(db: Session, option_id: int, by: int) -> None:
    """One teacher's word on a proposal is taken back; raises a `Refusal` where it has become a decision."""
    own = db.get(Voice, (option_id, by))
    if own is None:
        raise refusals.decided_since()
    db.delete(own)
    db.flush()


def _tell(db: Session, activity_id: int, row: Option, outcome: Outcome, first: bool, now: datetime) -> None:
    """The author hears of it; an acceptance is an event, once."""
    if row.author_id is None or row.by_staff:
        return
    notify(db, activity_id, [row.author_id], DECIDED, now, key=f"{row.id}-{outcome.value}")
    if first and outcome in TAKEN:
        publish_batch(db, activity_id, ACCEPTED, [row.author_id], now)


def follow(db: Session, activity_id: int, option_id: int, track: Track, note: str, now: datetime) -> Decided:
    """Say how far an accepted proposal has come. Raises a `Refusal` for one that is not accepted."""
    store_proposals.get(db, activity_id, option_id)
    found = store_decisions.decision_on(db, option_id)
    if found is None or Outcome(found.outcome) not in TAKEN:
        raise refusals.not_accepted()
    former = store_decisions.keep_former(db, found)
    found.track, found.note, found.tracked_at = track.value, note, now
    db.flush()
    return Decided(found, former)
