"""Tokens against cross-site request forgery: an HMAC of a random salt under the session's secret, so nothing is stored.

Each page carries another token (the salt masks it), all of a session's tokens hold as long as the session does.
"""

import hashlib
import hmac
import secrets

FIELD = "csrf_token"
"""Name of the hidden form field."""
HEADER = "X-CSRF-Token"
"""Header in which scripts send the token (`drafts.js`)."""

_SALT = 16


def issue(secret: str) -> str:
    """A fresh token for the session that `secret` opens."""
    salt = secrets.token_hex(_SALT)
    return f"{salt}.{_mac(salt, secret)}"


def check(token: str, secret: str) -> bool:
    """Whether `token` was issued for the session that `secret` opens; never true for an empty secret."""
    salt, dot, mac = token.partition(".")
    if not (secret and dot and len(salt) == 2 * _SALT):
        return False
    return hmac.compare_digest(mac.encode("utf-8", "replace"), _mac(salt, secret).encode())


def _mac(salt: str, secret: str) -> str:
    message = b"csrf:" + salt.encode("utf-8", "replace")
    return hmac.new(secret.encode("utf-8", "replace"), message, hashlib.sha256).hexdigest()
