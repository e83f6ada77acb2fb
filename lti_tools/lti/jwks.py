"""The platforms' public keys: parsed strictly, held in the process and in the database, fetched rarely.

A platform that is down, slow or talking nonsense does not stop launches: its last good set serves for 24 hours. A flood
of launches with invented key ids causes one fetch in 30 seconds (Security Framework 6.3).
"""

import base64
import binascii
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers

from lti_tools.errors import AnswerInvalid, KeysUnavailable, KeyUnknown, Unreachable
from lti_tools.lti.http import Answer, Http
from lti_tools.lti.reading import ID_LENGTH, storable
from lti_tools.store import key_sets
from lti_tools.store.database import Database
from lti_tools.store.tables.schools import KeySet

SERVES = timedelta(hours=24)
"""How long a set serves after it was fetched."""
OLD = timedelta(hours=1)
CHECKED = timedelta(seconds=60)
"""How long this process goes by its own copy before it looks into the database again."""
BETWEEN_FETCHES = timedelta(seconds=30)
BETWEEN_REFRESHES = timedelta(minutes=5)
FETCH_SECONDS = 4.0
TURN_SECONDS = 4.0
MOST_KEYS = 100
ACCEPT = {"Accept": "application/json"}
RSA_BITS = range(2048, 8193)

Keys = Mapping[str, RSAPublicKey]


def read_key_set(answer: Answer) -> dict[str, Any]:
    """What is worth storing of a platform's answer: a JWKS of its usable keys alone; raises `AnswerInvalid`."""
    if answer.status != 200:
        raise AnswerInvalid(f"{answer.host}: status {answer.status}")
    entries = parse_key_set(answer.json())
    if not entries:
        raise AnswerInvalid(f"{answer.host}: no usable key")
    return {"keys": list(entries.values())}


def parse_key_set(document: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The usable keys of a JWKS (RFC 7517) by kid, each as kty, kid, n and e; raises `AnswerInvalid` without a list.

    Usable is an RSA key of 2048 to 8192 bits with a kid, for signatures (`use`) by RS256 (`alg`), where these are
    given. Everything else is left out silently: platforms publish keys for other purposes too.
    """
    entries = document.get("keys")
    if not isinstance(entries, list):
        raise AnswerInvalid("the key set has no list of keys")
    found: dict[str, dict[str, str]] = {}
    for entry in entries[:MOST_KEYS]:
        if _is_usable(entry):
            found.setdefault(entry["kid"], {name: entry[name] for name in ("kty", "kid", "n", "e")})
    return found


def public_keys(entries: Mapping[str, Mapping[str, str]]) -> dict[str, RSAPublicKey]:
    return {kid: _public_key(entry["n"], entry["e"]) for kid, entry in entries.items()}


def _is_usable(entry: object) -> bool:
    if not isinstance(entry, dict) or entry.get("kty") != "RSA":
        return False
    if entry.get("use", "sig") != "sig" or entry.get("alg", "RS256") != "RS256":
        return False
    kid, n, e = (entry.get(name) for name in ("kid", "n", "e"))
    if not (isinstance(kid, str) and isinstance(n, str) and isinstance(e, str)):
        return False
    if not kid or kid != storable(kid, ID_LENGTH):
        return False
    try:
        return _public_key(n, e).key_size in RSA_BITS
    except ValueError:
        return False


def _public_key(n: str, e: str) -> RSAPublicKey:
    modulus, exponent = _number(n), _number(e)
    if exponent.bit_length() > 64:  # beyond OpenSSL's own limit for long moduli: slow to verify, never needed
        raise ValueError("exponent")
    return RSAPublicNumbers(exponent, modulus).public_key()


def _number(text: str) -> int:
    if len(text) > 2000:
        raise ValueError("too long")
    try:
        return int.from_bytes(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True), "big")
    except (binascii.Error, UnicodeError) as error:
        raise ValueError("not base64url") from error


@dataclass(frozen=True)
class Held:
    """A platform's keys as this process knows them."""

    keys: Keys
    fetched_at: datetime | None
    tried_at: datetime
    error: str
    checked_at: datetime
    """When the database was last looked at."""

    def serves(self, now: datetime) -> bool:
        return self.fetched_at is not None and now - self.fetched_at <= SERVES

    def is_checked(self, now: datetime) -> bool:
        return timedelta(0) <= now - self.checked_at < CHECKED

    def is_being_fetched(self, now: datetime) -> bool:
        return self.error == key_sets.FETCHING and now - self.tried_at <= timedelta(seconds=FETCH_SECONDS + 1)


class KeySets:
    """The door to the platforms' keys. One per process; threads share it."""

    def __init__(self, database: Database, http: Http) -> None:
        self._database, self._http = database, http
        self._held: dict[int, Held] = {}

    def key_for(self, platform_id: int, jwks_uri: str, kid: str, now: datetime) -> RSAPublicKey:
        """The platform's key named `kid`, for PyJWT. Never call it inside a transaction: it may fetch.

        A known key costs neither a request nor, within `CHECKED`, a statement. Raises `KeyUnknown` when the set is
        good but lacks the key, `KeysUnavailable` when there is no set younger than 24 hours.
        """
        held = self._held.get(platform_id)
        if held and held.is_checked(now) and held.serves(now) and kid in held.keys:
            return held.keys[kid]
        held = self._load(platform_id, now)
        if not (held and held.serves(now) and kid in held.keys):
            held = self._renewed(held, platform_id, jwks_uri, now)
        if not held.serves(now):
            raise KeysUnavailable(f"platform {platform_id}: {held.error or 'no key set'}")
        if kid not in held.keys:
            raise KeyUnknown(f"platform {platform_id}: {len(held.keys)} keys, none of that name")
        return held.keys[kid]

    def refresh(self, platform_id: int, jwks_uri: str, now: datetime, interval: timedelta = BETWEEN_FETCHES) -> bool:
        """Fetch a platform's set now unless somebody tried within `interval`; True when a good set came."""
        with self._database.write() as db:
            claimed = key_sets.claim(db, platform_id, now, interval)
        return claimed and self._fetch(platform_id, jwks_uri, now)

    def refresh_due(self, now: datetime, limit: int = 20) -> int:
        """Fetch the sets that are older than an hour; for the worker. Returns how many were fetched.

        It begins no fetch after `TURN_SECONDS`, so that platforms that hang do not hold up the worker's other tasks.
        """
        with self._database.read() as db:
            due = key_sets.due_for_refresh(db, now - OLD, now - BETWEEN_REFRESHES, limit)
        ends, fetched = time.monotonic() + TURN_SECONDS, 0
        for platform_id, jwks_uri in due:
            if time.monotonic() > ends:
                break
            fetched += self.refresh(platform_id, jwks_uri, now, BETWEEN_REFRESHES)
        return fetched

    def _renewed(self, held: Held | None, platform_id: int, jwks_uri: str, now: datetime) -> Held:
        """What is known after a fetch: ours, or the one that another thread or process is making."""
        if held is None or now - held.tried_at >= BETWEEN_FETCHES:
            self.refresh(platform_id, jwks_uri, now)
        give_up = time.monotonic() + FETCH_SECONDS + 1
        while True:
            held = self._load(platform_id, now)
            if held is None:
                raise KeysUnavailable(f"platform {platform_id} is gone")
            if not held.is_being_fetched(now) or time.monotonic() > give_up:
                return held
            time.sleep(0.05)

    def _load(self, platform_id: int, now: datetime) -> Held | None:
        with self._database.read() as db:
            row = key_sets.key_set(db, platform_id)
        if row is None:
            return None
        held = self._held.get(platform_id)
        if held and held.fetched_at == row.fetched_at:
            held = replace(held, tried_at=row.tried_at, error=row.error, checked_at=now)
        else:
            held = _held(row, now)
        self._held[platform_id] = held
        return held

    def _fetch(self, platform_id: int, jwks_uri: str, now: datetime) -> bool:
        try:
            answer = self._http.request("GET", jwks_uri, headers=ACCEPT, deadline=FETCH_SECONDS)
            body = read_key_set(answer)
        except Unreachable as error:
            with self._database.write() as db:
                key_sets.keep_error(db, platform_id, error.detail)
            return False
        with self._database.write() as db:
            key_sets.keep_key_set(db, platform_id, body, now)
        return True


def _held(row: KeySet, now: datetime) -> Held:
    keys = public_keys(parse_key_set(row.body)) if row.fetched_at else {}
    return Held(keys, row.fetched_at, row.tried_at, row.error, now)
