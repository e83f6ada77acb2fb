"""Take one wish under a lease with its exact try written down; later write the answer, if the lease is still ours.

Each is one short transaction. Leases are judged by the workers' clocks, which may differ by some seconds.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from secrets import token_hex

from sqlalchemy.orm import Session

from lti_tools.grades.gradebook import Score
from lti_tools.grades.line_items import Wanted
from lti_tools.grades.policy import Confirmed, History, Refused, RetryAt, Verdict
from lti_tools.grades.terms import Refusal, State
from lti_tools.grades.timing import earliest_send, next_timestamp
from lti_tools.lti.quirks import Quirks, quirks_of
from lti_tools.lti.tokens import Client, client_of
from lti_tools.store import grades as ledger
from lti_tools.store import lanes
from lti_tools.store.grades import Due
from lti_tools.store.tables.activities import LineItem
from lti_tools.store.tables.grades import GradeWish
from lti_tools.store.tables.schools import RegistrationStatus

LEASE = timedelta(seconds=120)
"""Outlives token, look-up, post and reading back, each with its own time-out."""


@dataclass(frozen=True)
class Earlier:
    """A try whose answer never came."""

    score: Decimal
    maximum: Decimal
    comment: str
    is_current: bool
    """It carried the wish as it stands now."""


@dataclass(frozen=True)
class Claim:
    """One wish under lease, and the exact try that was written down for it."""

    wish_id: int
    token: str
    version: int
    client: Client
    granted: tuple[str, ...]
    """Scopes of the context's gradebook service."""
    hosts: frozenset[str]
    """Hosts that launches have named for services: no score goes to another."""
    platform_id: int
    tool: str
    activity_id: int
    person_id: int
    quirks: Quirks
    column: Wanted
    url: str
    score: Score
    history: History
    confirmed: tuple[Decimal, Decimal, str] | None
    """Score, maximum and comment that the LMS last took."""
    earlier: Earlier | None


@dataclass(frozen=True)
class Outcome:
    verdict: Verdict
    answer: str = ""
    """For the admin: status and first words of what the LMS said."""


def claim_next(db: Session, now: datetime, lease: timedelta = LEASE) -> Claim | None:
    """Take the wish that waits longest, and write lease and try down."""
    others_turn: set[int] = set()
    while due := ledger.next_due(db, now, others_turn):
        if due.registration.status != RegistrationStatus.ACTIVE:
            # `ledger.resume` lets it go on when the registration comes back; what was being sent may have arrived.
            due.wish.in_doubt = due.wish.in_doubt or due.wish.state == State.SENDING
            due.wish.state, due.wish.refusal = State.REFUSED, Refusal.REMOVED
            db.flush()
            continue
        quirks, token = quirks_of(due.platform.product), token_hex(16)
        sent_at = next_timestamp(due.wish.attempt_at, now, quirks.timestamp_step)
        if earliest_send(sent_at) > now:
            due.wish.state, due.wish.due_at = State.WAITING, earliest_send(sent_at)
            db.flush()
        elif quirks.serial and not lanes.hold(db, due.platform.id, token, now, now + lease):
            others_turn.add(due.platform.id)
        else:
            return _lease(due, quirks, token, sent_at, now + lease)
    return None


def _lease(due: Due, quirks: Quirks, token: str, sent_at: datetime, until: datetime) -> Claim:
    row = due.wish
    # A lease that ended without an answer: the try written down with it may have arrived.
    row.in_doubt = row.in_doubt or row.state == State.SENDING
    claim = _claim(due, quirks, token, sent_at)
    row.state, row.lease_token, row.due_at = State.SENDING, token, until
    row.attempt_version, row.attempt_at = row.version, sent_at
    row.attempt_score, row.attempt_maximum, row.attempt_comment = row.score_given, row.score_maximum, row.comment
    return claim


def _claim(due: Due, quirks: Quirks, token: str, sent_at: datetime) -> Claim:
    row, item = due.wish, due.item
    return Claim(
        wish_id=row.id,
        token=token,
        version=row.version,
        client=client_of(due.registration, due.platform),
        granted=tuple(due.ags_scopes),
        hosts=frozenset(due.hosts),
        platform_id=due.platform.id,
        tool=due.tool,
        activity_id=item.activity_id,
        person_id=row.person_id,
        quirks=quirks,
        column=Wanted(
            line_item_id=item.id,
            lineitems_url=due.lineitems_url,
            resource_link_id=due.resource_link_id,
            tag=item.tag,
            label=item.label,
            score_maximum=item.score_maximum,
            may_make=item.wanted,
        ),
        url=item.url,
        score=Score(
            sub=due.sub,
            given=row.score_given,
            maximum=row.score_maximum,
            comment=row.comment,
            timestamp=sent_at,
            submitted_at=row.submitted_at,
            hands_in=_hands_in(row, item, quirks),
        ),
        history=History(sent_at, row.tries, row.denials, row.conflicts, row.in_doubt, due.platform_failures),
        confirmed=_confirmed(row),
        earlier=_earlier(row),
    )


def _hands_in(row: GradeWish, item: LineItem, quirks: Quirks) -> bool:
    """Whether the LMS is to take the work in with this score; only the column it couples to the link holds work."""
    new = row.submitted_at is not None and row.submitted_at != row.confirmed_submitted_at
    return quirks.submission_extension and new and not item.wanted


def _confirmed(row: GradeWish) -> tuple[Decimal, Decimal, str] | None:
    if row.confirmed_score is None or row.confirmed_maximum is None:
        return None
    return row.confirmed_score, row.confirmed_maximum, row.confirmed_comment


def _earlier(row: GradeWish) -> Earlier | None:
    if not row.in_doubt or row.attempt_score is None or row.attempt_maximum is None:
        return None
    same = row.attempt_version == row.version
    return Earlier(row.attempt_score, row.attempt_maximum, row.attempt_comment, same)


def record(db: Session, claim: Claim, outcome: Outcome, now: datetime) -> bool:
    """Write the outcome down and give the turn back; False if the lease was lost and another worker goes on."""
    row = ledger.leased(db, claim.wish_id, claim.token)
    if row is not None:
        _settle_row(row, claim, outcome, now)
        db.flush()
    # The row before the lane, as in claiming: two workers never hold one each and wait for the other.
    _settle_lane(db, claim, outcome.verdict, now)
    return row is not None


def _settle_lane(db: Session, claim: Claim, decided: Verdict, now: datetime) -> None:
    if isinstance(decided, RetryAt) and decided.pause_until:
        lanes.pause(db, claim.platform_id, decided.pause_until, now)
    if isinstance(decided, Confirmed):
        lanes.well(db, claim.platform_id)
    if claim.quirks.serial:
        lanes.release(db, claim.platform_id, claim.token, now)


def _settle_row(row: GradeWish, claim: Claim, outcome: Outcome, now: datetime) -> None:
    decided = outcome.verdict
    row.lease_token, row.answer = "", outcome.answer
    newest = row.version == claim.version
    if isinstance(decided, Confirmed):
        _confirm(row, claim, newest, now)
    elif isinstance(decided, RetryAt):
        _again(row, decided, newest)
    elif isinstance(decided, Refused) and newest:
        row.state, row.refusal = State.REFUSED, decided.code
    else:
        row.state, row.due_at, row.tries = State.WAITING, now, 0


def _confirm(row: GradeWish, claim: Claim, newest: bool, now: datetime) -> None:
    row.confirmed_version, row.confirmed_at = claim.version, now
    row.confirmed_score, row.confirmed_maximum = claim.score.given, claim.score.maximum
    row.confirmed_comment, row.confirmed_submitted_at = claim.score.comment, claim.score.submitted_at
    row.in_doubt, row.refusal = False, ""
    row.tries = row.denials = row.conflicts = 0
    row.state, row.due_at = (State.CONFIRMED if newest else State.WAITING), now


def _again(row: GradeWish, decided: RetryAt, newest: bool) -> None:
    row.state, row.due_at = State.WAITING, decided.at
    row.tries += 1
    row.in_doubt = row.in_doubt or decided.in_doubt
    if newest:
        row.denials += decided.denied
        row.conflicts += decided.conflict
