"""`KeyStore`: the suite's signing keys and its master secret, read anew when another process changed them."""

import hashlib
import hmac
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from lti_tools.errors import RotationUnderWay, SettingInvalid
from lti_tools.lti import key_files as files
from lti_tools.lti.key_rules import KeyTimes, State, published, rotation, signing, state_of, under_way


@dataclass
class _Read:
    """What stands in the folder, as of `stamp`."""

    stamp: tuple[int, int, int]
    keys: list[KeyTimes]
    private: dict[str, RSAPrivateKey] = field(default_factory=dict)
    public: dict[str, dict[str, str]] = field(default_factory=dict)


class KeyStore:
    """Safe to share between threads and between processes with one folder."""

    def __init__(self, folder: Path, passphrase: str = "", *, for_ever: bool = False) -> None:
        """`for_ever`: the keys sign documents that last, so retired ones stay published (`beside`)."""
        self.folder = folder
        self._passphrase = passphrase
        self._for_ever = for_ever
        self._beside: dict[str, KeyStore] = {}
        self._lock = threading.Lock()
        self._read = _Read((0, 0, 0), [])
        self._secret = b""

    @property
    def secret(self) -> bytes:
        """32 secret bytes that never change: what the suite seals and hashes with. `ensure` makes them."""
        if not self._secret:
            self._secret = files.read_secret(self.folder)
        return self._secret

    def beside(self, name: str) -> "KeyStore":
        """Keys of their own for documents that outlive launches, in a folder of this one; never forgotten.

        Call its `ensure` before it signs for the first time.
        """
        with self._lock:
            found = self._beside.get(name)
            if found is None:
                found = self._beside[name] = KeyStore(self.folder / name, self._passphrase, for_ever=True)
            return found

    def keyed_hash(self, purpose: str, text: str) -> str:
        """A hash that nobody without the master secret can recompute; another one for each purpose."""
        key = hmac.digest(self.secret, purpose.encode(), "sha256")
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()

    def ensure(self, now: datetime) -> None:
        """Make the first keys where there are none, and encrypt the files where a passphrase has been set since."""
        with files.locked(self.folder):
            keys = files.read_index(self.folder)
            if signing(keys, now) is None:
                self._write([*keys, self._new(now, signs_from=now), self._new(now)])
            self._seal()
            if not self._for_ever:
                files.ensure_secret(self.folder)

    def rotate(self, now: datetime, *, immediately: bool = False) -> KeyTimes:
        """Let the next key sign as soon as it has been published for 24 h, and make the one after it.

        `immediately` is for a leak: a new key signs from `now`, all others are withdrawn and their files deleted.
        Returns the key that signs next. Raises `RotationUnderWay` while an earlier rotation is still to come, and
        `SettingInvalid` where that key cannot be read, by a wrong passphrase for instance: nothing is changed then.
        """
        with files.locked(self.folder):
            keys = [] if immediately else files.read_index(self.folder)
            coming = under_way(keys, now)
            if coming and coming.signs_from:
                start = f"{coming.signs_from:%Y-%m-%d %H:%M} UTC"
                raise RotationUnderWay(f"a rotation is under way: {coming.kid} signs from {start}")
            keys = rotation(keys, now, for_ever=self._for_ever)
            if keys:
                files.read_key(self.folder, keys[-1].kid, self._passphrase)
            else:
                keys = [self._new(now, signs_from=now)]
            self._write([*keys, self._new(now)])
            return keys[-1]

    def states(self, now: datetime) -> list[tuple[KeyTimes, State]]:
        """The published keys and what each is at `now`, oldest first."""
        keys, for_ever = self._current().keys, self._for_ever
        shown = published(keys, now, for_ever=for_ever)
        return [(key, state_of(key, keys, now, for_ever=for_ever)) for key in shown]

    def jwks(self, now: datetime) -> dict[str, list[dict[str, str]]]:
        """The key set that platforms fetch: next, current and retired keys."""
        read = self._current()
        return {"keys": [self._public(read, key.kid) for key in published(read.keys, now, for_ever=self._for_ever)]}

    def signing_kid(self, now: datetime) -> str:
        """The key that signs at `now`."""
        key = signing(self._current().keys, now)
        if key is None:
            raise SettingInvalid(f"{self.folder} holds no signing key; make one with: lti-tools keys rotate")
        return key.kid

    def sign(self, claims: Mapping[str, Any], now: datetime, *, kid: str = "", named: str = "") -> str:
        """`claims` as a JWT, signed RS256; times in them are the caller's.

        The current key signs, or the published one called `kid`. `named`: what the header calls it, e.g. its address.
        """
        read, kid = self._current(), kid or self.signing_kid(now)
        return jwt.encode(dict(claims), self._private(read, kid), algorithm="RS256", headers={"kid": named or kid})

    def _current(self) -> _Read:
        read = self._read
        if self._stamp() == read.stamp:
            return read
        with self._lock:
            stamp = self._stamp()
            self._read = _Read(stamp, files.read_index(self.folder))
            return self._read

    def _stamp(self) -> tuple[int, int, int]:
        try:
            found = (self.folder / files.INDEX).stat()
        except OSError:
            return (0, 0, 0)
        return (found.st_mtime_ns, found.st_ino, found.st_size)

    def _private(self, read: _Read, kid: str) -> RSAPrivateKey:
        if kid not in read.private:
            read.private[kid] = files.read_key(self.folder, kid, self._passphrase)
        return read.private[kid]

    def _public(self, read: _Read, kid: str) -> dict[str, str]:
        if kid not in read.public:
            read.public[kid] = files.public_jwk(kid, self._private(read, kid).public_key())
        return read.public[kid]

    def _new(self, now: datetime, signs_from: datetime | None = None) -> KeyTimes:
        return KeyTimes(files.new_key(self.folder, self._passphrase), now, signs_from)

    def _write(self, keys: list[KeyTimes]) -> None:
        files.write_index(self.folder, keys)
        files.delete_keys_but(self.folder, keys)

    def _seal(self) -> None:
        """Encrypt the key files that are open although there is a passphrase."""
        for path in self.folder.glob("*.pem") if self._passphrase else ():
            if not files.is_sealed(path.read_bytes()):
                files.write_key(self.folder, path.stem, files.read_key(self.folder, path.stem, ""), self._passphrase)
