"""Draws by lot that anybody can repeat from the seed, and cards whose text a digest holds fast.

The stream of a seed: block i (from 0) is SHA-256 of `b"lots-1\\0" + seed as UTF-8 + b"\\0" + i as 8 bytes, big endian`;
the blocks one after another are the stream. A number below n takes the fewest whole bytes that can hold n - 1, reads
them big endian, and takes the next ones for as long as they are not below the largest multiple of n, so that every
number is equally likely. A shuffle goes from the end (Knuth, The Art of Computer Programming, 3.4.2, algorithm P): for
i from the last place down to 1, places i and `below(i + 1)` change. Python's `random` promises none of this from one
version to the next.
"""

import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, TypeVar

T = TypeVar("T")
NAME = b"lots-1\0"


class Lots:
    """A stream of draws; each draw takes from it, so that their order matters."""

    def __init__(self, seed: str) -> None:
        self._start = sha256(NAME + seed.encode() + b"\0")
        self._block = 0
        self._bytes = b""

    def below(self, end: int) -> int:
        """A whole number from 0 to `end` - 1; `ValueError` unless `end` is at least 1."""
        if end < 1:
            raise ValueError("there is nothing to draw from")
        width = ((end - 1).bit_length() + 7) // 8
        fair = 256**width // end * end
        while True:
            number = int.from_bytes(self._take(width), "big")
            if number < fair:
                return number % end

    def shuffled(self, items: Iterable[T]) -> list[T]:
        """The items in a drawn order; every order is equally likely."""
        drawn = list(items)
        for place in range(len(drawn) - 1, 0, -1):
            other = self.below(place + 1)
            drawn[place], drawn[other] = drawn[other], drawn[place]
        return drawn

    def chosen(self, items: Sequence[T]) -> T:
        """One of the items; `ValueError` where there is none."""
        return items[self.below(len(items))]

    def sample(self, items: Iterable[T], number: int) -> list[T]:
        """The first `number` of a shuffle, or all of them where there are fewer."""
        return self.shuffled(items)[:number]

    def _take(self, width: int) -> bytes:
        while len(self._bytes) < width:
            block = self._start.copy()
            block.update(self._block.to_bytes(8, "big"))
            self._bytes += block.digest()
            self._block += 1
        taken, self._bytes = self._bytes[:width], self._bytes[width:]
        return taken


def canonical(card: Mapping[str, Any]) -> str:
    """One text for equal cards: JSON with sorted keys, no spaces, characters as they are.

    A card holds text, whole numbers, true, false, null, lists and mappings with text keys. `ValueError` for anything
    else, decimals too: programs write them differently, so they go in as text.
    """
    _check(card)
    return json.dumps(card, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def freeze(card: Mapping[str, Any]) -> str:
    """The SHA-256 of the card's canonical text (UTF-8), in hexadecimal: publish it before, check it after."""
    return sha256(canonical(card).encode()).hexdigest()


def verify(card: Mapping[str, Any], digest: str) -> bool:
    """Whether `digest` was made of a card equal to this one."""
    return hmac.compare_digest(freeze(card).encode(), digest.encode())


def _check(value: Any) -> None:
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise ValueError("the keys of a card are text")
        for one in value.values():
            _check(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            _check(one)
    elif value is not None and not isinstance(value, (str, int)):
        raise ValueError(f"a card holds no {type(value).__name__}")
