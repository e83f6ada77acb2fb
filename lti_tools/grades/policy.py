"""What follows from an answer of the LMS, given what we went through with the score; pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from lti_tools.grades.answers import Reply, kind_of
from lti_tools.grades.score import rescaled
from lti_tools.grades.terms import Kind, Refusal
from lti_tools.grades.timing import Pace, backoff, retry_after
from lti_tools.lti.quirks import Quirks


@dataclass(frozen=True)
class History:
    """What we went through with this version of the wish before the try that was answered now."""

    sent_at: datetime
    """`timestamp` of that try, the latest of all tries."""
    tries: int = 0
    denials: int = 0
    """Answers 401, 403, 404 and the like, which may pass by themselves but seldom do."""
    conflicts: int = 0
    in_doubt: bool = False
    """An earlier try may have arrived without our knowing."""
    platform_failures: int = 0


@dataclass(frozen=True)
class Confirmed:
    pass


@dataclass(frozen=True)
class RetryAt:
    """Try again at `at`; `pause_until` closes the whole platform, `in_doubt` says that this try may have arrived."""

    at: datetime
    in_doubt: bool = False
    pause_until: datetime | None = None
    denied: bool = False
    conflict: bool = False
    new_token: bool = False


@dataclass(frozen=True)
class Refused:
    code: Refusal


@dataclass(frozen=True)
class Settle:
    """Read the result: an earlier try may be what the platform holds."""


@dataclass(frozen=True)
class FindColumn:
    """Look the line item up again: its address changes when the LMS makes the column anew, or copies the course."""


Verdict = Confirmed | RetryAt | Refused | Settle | FindColumn

DENIALS = 7
"""Answers 401, 403, 404 and the like before they count as final: about three quarters of an hour at the usual pace."""
BROKEN_TRIES = 30
"""About a day of answers 500 at the usual pace."""
SILENT_TRIES = 350
"""About two weeks out of reach."""


def verdict(reply: Reply, history: History, quirks: Quirks, now: datetime, rng: Random, pace: Pace) -> Verdict:
    """Decide what follows from an answer."""
    kind = kind_of(reply, quirks)
    if isinstance(kind, Refusal):
        return Refused(kind)
    if kind is Kind.TAKEN:
        return Confirmed()
    wait = backoff(history.tries, rng, pace)
    asked = retry_after(reply.retry_after, now, pace)
    return _ANSWERS[kind](_Case(history, now, now + max(wait, asked or wait), asked, rng, pace))


def unsettled(history: History, now: datetime, rng: Random, pace: Pace) -> Verdict:
    """The result could not be read: stay in doubt and come back."""
    if history.tries + 1 >= SILENT_TRIES:
        return Refused(Refusal.UNREACHABLE)
    return RetryAt(now + backoff(history.tries, rng, pace), in_doubt=True)


def conflicted(history: History, now: datetime) -> Verdict:
    """A conflict that no try of ours explains: one retry a whole second later than every try, then give up."""
    if history.conflicts:
        return Refused(Refusal.NEWER_GRADE)
    return RetryAt(max(now, history.sent_at) + timedelta(seconds=1), conflict=True)


def column_missing(found_elsewhere: bool, history: History, now: datetime, rng: Random, pace: Pace) -> Verdict:
    """After a 404 whose column was looked up again: at another address go on at once, else come back a few times."""
    if found_elsewhere:
        return RetryAt(now, denied=True)
    if history.denials + 1 >= DENIALS:
        return Refused(Refusal.COLUMN_GONE)
    return RetryAt(now + backoff(2 * history.denials, rng, pace), denied=True)


def same_score(
    held: tuple[Decimal, Decimal], held_comment: str | None, sent: tuple[Decimal, Decimal], comment: str
) -> bool:
    """Whether a result that the platform holds is what a try sent: equal after rescaling, to five decimals.

    `held_comment` None means that the platform tells none. Platforms clip at the maximum, so a clipped score is equal.
    """
    onto = held[1]
    expected = rescaled(*sent, onto)
    near = abs(held[0] - expected) <= Decimal("0.00001") or (expected > onto and held[0] == onto)
    return near and (held_comment is None or _plain(held_comment) == _plain(comment))


def _plain(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True)
class _Case:
    history: History
    now: datetime
    at: datetime
    """When to come back: exponential back-off, later where the platform asked for it."""
    asked: timedelta | None
    rng: Random
    pace: Pace

    @property
    def later(self) -> datetime:
        """When to come back after a denial: it seldom passes soon, so four times as long each time."""
        return max(self.at, self.now + backoff(2 * self.history.denials, self.rng, self.pace))

    @property
    def pause(self) -> datetime:
        own = backoff(self.history.platform_failures, self.rng, self.pace, self.pace.platform_longest)
        return self.now + (own if self.asked is None else max(self.asked, own))


def _rate_limited(case: _Case) -> Verdict:
    return RetryAt(max(case.at, case.pause), pause_until=case.pause)


def _token(case: _Case) -> Verdict:
    if case.history.denials + 1 >= DENIALS:
        return Refused(Refusal.NOT_AUTHORIZED)
    at = case.now if case.history.denials == 0 else case.later
    return RetryAt(at, denied=True, new_token=True)


def _forbidden(case: _Case) -> Verdict:
    if case.history.denials + 1 >= DENIALS:
        return Refused(Refusal.NOT_PERMITTED)
    return RetryAt(case.later, denied=True, new_token=True)


def _ahead(case: _Case) -> Verdict:
    return Refused(Refusal.CLOCK) if case.history.denials + 1 >= DENIALS else RetryAt(case.later, denied=True)


def _conflict(case: _Case) -> Verdict:
    return Settle() if case.history.in_doubt else conflicted(case.history, case.now)


def _broken(case: _Case) -> Verdict:
    if case.history.tries + 1 >= BROKEN_TRIES:
        return Refused(Refusal.LMS_ERROR)
    return RetryAt(case.at, in_doubt=True)


def _overloaded(case: _Case) -> Verdict:
    if case.history.tries + 1 >= SILENT_TRIES:
        return Refused(Refusal.UNREACHABLE)
    return RetryAt(max(case.at, case.pause), in_doubt=True, pause_until=case.pause)


def _unsent(case: _Case) -> Verdict:
    if case.history.tries + 1 >= SILENT_TRIES:
        return Refused(Refusal.UNREACHABLE)
    return RetryAt(max(case.at, case.pause), pause_until=case.pause)


_ANSWERS: Mapping[Kind, Callable[[_Case], Verdict]] = {
    Kind.CONFLICT: _conflict,
    Kind.RATE_LIMITED: _rate_limited,
    Kind.TOKEN: _token,
    Kind.FORBIDDEN: _forbidden,
    Kind.MISSING: lambda _case: FindColumn(),
    Kind.AHEAD: _ahead,
    Kind.OVERLOADED: _overloaded,
    Kind.BROKEN: _broken,
    Kind.SILENT: _overloaded,
    Kind.UNSENT: _unsent,
}
