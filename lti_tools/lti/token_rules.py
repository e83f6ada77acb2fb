"""What makes an id_token good, as pure rules: signature, issuer and audience, times (Security Framework 5.1.3).

`lti/pylti.py` calls them where pylti1p3 is not strict enough; nothing here knows of it.
"""

import base64
import math
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from lti_tools.errors import (
    AudienceWrong,
    ClaimInvalid,
    ClaimMissing,
    RegistrationMixUp,
    SignatureInvalid,
    TokenExpired,
    TokenNotYetValid,
)

LEEWAY = timedelta(seconds=60)
MAX_AGE = timedelta(minutes=10)
MAX_LIFETIME = timedelta(hours=2)

_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
"""Three parts in base64url without padding (RFC 7515 2 and 7.1)."""


def check_signature(token: str, key: RSAPublicKey) -> None:
    """RS256 over the token's first two parts (RFC 7515 5.2); raises `SignatureInvalid`.

    The caller has seen that the header says RS256, and nothing of "crit" or "b64", which would mean another signature.
    """
    if not _COMPACT.fullmatch(token):
        raise SignatureInvalid("encoding")
    signed, _, signature = token.rpartition(".")
    try:
        raw = base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
        key.verify(raw, signed.encode("ascii"), PKCS1v15(), SHA256())
    except (InvalidSignature, ValueError) as error:
        raise SignatureInvalid(type(error).__name__) from error


def check_audience(claims: Mapping[str, Any], issuer: str, client_id: str) -> None:
    """Issuer, audience and authorized party (Security Framework 5.1.3, 2-5); extra audiences are not trusted."""
    for name in ("iss", "aud", "sub"):
        if claims.get(name) is None:
            raise ClaimMissing(name)
    if not isinstance(claims["iss"], str):
        raise ClaimInvalid("iss")
    if claims["iss"] != issuer:
        raise RegistrationMixUp("iss")
    audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    if not all(isinstance(one, str) for one in audiences):
        raise ClaimInvalid("aud")
    if client_id not in audiences or len(set(audiences)) > 1:
        raise AudienceWrong("aud")
    if claims.get("azp", client_id) != client_id:
        raise AudienceWrong("azp")


def check_times(claims: Mapping[str, Any], now: datetime) -> None:
    """`exp` and `iat` are there and plausible (Security Framework 5.1.3, 7-8), with `LEEWAY` for clocks that differ."""
    issued, expires = _seconds(claims, "iat"), _seconds(claims, "exp")
    clock, leeway = now.timestamp(), LEEWAY.total_seconds()
    if expires <= clock - leeway:
        raise TokenExpired("exp")
    if issued > clock + leeway:
        raise TokenNotYetValid("iat")
    if issued < clock - MAX_AGE.total_seconds() - leeway:
        raise TokenExpired("iat")
    if expires - issued > MAX_LIFETIME.total_seconds():
        raise ClaimInvalid("exp")
    if claims.get("nbf") is not None and _seconds(claims, "nbf") > clock + leeway:
        raise TokenNotYetValid("nbf")


def _seconds(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    if value is None:
        raise ClaimMissing(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e12 or not math.isfinite(value):
        raise ClaimInvalid(name)
    return float(value)
