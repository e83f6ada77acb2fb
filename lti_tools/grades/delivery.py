"""Carry wishes to the LMS: claim one by a lease, post it with no transaction open, record the answer if still ours.

A crash anywhere leaves a row whose lease ends: the next worker sends it again, with a later timestamp, which is safe to
repeat. A worker that lost its lease records nothing; what it sent late is older than what its successor sends, and the
LMS refuses it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random

from lti_tools.grades.answers import Reply, kind_of
from lti_tools.grades.gradebook import CallFailed, Gradebook, Held, Score
from lti_tools.grades.leases import LEASE, Claim, Earlier, Outcome, claim_next, record
from lti_tools.grades.line_items import Busy, find, locate
from lti_tools.grades.policy import (
    Confirmed,
    FindColumn,
    Refused,
    RetryAt,
    Settle,
    Verdict,
    column_missing,
    conflicted,
    same_score,
    unsettled,
    verdict,
)
from lti_tools.grades.terms import Kind, Refusal
from lti_tools.grades.timing import Pace
from lti_tools.ops import metrics
from lti_tools.store.database import Database

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Courier:
    """What a worker needs to carry grades. `at` is told each step that it passed (tests kill the process there)."""

    database: Database
    gradebook_of: Callable[[Claim], Gradebook]
    """The way to the gradebook that a claim is for: `ags_gradebook.gradebooks(http, tokens)`."""
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    rng: Random = field(default_factory=Random)
    pace: Pace = field(default_factory=Pace)
    lease: timedelta = LEASE
    at: Callable[[str], None] = field(default=lambda _point: None)


def deliver_one(courier: Courier) -> bool:
    """Carry one due wish; False when none is due on an open road."""
    with courier.database.write() as db:
        claim = claim_next(db, courier.clock(), courier.lease)
    if claim is None:
        return False
    courier.at("claimed")
    try:
        outcome = _carry(courier, claim)
    except Exception as error:
        # A fault of ours must not make one wish block all others: it waits its turn like after an answer 500.
        log.exception("grades.delivery-failed", extra={"fields": {"wish_id": claim.wish_id}})
        outcome = _judged(courier, claim, None, Reply(0, type(error).__name__, kind=Kind.BROKEN))
    with courier.database.write() as db:
        mine = record(db, claim, outcome, courier.clock())
    metrics.SCORES.labels(_name(outcome.verdict) if mine else "lease-lost").inc()
    courier.at("recorded")
    return True


def _name(decided: Verdict) -> str:
    return decided.code if isinstance(decided, Refused) else "confirmed" if isinstance(decided, Confirmed) else "retry"


def _carry(courier: Courier, claim: Claim) -> Outcome:
    gradebook = courier.gradebook_of(claim)
    try:
        if not claim.url:
            url = locate(courier.database, gradebook, claim.column, courier.clock())
            if not url:
                return Outcome(Refused(Refusal.NO_COLUMN))
            claim = replace(claim, url=url)
        return _send(courier, claim, gradebook)
    except Busy:
        return Outcome(RetryAt(courier.clock() + timedelta(seconds=2)))
    except CallFailed as failure:
        return _without_doubt(_judged(courier, claim, gradebook, failure.reply))


def _without_doubt(outcome: Outcome) -> Outcome:
    """A call before the post failed: the score itself never left us."""
    if isinstance(outcome.verdict, RetryAt):
        return replace(outcome, verdict=replace(outcome.verdict, in_doubt=False))
    return outcome


def _send(courier: Courier, claim: Claim, gradebook: Gradebook) -> Outcome:
    comment = _comment_to_send(claim)
    if claim.earlier and comment and claim.quirks.comments_accumulate:
        # Sending it again would show the comment twice: see first whether the earlier try arrived.
        held = _read(claim, gradebook)
        if _arrived(held, claim.earlier, claim):
            if claim.earlier.is_current:
                return Outcome(Confirmed(), "settled by reading the result")
            comment = "" if comment == claim.earlier.comment else comment
    reply = _post(claim, gradebook, replace(claim.score, comment=comment))
    courier.at("answered")
    return _judged(courier, claim, gradebook, reply)


def _post(claim: Claim, gradebook: Gradebook, score: Score) -> Reply:
    reply = gradebook.post_score(claim.url, score)
    if score.hands_in and kind_of(reply, claim.quirks) is Refusal.NO_ATTEMPTS_LEFT:
        # Perhaps our own earlier try used the last one up; the score goes without one all the same.
        return gradebook.post_score(claim.url, replace(score, hands_in=False))
    return reply


def _comment_to_send(claim: Claim) -> str:
    shown = claim.confirmed[2] if claim.confirmed else ""
    return "" if claim.quirks.comments_accumulate and claim.score.comment == shown else claim.score.comment


def _judged(courier: Courier, claim: Claim, gradebook: Gradebook | None, reply: Reply) -> Outcome:
    now, history = courier.clock(), claim.history
    answer = f"{reply.status} {reply.text[:120]}".strip()
    decided = verdict(reply, history, claim.quirks, now, courier.rng, courier.pace)
    if gradebook is None:
        return Outcome(decided, answer)
    if isinstance(decided, RetryAt) and decided.new_token:
        gradebook.forget_token()
    if isinstance(decided, Settle):
        decided = _settle(courier, claim, gradebook)
    if isinstance(decided, FindColumn):
        decided = column_missing(_moved(courier, claim, gradebook), history, now, courier.rng, courier.pace)
    return Outcome(decided, answer)


def _settle(courier: Courier, claim: Claim, gradebook: Gradebook) -> Verdict:
    now = courier.clock()
    wished = Earlier(claim.score.given, claim.score.maximum, claim.score.comment, True)
    try:
        held = _read(claim, gradebook)
    except CallFailed:
        return unsettled(claim.history, now, courier.rng, courier.pace)
    return Confirmed() if _arrived(held, wished, claim) else conflicted(claim.history, now)


def _read(claim: Claim, gradebook: Gradebook) -> Held | None:
    """The result that the platform holds; None too where we may not read results: then nothing can be told."""
    try:
        return gradebook.read_result(claim.url, claim.score.sub)
    except CallFailed as failure:
        if kind_of(failure.reply, claim.quirks) in (Kind.TOKEN, Kind.FORBIDDEN, Kind.MISSING, Refusal.NOT_PERMITTED):
            return None
        raise


def _arrived(held: Held | None, tried: Earlier, claim: Claim) -> bool:
    """Whether a result shows that a try arrived; it cannot where only the comment changed and it tells none."""
    if held is None:
        return False
    if held.comment is None and claim.confirmed is not None and claim.confirmed[:2] == (tried.score, tried.maximum):
        return False
    return same_score((held.score, held.maximum), held.comment, (tried.score, tried.maximum), tried.comment)


def _moved(courier: Courier, claim: Claim, gradebook: Gradebook) -> bool:
    """After a 404: look the column up again; True if it has another address now."""
    try:
        found = find(courier.database, gradebook, claim.column, courier.clock())
    except CallFailed:
        return False
    return bool(found) and found != claim.url
