"""Access tokens for a platform's services: asked for with a signed assertion, kept until shortly before they end.

Security Framework 4.1: client_credentials with private_key_jwt (RFC 7523).
"""

import re
import secrets
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from lti_tools.errors import AnswerInvalid, NotSent, TokenRefused, Unreachable
from lti_tools.lti.http import Answer, Caller
from lti_tools.lti.quirks import quirks_of
from lti_tools.store.tables.schools import Platform, Registration

Sign = Callable[[Mapping[str, Any], datetime], str]
"""Claims and the present instant -> a JWT signed by the suite, with `kid` in its header."""

BACKDATED = timedelta(seconds=5)
"""Moodle refuses an `iat` that is ahead of its own clock by a second."""
ASSERTION_LIVES = timedelta(minutes=5)
ENDS_EARLY = timedelta(seconds=60)
LIFETIME = timedelta(minutes=5)
"""Assumed where a platform does not tell `expires_in`."""
LONGEST = timedelta(days=1)
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(frozen=True)
class Client:
    """A registration as the services see it."""

    registration_id: int
    client_id: str
    token_endpoint: str
    token_audience: str = ""
    product: str = ""

    @property
    def audience(self) -> str:
        """`aud` of the assertion: as registered, as the product wants it, else the token endpoint."""
        return self.token_audience or quirks_of(self.product).token_audience or self.token_endpoint


def client_of(registration: Registration, platform: Platform) -> Client:
    return Client(
        registration.id,
        registration.client_id,
        registration.token_endpoint,
        registration.token_audience,
        platform.product,
    )


@dataclass(frozen=True)
class _Kept:
    text: str
    ends_at: datetime


_Key = tuple[Client, frozenset[str]]


class Tokens:
    """The tokens of this process. One per process; threads share it."""

    def __init__(self, http: Caller, sign: Sign, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._http, self._sign, self._clock = http, sign, clock
        self._kept: dict[_Key, _Kept] = {}
        self._locks: dict[_Key, threading.Lock] = {}

    def token(self, client: Client, scopes: Iterable[str]) -> str:
        """A token with exactly `scopes`; threads that need the same one at the same time share one request.

        Raises `TokenRefused` when the platform says no, `NotSent` when it gives no usable answer.
        """
        key = (client, frozenset(scopes))
        kept = self._kept.get(key)
        if kept and self._clock() < kept.ends_at:
            return kept.text
        with self._locks.setdefault(key, threading.Lock()):
            kept = self._kept.get(key)
            if not (kept and self._clock() < kept.ends_at):
                kept = self._kept[key] = self._ask(*key)
        return kept.text

    def drop(self, client: Client, scopes: Iterable[str], token: str) -> None:
        """Forget `token`, which a service did not accept; a newer one that another thread got meanwhile stays."""
        key = (client, frozenset(scopes))
        kept = self._kept.get(key)
        if kept and kept.text == token:
            self._kept.pop(key, None)

    def invalidate(self, registration_id: int) -> None:
        """Forget every token of a registration."""
        for key in [key for key in list(self._kept) if key[0].registration_id == registration_id]:
            self._kept.pop(key, None)

    def _ask(self, client: Client, scopes: frozenset[str]) -> _Kept:
        now = self._clock()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": self._sign(assertion(client, now), now),
            "scope": " ".join(sorted(scopes)),
        }
        try:
            answer = self._http.request("POST", client.token_endpoint, headers=headers, body=urlencode(form))
            return _read(answer, now)
        except NotSent:
            raise
        except Unreachable as error:
            raise NotSent(f"no access token: {error.detail}") from error


def assertion(client: Client, now: datetime) -> dict[str, Any]:
    """The claims that prove who we are (Security Framework 4.1.1)."""
    return {
        "iss": client.client_id,
        "sub": client.client_id,
        "aud": client.audience,
        "iat": int((now - BACKDATED).timestamp()),
        "exp": int((now + ASSERTION_LIVES).timestamp()),
        "jti": secrets.token_urlsafe(24),
    }


def _read(answer: Answer, now: datetime) -> _Kept:
    """The token in an answer, whatever its Content-Type (Moodle says text/html)."""
    if not answer.ok:
        raise TokenRefused(f"{answer.host}: {answer.status} {_error_code(answer)}".strip(), answer.status)
    body = answer.json()
    text = body.get("access_token")
    if not isinstance(text, str) or not re.fullmatch(r"[\x21-\x7e]{1,8000}", text):
        raise AnswerInvalid(f"{answer.host}: no access token in the answer")
    lifetime = _lifetime(body.get("expires_in"))
    return _Kept(text, now + lifetime - min(ENDS_EARLY, lifetime / 2))


def _lifetime(value: object) -> timedelta:
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:9])
    if isinstance(value, bool) or not isinstance(value, int | float):
        return LIFETIME
    return timedelta(seconds=min(max(value, 0), LONGEST.total_seconds()))


def _error_code(answer: Answer) -> str:
    """OAuth's `error` (RFC 6749 5.2), empty where the answer has none."""
    try:
        code = answer.json().get("error")
    except AnswerInvalid:
        return ""
    return code if isinstance(code, str) and re.fullmatch(r"[A-Za-z0-9_.-]{1,60}", code) else ""
