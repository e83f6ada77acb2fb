"""The key of one secret vote: who a ballot belongs to, and what is on it, only this key tells.

Half of it is a salt in the database, half the suite's master secret. The close destroys the salt, and from then on
nobody can open a ballot that some old copy of the database still holds, or say whose it was.
"""

import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from secrets import token_bytes
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KeyedHash = Callable[[str, str], str]
"""`KeyStore.keyed_hash`: (purpose, text) -> hex digest under the suite's master secret."""
_NONCE = 12


@dataclass(frozen=True)
class BallotKey:
    """`secret` has 32 bytes."""

    secret: bytes

    def tag(self, person_id: int) -> str:
        """What stands for a person while the vote is open: the same for the same person, nothing to anybody else."""
        return hmac.new(self.secret, f"tag:{person_id}".encode(), "sha256").hexdigest()

    def locked(self, tag: str, content: Mapping[str, Any], size: int) -> bytes:
        """`content` as JSON, padded to `size` bytes so that its length tells nothing, and encrypted for `tag`."""
        text = json.dumps(content, separators=(",", ":")).encode().ljust(size)
        nonce = token_bytes(_NONCE)
        return nonce + self._box.encrypt(nonce, text, tag.encode())

    def opened(self, tag: str, box: bytes) -> dict[str, Any]:
        """The content of a box; raises `cryptography.exceptions.InvalidTag` for a box of another tag or key."""
        text = self._box.decrypt(box[:_NONCE], box[_NONCE:], tag.encode())
        found: dict[str, Any] = json.loads(text)
        return found

    @property
    def _box(self) -> AESGCM:
        return AESGCM(hmac.digest(self.secret, b"box", "sha256"))


def ballot_key(keyed_hash: KeyedHash, activity_id: int, salt: str) -> BallotKey:
    return BallotKey(bytes.fromhex(keyed_hash("topic-vote.ballots", f"{activity_id}:{salt}")))
