"""Calls from outside systems: signed, fresh, each counted once.

A call is a POST whose body is JSON and whose header `Quest-Signature` is `t=<Unix seconds>,v1=<hex>`: the HMAC-SHA256,
under the intake's secret, of the seconds, a full stop and the body as it is sent. What cannot be trusted is refused
before the body is read.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

HEADER = "Quest-Signature"
WINDOW = timedelta(minutes=5)
"""How far the call's time may lie from ours, either way."""
MOST_BYTES = 10_000
_SIGNATURE = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")
_ID = re.compile(r"[A-Za-z0-9._:/-]{8,100}")
_MEMBERS = {"id", "learner", "action", "score", "at"}


class IntakeFault(StrEnum):
    """Why a call is refused; the answer to the caller is this code."""

    UNSIGNED = "unsigned"
    """No signature in the form above."""
    STALE = "stale"
    """Signed more than five minutes ago, or in the future: a copy, or a clock that is off."""
    FORGED = "forged"
    DAMAGED = "damaged"
    """No JSON object with the members of a call, or more than them."""
    LATER = "later"
    """It says that it happened in the future."""
    REPLAYED = "replayed"
    """Taken already: nothing more is counted, and nothing is lost."""
    CHANGED = "changed"
    """Another call with this id was taken."""
    UNKNOWN_LEARNER = "unknown-learner"
    UNKNOWN_ACTION = "unknown-action"


class IntakeRefused(ValueError):
    """A call that counts nothing."""

    def __init__(self, fault: IntakeFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Call:
    """What an outside system says: somebody did something."""

    id: str
    """Chosen by the caller, once for each event: the same id never counts twice."""
    learner: str
    """The person's id at the LMS, or their e-mail address."""
    action: str
    """Named by the teacher at an objective, e.g. "forum.reply"."""
    score: int
    """Percent, 0 to 100."""
    at: datetime


def signature(secret: bytes, body: bytes, at: datetime) -> str:
    """The header of a call sent at `at`."""
    return f"t={int(at.timestamp())},v1={_mac(secret, int(at.timestamp()), body)}"


def check(secrets: Iterable[bytes], header: str, body: bytes, now: datetime) -> Call:
    """The call in `body`; raises `IntakeRefused`. Two secrets hold while one replaces the other."""
    found = _SIGNATURE.fullmatch(header.strip())
    if not found:
        raise IntakeRefused(IntakeFault.UNSIGNED)
    seconds = int(found[1])
    genuine = [hmac.compare_digest(_mac(secret, seconds, body), found[2]) for secret in secrets]
    if not any(genuine):
        raise IntakeRefused(IntakeFault.FORGED)
    if abs(now.timestamp() - seconds) > WINDOW.total_seconds():
        raise IntakeRefused(IntakeFault.STALE)
    call = _read(body)
    if call.at > now + WINDOW:
        raise IntakeRefused(IntakeFault.LATER)
    return call


def digest(call: Call) -> str:
    """Tells whether a call with a known id is the one that was taken."""
    text = json.dumps([call.id, call.learner, call.action, call.score, call.at.astimezone(UTC).isoformat()])
    return hashlib.sha256(text.encode()).hexdigest()


def known(call: Call, taken: str | None) -> None:
    """Raise `IntakeRefused` where a call with this id was taken, whose `digest` is `taken`."""
    if taken is not None:
        same = hmac.compare_digest(taken, digest(call))
        raise IntakeRefused(IntakeFault.REPLAYED if same else IntakeFault.CHANGED)


def _mac(secret: bytes, seconds: int, body: bytes) -> str:
    return hmac.new(secret, str(seconds).encode() + b"." + body, hashlib.sha256).hexdigest()


def _read(body: bytes) -> Call:
    try:
        found = json.loads(body) if len(body) <= MOST_BYTES else None
    except (ValueError, RecursionError) as error:
        raise IntakeRefused(IntakeFault.DAMAGED) from error
    if not isinstance(found, dict) or not {"id", "learner", "action"} <= found.keys() <= _MEMBERS:
        raise IntakeRefused(IntakeFault.DAMAGED)
    score = found.get("score", 100)
    texts = [found[name] for name in ("id", "learner", "action")]
    whole = all(isinstance(one, str) and 0 < len(one) <= 255 for one in texts) and _ID.fullmatch(texts[0])
    if not whole or not isinstance(score, int) or isinstance(score, bool) or not 0 <= score <= 100:
        raise IntakeRefused(IntakeFault.DAMAGED)
    return Call(texts[0], texts[1], texts[2], score, _moment(found.get("at")))


def _moment(value: Any) -> datetime:
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise IntakeRefused(IntakeFault.DAMAGED) from error
    if at.tzinfo is None:
        raise IntakeRefused(IntakeFault.DAMAGED)
    return at
