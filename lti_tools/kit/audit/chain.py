"""The chain over an activity's entries: each seal covers its entry and the seal before, so that changes show.

What erasure may empty enters as a proof, a salted digest. Erasure drops value and salt and leaves the proof: the chain
still holds, and without the salt nobody finds the value by trying all ids. The same digests on every database.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

PERSONAL = ("doer", "about", "reason")
SALT, PROOF = "salt", "proof"


def canonical(value: Any) -> str:
    """JSON with one spelling: sorted keys, no spaces, plain ASCII. Raises `TypeError` for what JSON does not know."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def proof(salt: str, value: Any) -> str:
    return hashlib.sha256(f"{salt}\n{canonical(value)}".encode()).hexdigest()


def proofs(values: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Salts and proofs for the personal values that there are."""
    found = {}
    for name, value in values.items():
        if value not in (None, ""):
            salt = secrets.token_hex(16)
            found[name] = {SALT: salt, PROOF: proof(salt, value)}
    return found


def opens(seals: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Whether every personal value is the one that was sealed, or was emptied together with its salt."""
    for name in PERSONAL:
        sealed, value = seals.get(name, {}), values.get(name)
        if value in (None, ""):
            if sealed.get(SALT):
                return False
        elif not sealed or proof(sealed.get(SALT, ""), value) != sealed[PROOF]:
            return False
    return True


def link(previous: str, *, at: datetime, seals: Mapping[str, Any], **facts: Any) -> str:
    """The seal of an entry whose predecessor's is `previous` ("" for the first)."""
    covered = {
        **facts,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "proofs": {name: sealed[PROOF] for name, sealed in seals.items()},
    }
    return hashlib.sha256(f"{previous}\n{canonical(covered)}".encode()).hexdigest()
