"""Names, addresses and orders that give nobody away: keyed permutations, sealed ids, shuffles of one's own.

Every function takes a secret `key` and is a fixed mapping under it: same inputs, same output, and without the
key two outputs under different keys cannot be told to belong together. `subkey` makes one key for each use and viewer.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from datetime import datetime, tzinfo
from typing import TypeVar

T = TypeVar("T")
ROUNDS = 8
"""Of the Feistel network. Four of a random function are indistinguishable from a permutation for large halves (Luby and
Rackoff 1988); the halves here are a few bits, so it is given more."""
LETTERS = "BCDFGHJKMNPQRTVWXYZ346789"
"""Of codes: no vowels, so that no words come about, and nothing that looks like another letter."""
CODE_LENGTH = 4
_CODES = len(LETTERS) ** CODE_LENGTH
_MAC = 12


def subkey(key: bytes, *parts: object) -> bytes:
    """32 bytes for one use ("names", activity 7, viewer 3) of `key`; different parts give unrelated keys."""
    text = "\x1f".join(f"{type(part).__name__}:{part}" for part in parts)
    return hmac.digest(key, text.encode(), "sha256")


def permuted(key: bytes, number: int, size: int) -> int:
    """The place of `number` in a secret permutation of 0..size-1; raises ValueError outside of it.

    A Feistel network over the next power of four, walked until the result lies inside (Black and Rogaway 2002).
    """
    if not 0 <= number < size:
        raise ValueError(f"{number} is not below {size}")
    half = max(1, ((size - 1).bit_length() + 1) // 2)
    while True:
        number = _feistel(key, number, half)
        if number < size:
            return number


def _feistel(key: bytes, number: int, half: int) -> int:
    left, right = number >> half, number & ((1 << half) - 1)
    for turn in range(ROUNDS):
        digest = hmac.digest(key, f"{turn}:{half}:{right}".encode(), "sha256")
        left, right = right, left ^ (int.from_bytes(digest[:8]) & ((1 << half) - 1))
    return left << half | right


def words_of(key: bytes, slot: int, first: int, second: int) -> tuple[int, int, int]:
    """(place in a list of `first` words, place in one of `second` words, repeat) for the holder of `slot`.

    No two slots get the same triple under one key. Repeat is 0 for the first `first * second` slots: plain two words;
    1 for as many again, which need a number behind them, and so on.
    """
    repeat, place = divmod(slot, first * second)
    one, two = divmod(permuted(subkey(key, "words", repeat), place, first * second), second)
    return one, two, repeat


def code_of(key: bytes, slot: int) -> str:
    """A code such as "K7QX" for the holder of `slot`; no two of the first 390 625 slots get the same under one key."""
    number, code = permuted(subkey(key, "codes"), slot, _CODES), ""
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(LETTERS))
        code += LETTERS[place]
    return code


def sealed(key: bytes, number: int) -> str:
    """An opaque, unguessable stand-in of 27 characters for a row's id (0 to 2**63) in addresses.

    Deterministic authenticated encryption in the manner of SIV (RFC 5297): the code of authenticity is the nonce too.
    """
    plain = number.to_bytes(8)
    mac = hmac.digest(subkey(key, "mac"), plain, "sha256")[:_MAC]
    return urlsafe_b64encode(mac + _mask(key, mac, plain)).rstrip(b"=").decode()


def opened(key: bytes, token: str) -> int | None:
    """The id that `sealed` put into `token` under this key; None for anything else."""
    try:
        raw = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
    except ValueError:
        return None
    if len(raw) != _MAC + 8:
        return None
    number = int.from_bytes(_mask(key, raw[:_MAC], raw[_MAC:]))
    return number if hmac.compare_digest(sealed(key, number).encode(), token.encode()) else None


def _mask(key: bytes, mac: bytes, text: bytes) -> bytes:
    stream = hmac.digest(subkey(key, "stream"), mac, "sha256")
    return bytes(one ^ other for one, other in zip(text, stream, strict=False))


def shuffled(key: bytes, items: Iterable[T], identity: Callable[[T], object] = lambda item: item) -> list[T]:
    """`items` in an order that depends on `key` and each item's `identity` alone, never on how they came in.

    An item that joins or goes moves no other past another.
    """
    return sorted(items, key=lambda item: hmac.digest(key, str(identity(item)).encode(), "sha256"))


def day_of(instant: datetime, zone: tzinfo) -> datetime:
    """The midnight at which the instant's day began in `zone`: a time that gives away no more than the day."""
    return instant.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
