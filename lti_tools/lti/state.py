"""The OIDC state: a signed record of one login that needs no row until the launch consumes it.

A state carries a random id, the registration and the time of issue under an HMAC of the suite's secret. Nonce and
browser secrets are derived from the id with keys of their own, so they can be told from the state by us alone.
"""

import hashlib
import hmac
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_bytes

from lti_tools.errors import StateExpired, StateUnknown

LIFETIME = timedelta(minutes=10)
"""Canvas may show its own sign-in page in between."""

_RECORD = struct.Struct(">16sIQ")
_MAC_LENGTH = 16


@dataclass(frozen=True)
class LoginState:
    """One login under way and the secrets that belong to it."""

    text: str
    """The `state` parameter."""
    id: bytes
    registration_id: int
    expires_at: datetime
    nonce: str
    cookie_value: str
    """In this browser's login cookie."""
    storage_value: str
    """In the platform's storage, where it offers one."""

    @property
    def cookie_name(self) -> str:
        return f"lti_login_{self.id[:6].hex()}"

    @property
    def storage_key(self) -> str:
        return f"lti_state_{self.id[:6].hex()}"


def issue(secret: bytes, registration_id: int, now: datetime, *, login_id: bytes | None = None) -> LoginState:
    """A new login of `registration_id`, good for `LIFETIME`."""
    record = _RECORD.pack(login_id or token_bytes(16), registration_id, int(now.timestamp()))
    mac = _derive(secret, b"state", record)[:_MAC_LENGTH]
    return _open(secret, record, _encode(record + mac))


def read(secret: bytes, text: str, now: datetime) -> LoginState:
    """The login that `text` names; raises `StateUnknown` for what we did not issue, `StateExpired` when too old."""
    try:
        raw = urlsafe_b64decode(text + "=" * (-len(text) % 4)) if len(text) < 200 and text.isascii() else b""
    except ValueError:
        raw = b""
    record, mac = raw[: _RECORD.size], raw[_RECORD.size :]
    if len(raw) != _RECORD.size + _MAC_LENGTH or _encode(raw) != text:
        raise StateUnknown
    if not hmac.compare_digest(mac, _derive(secret, b"state", record)[:_MAC_LENGTH]):
        raise StateUnknown
    login = _open(secret, record, text)
    if now >= login.expires_at:
        raise StateExpired
    return login


def _open(secret: bytes, record: bytes, text: str) -> LoginState:
    login_id, registration_id, issued = _RECORD.unpack(record)
    return LoginState(
        text=text,
        id=login_id,
        registration_id=registration_id,
        expires_at=datetime.fromtimestamp(issued, UTC) + LIFETIME,
        nonce=_text(_derive(secret, b"nonce", login_id)),
        cookie_value=_text(_derive(secret, b"cookie", login_id)),
        storage_value=_text(_derive(secret, b"storage", login_id)),
    )


def _derive(secret: bytes, purpose: bytes, data: bytes) -> bytes:
    return hmac.digest(secret, purpose + b"\x00" + data, hashlib.sha256)


def _encode(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw[:24]).decode()
