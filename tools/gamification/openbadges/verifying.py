"""Our own verifier of badges: shape, signature, status, dates and recipient, in the order of Open Badges 3.0, 9.

`fetch` brings what lies at an address (bytes; raises `Unreached`): a resolver of our own addresses in the pages, real
HTTP in tests and commands.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from tools.gamification.openbadges.shape import BadgeRefused, Flaw, check_shape, issuer_id, moment, status_entry
from tools.gamification.openbadges.status_list import StatusListInvalid, is_set

MOST_CHARACTERS = 200_000
LEAST_BITS = 2048
SKEW = timedelta(minutes=5)
Json = dict[str, Any]
Fetch = Callable[[str], bytes]


class Unreached(Exception):
    """An address that gave nothing."""


@dataclass(frozen=True)
class Verified:
    """A badge that holds."""

    credential: Json
    kid: str

    @property
    def achievement(self) -> Json:
        found: Json = self.credential["credentialSubject"]["achievement"]
        return found


def verify(jws: str, fetch: Fetch, now: datetime, *, email: str = "") -> Verified:
    """The credential in `jws`; raises `BadgeRefused`. With `email` it has to be the recipient's."""
    header, found = read(jws)
    check_shape(found)
    kid = _kid(header, issuer_id(found))
    key = _key(fetch, kid)
    _check_signature(jws, key)
    entry = status_entry(found)
    if entry:
        _check_status(fetch, entry, issuer_id(found), now)
    if moment(found["validFrom"]) > now + SKEW:
        raise BadgeRefused(Flaw.NOT_YET)
    if "validUntil" in found and moment(found["validUntil"]) <= now:
        raise BadgeRefused(Flaw.EXPIRED)
    if email and not any(_is_theirs(one, email) for one in found["credentialSubject"].get("identifier", [])):
        raise BadgeRefused(Flaw.RECIPIENT)
    return Verified({name: value for name, value in found.items() if name not in _CLAIMS}, kid)


_CLAIMS = frozenset({"iss", "jti", "nbf", "sub", "exp"})


def read(jws: str) -> tuple[Json, Json]:
    """(header, payload) of a compact JWS, unverified; raises `BadgeRefused`."""
    parts = jws.split(".")
    if len(jws) > MOST_CHARACTERS or len(parts) != 3:
        raise BadgeRefused(Flaw.NOT_A_BADGE)
    header, payload = _json(parts[0]), _json(parts[1])
    if set(header) - {"alg", "kid", "typ"} or header.get("typ", "JWT") != "JWT":
        raise BadgeRefused(Flaw.HEADER)
    if header.get("alg") != "RS256":
        raise BadgeRefused(Flaw.ALGORITHM)
    return header, payload


def _kid(header: Mapping[str, Any], issuer: str) -> str:
    """The key's address, which has to lie where the issuer lies: anybody can sign with a key of their own."""
    kid = header.get("kid")
    if not isinstance(kid, str):
        raise BadgeRefused(Flaw.HEADER)
    here, there = urlsplit(kid), urlsplit(issuer)
    if not here.netloc or (here.scheme, here.netloc) != (there.scheme, there.netloc):
        raise BadgeRefused(Flaw.KEY_ADDRESS)
    return kid


def _key(fetch: Fetch, kid: str) -> RSAPublicKey:
    try:
        jwk = json.loads(fetch(kid))
    except Unreached as error:
        raise BadgeRefused(Flaw.KEY_UNREACHABLE) from error
    except ValueError as error:
        raise BadgeRefused(Flaw.KEY) from error
    if not isinstance(jwk, dict) or jwk.get("kty") != "RSA" or "d" in jwk:
        raise BadgeRefused(Flaw.KEY)
    try:
        key = jwt.PyJWK(jwk, "RS256").key
    except (jwt.PyJWTError, ValueError, TypeError, KeyError) as error:
        raise BadgeRefused(Flaw.KEY) from error
    if not isinstance(key, RSAPublicKey) or key.key_size < LEAST_BITS:
        raise BadgeRefused(Flaw.KEY)
    return key


def _check_signature(jws: str, key: RSAPublicKey) -> None:
    try:
        jwt.api_jws.decode(jws, key, algorithms=["RS256"])
    except jwt.PyJWTError as error:
        raise BadgeRefused(Flaw.SIGNATURE) from error


def _check_status(fetch: Fetch, entry: tuple[str, int], issuer: str, now: datetime) -> None:
    """The list is a signed credential of the same issuer, and the badge's bit is not set."""
    address, index = entry
    try:
        text = fetch(address).decode()
    except Unreached as error:
        raise BadgeRefused(Flaw.STATUS_UNREACHABLE) from error
    except UnicodeDecodeError as error:
        raise BadgeRefused(Flaw.STATUS_LIST) from error
    try:
        header, found = read(text.strip())
        _check_signature(text.strip(), _key(fetch, _kid(header, issuer)))
        begins = moment(found.get("validFrom"))
    except BadgeRefused as error:
        raise BadgeRefused(Flaw.STATUS_LIST) from error
    subject = found.get("credentialSubject")
    named = found.get("id") == address and found.get("issuer") == issuer and begins <= now + SKEW
    if not named or not isinstance(subject, dict) or subject.get("statusPurpose") != "revocation":
        raise BadgeRefused(Flaw.STATUS_LIST)
    try:
        revoked = is_set(str(subject.get("encodedList")), index)
    except StatusListInvalid as error:
        raise BadgeRefused(Flaw.STATUS_LIST) from error
    if revoked:
        raise BadgeRefused(Flaw.REVOKED)


def _is_theirs(identifier: Mapping[str, Any], email: str) -> bool:
    if identifier.get("identityType") != "emailAddress":
        return False
    claimed, plain = str(identifier.get("identityHash", "")), email.strip().lower()
    if not identifier.get("hashed"):
        return hmac.compare_digest(claimed.lower().encode(), plain.encode())
    digest = hashlib.sha256(f"{plain}{identifier.get('salt', '')}".encode()).hexdigest()
    return hmac.compare_digest(claimed.encode(), f"sha256${digest}".encode())


def _json(part: str) -> Json:
    try:
        raw = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
        found = json.loads(raw, object_pairs_hook=_once, parse_constant=_no_number)
    except (binascii.Error, ValueError, RecursionError) as error:
        raise BadgeRefused(Flaw.NOT_A_BADGE) from error
    if not isinstance(found, dict):
        raise BadgeRefused(Flaw.NOT_A_BADGE)
    return found


def _once(pairs: list[tuple[str, Any]]) -> Json:
    """A member that stands twice is read differently by different programs."""
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a member stands twice")
    return dict(pairs)


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no JSON")
