"""The keys folder: `<kid>.pem` files, `keys.json` with their times, `master.secret`. Owner-only, written atomically."""

import fcntl
import hashlib
import json
import os
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from lti_tools.errors import SettingInvalid
from lti_tools.lti.key_rules import KeyTimes

BITS = 2048
INDEX = "keys.json"
MASTER = "master.secret"


def new_key(folder: Path, passphrase: str) -> str:
    """Make a key file and return its kid."""
    key = generate_private_key(65537, BITS)
    kid = thumbprint(key.public_key())
    write_key(folder, kid, key, passphrase)
    return kid


def write_key(folder: Path, kid: str, key: RSAPrivateKey, passphrase: str) -> None:
    sealed: KeySerializationEncryption = NoEncryption()
    if passphrase:
        sealed = BestAvailableEncryption(passphrase.encode())
    _replace(folder / f"{kid}.pem", key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, sealed))


def read_key(folder: Path, kid: str, passphrase: str) -> RSAPrivateKey:
    """The private key `kid`; raises `SettingInvalid` where the file or its passphrase is not there."""
    path = folder / f"{kid}.pem"
    try:
        pem = path.read_bytes()
        key = load_pem_private_key(pem, passphrase.encode() if is_sealed(pem) and passphrase else None)
    except (OSError, TypeError, ValueError) as error:
        hint = "LTI_TOOLS_KEYS_PASSPHRASE is missing or wrong, or the file is damaged"
        raise SettingInvalid(f"{path} cannot be read ({type(error).__name__}): {hint}") from error
    if not isinstance(key, RSAPrivateKey):
        raise SettingInvalid(f"{path} is no RSA key")
    return key


def is_sealed(pem: bytes) -> bool:
    return b"ENCRYPTED" in pem


def public_jwk(kid: str, key: RSAPublicKey) -> dict[str, str]:
    """`key` as a member of a key set (RFC 7517, RFC 7518 6.3.1)."""
    return {**_required_members(key), "kid": kid, "use": "sig", "alg": "RS256"}


def thumbprint(key: RSAPublicKey) -> str:
    """The key's SHA-256 thumbprint (RFC 7638)."""
    canonical = json.dumps(_required_members(key), separators=(",", ":"), sort_keys=True)
    return _base64url(hashlib.sha256(canonical.encode()).digest())


def read_index(folder: Path) -> list[KeyTimes]:
    """The keys' times, oldest first; empty where there is no index yet."""
    try:
        rows = json.loads((folder / INDEX).read_bytes())["keys"]
        return [KeyTimes(row["kid"], _instant(row["published_at"]), _optional(row["signs_from"])) for row in rows]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SettingInvalid(f"{folder / INDEX} cannot be read: {error}") from error


def write_index(folder: Path, keys: Sequence[KeyTimes]) -> None:
    rows: list[dict[str, Any]] = [
        {
            "kid": key.kid,
            "published_at": key.published_at.isoformat(),
            "signs_from": key.signs_from.isoformat() if key.signs_from else None,
        }
        for key in keys
    ]
    _replace(folder / INDEX, (json.dumps({"keys": rows}, indent=1) + "\n").encode())


def delete_keys_but(folder: Path, keys: Sequence[KeyTimes]) -> None:
    """Delete the key files that the index no longer names."""
    kept = {f"{key.kid}.pem" for key in keys}
    for path in folder.glob("*.pem"):
        if path.name not in kept:
            path.unlink(missing_ok=True)


def ensure_secret(folder: Path) -> None:
    """Make the suite's 32 secret bytes where there are none. Call it under the folder's lock."""
    if not (folder / MASTER).exists():
        _replace(folder / MASTER, secrets.token_bytes(32))


def read_secret(folder: Path) -> bytes:
    """The suite's 32 secret bytes."""
    path = folder / MASTER
    try:
        secret = path.read_bytes()
    except OSError as error:
        raise SettingInvalid(f"{path} cannot be read: {error.strerror}") from error
    if len(secret) != 32:
        raise SettingInvalid(f"{path} does not hold 32 bytes")
    return secret


def make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingInvalid(f"LTI_TOOLS_KEYS={folder} is no usable folder: {error.strerror}") from error


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder against other processes that want to change it."""
    make_folder(folder)
    with (folder / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _replace(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    _write(temporary, content)
    temporary.replace(path)


def _write(path: Path, content: bytes) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise SettingInvalid(f"{path.parent} cannot be written to: {error.strerror}") from error
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _required_members(key: RSAPublicKey) -> dict[str, str]:
    numbers = key.public_numbers()
    return {"e": _number(numbers.e), "kty": "RSA", "n": _number(numbers.n)}


def _number(value: int) -> str:
    return _base64url(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _base64url(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _optional(text: str | None) -> datetime | None:
    return _instant(text) if text else None


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text} has no time zone")
    return instant
