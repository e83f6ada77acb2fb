"""Deciding on proposals once the vote is over, and saying how far what was accepted has come."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.kit.notices.notices import notify
from lti_tools.kit.private_events.private_events import publish_batch
from tools.co_curriculum import refusals, store_decisions, store_proposals
from tools.co_curriculum.domain.decisions import TAKEN, Outcome, Track, is_veto
from tools.co_curriculum.domain.proposals import State
from tools.co_curriculum.models_decisions import Decision
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


def decide(
    db: Session, activity_id: int, vote: Vote, option_id: int, outcome: Outcome, reason: str, by: int, now: datetime
) -> Decision:
    """Decide on a published proposal, or decide anew. Raises a `Refusal` before the vote is over."""
    row = store_proposals.get(db, activity_id, option_id, to_change=True)
    if not vote.can_be_decided:
        raise refusals.not_over_yet()
    if row.state != State.PUBLISHED.value:
        raise refusals.not_on_the_list()
    binds = vote.settings.mandate.binding in (Binding.BINDS, Binding.VETO)
    veto = is_veto(outcome, won=option_id in winners(db, activity_id, vote), binds=binds)
    found = store_decisions.decision_on(db, option_id)
    first = found is None or Outcome(found.outcome) not in TAKEN
    if found is None:
        found = Decision(option_id=option_id, outcome="", reason="", veto=False, decided_at=now, decided_by=by)
        db.add(found)
    found.outcome, found.reason, found.veto = outcome.value, reason, veto
    found.decided_at, found.decided_by = now, by
    db.flush()
    if row.author_id is not None and not row.by_staff:
        notify(db, activity_id, [row.author_id], DECIDED, now, key=f"{option_id}-{outcome.value}")
        if first and outcome in TAKEN:
            publish_batch(db, activity_id, ACCEPTED, [row.author_id], now)
    return found


def follow(db: Session, activity_id: int, option_id: int, track: Track, note: str, now: datetime) -> Decision:
    """Say how far an accepted proposal has come. Raises a `Refusal` for one that is not accepted."""
    store_proposals.get(db, activity_id, option_id)
    found = store_decisions.decision_on(db, option_id)
    if found is None or Outcome(found.outcome) not in TAKEN:
        raise refusals.not_accepted()
    found.track, found.note, found.tracked_at = track.value, note, now
    db.flush()
    return found
