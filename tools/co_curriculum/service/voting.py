"""Casting a ballot, and changing it until the close."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.kit.schedule.schedule import hold
from lti_tools.pure.schedule import Stand, stand
from tools.co_curriculum import electorate, refusals, store_ballots
from tools.co_curriculum.domain.ballots import fault
from tools.co_curriculum.notices import has_voted
from tools.co_curriculum.phases import VOTE
from tools.co_curriculum.service import sealing
from tools.co_curriculum.service.rule_cards import frozen_at_opening


def cast(
    db: Session,
    activity_id: int,
    person_id: int,
    marks: Mapping[int, int],
    *,
    no_preference: bool,
    now: datetime,
    words: str = "",
    receipt: str = "",
) -> None:
    """Store a person's ballot (option id -> mark) in place of an earlier one; `receipt` is the code of a secret one.

    Raises a `Refusal` where the vote is not open at `now`, and `BallotInvalid` for a ballot that cannot be counted.
    The vote is held while that is decided: no close comes between the decision and the ballot.
    """
    where = stand(hold(db, activity_id, VOTE.key, person_id=person_id), now)
    if where is Stand.WAITING:
        raise refusals.not_open_yet()
    if where is Stand.CLOSED:
        raise refusals.closed()
    card, options = frozen_at_opening(db, activity_id, now)
    if electorate.barred(db, activity_id, frozenset([person_id]), card.voters, latecomers=card.latecomers):
        raise refusals.not_entitled()
    problem = fault(card.paper, marks, no_preference=no_preference, options=options, words=words)
    if problem:
        raise refusals.BallotInvalid(refusals.fault_text(problem, card.paper))
    said = {} if no_preference else marks
    if card.is_secret:
        sealing.cast(db, activity_id, person_id, card, said, words, receipt)
        return
    store_ballots.put_ballot(db, activity_id, person_id, said, now, words)
    has_voted(db, activity_id, person_id)
