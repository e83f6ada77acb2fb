"""Which badges were taken back, as a list of bits that gives nobody away: W3C Bitstring Status List 1.0. Pure."""

import base64
import binascii
import gzip
import zlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tools.gamification.openbadges.documents import instant

LENGTH = 131_072
"""Bits of a list: the least that the specification allows, so that one badge hides among many."""
MOST_BYTES = 5 * 1024 * 1024
"""Unpacked bytes of a list that are read."""


class StatusListInvalid(ValueError):
    """What came is no status list."""


def status_list_document(list_id: str, issuer_id: str, revoked: Iterable[int], now: datetime) -> dict[str, Any]:
    """The list as a credential; `revoked` are the indexes that are taken back."""
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": list_id,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer_id,
        "validFrom": instant(now),
        "credentialSubject": {
            "id": f"{list_id}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encode(revoked),
        },
    }


def encode(indexes: Iterable[int]) -> str:
    """The bits of `indexes` set, packed and written as multibase base64url; the first bit is the leftmost one."""
    bits = bytearray(LENGTH // 8)
    for index in indexes:
        if not 0 <= index < LENGTH:
            raise ValueError(f"index {index} is outside the list")
        bits[index // 8] |= 0x80 >> index % 8
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")


def is_set(encoded: str, index: int) -> bool:
    """Whether the bit at `index` is set; raises `StatusListInvalid` for what is no list or too short."""
    if not encoded.startswith("u"):
        raise StatusListInvalid("no multibase base64url")
    try:
        packed = base64.b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4), altchars=b"-_", validate=True)
        unpacking = zlib.decompressobj(wbits=31)
        bits = unpacking.decompress(packed, MOST_BYTES)
    except (binascii.Error, zlib.error, ValueError) as error:
        raise StatusListInvalid("cannot be unpacked") from error
    if unpacking.unconsumed_tail or not unpacking.eof:
        raise StatusListInvalid("too long or cut off")
    if not 0 <= index < len(bits) * 8 or len(bits) * 8 < LENGTH:
        raise StatusListInvalid("too short")
    return bool(bits[index // 8] & 0x80 >> index % 8)
