"""How much of one text stands in another: shingles of words, compared within a class, and where shared passages are.

A shingle is a run of `size` words. The share of shingles that two texts have in common (Broder, On the resemblance and
containment of documents, 1997) is told as Jaccard (of all that either has) and as containment (of those of the shorter
one). Shingles are hashed to 64 bits; with `window` above 1 only the least of so many neighbours is kept (Schleimer,
Wilkerson and Aiken, Winnowing, 2003), and every shared run of `size + window - 1` words is still seen.

Words are compared without case, width, accents on Latin letters, the kind of apostrophe, or ё for е; a word that mixes
Latin and Cyrillic letters counts as the one it looks like. Figures say where to look, they prove nothing.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Prints = NDArray[np.uint64]
SIZE = 5
_WORD = re.compile(r"[\w\u0300-\u036f]+(?:['ʼʻ‘’`´-][\w\u0300-\u036f]+)*")
_APOSTROPHES = str.maketrans(dict.fromkeys("ʼʻ‘’`´-_", "'"))
_LATIN = "aceopxykmtbh"
_CYRILLIC = "асеорхукмтвн"
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_BASE = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Likeness:
    """Two texts by their places in the list given, `first` before `second`, and what they share."""

    first: int
    second: int
    shared: int
    """Shingles that both have."""
    jaccard: float
    containment: float
    """The shared part of the shorter one, 0 to 1."""


@dataclass(frozen=True)
class Passage:
    """Characters `start` to `end` (outside) of a text."""

    start: int
    end: int


def normal_words(text: str) -> list[tuple[str, Passage]]:
    """The words as they are compared, with where each stands."""
    return [(_normal(found.group()), Passage(*found.span())) for found in _WORD.finditer(text)]


def fingerprints(text: str, *, size: int = SIZE, window: int = 1) -> Prints:
    """The text's shingles as sorted, distinct 64-bit numbers. A text of fewer words than `size` is one shingle."""
    if size < 1 or window < 1:
        raise ValueError("a shingle and a window hold at least one word")
    return np.unique(_winnowed(_shingles([word for word, _ in normal_words(text)], size), window))


def likenesses(
    texts: Sequence[str], *, known: Sequence[str] = (), size: int = SIZE, window: int = 1, least: float = 0.2
) -> list[Likeness]:
    """Pairs whose containment is `least` or more, the most alike first.

    `known` are texts that everybody may repeat (the task, a form's headings): what stands in them counts nowhere.
    """
    free = [fingerprints(text, size=size) for text in known]
    everywhere = np.unique(np.concatenate(free)) if free else np.empty(0, np.uint64)
    prints = [np.setdiff1d(fingerprints(text, size=size, window=window), everywhere) for text in texts]
    shared = _shared(prints)
    sizes = [len(one) for one in prints]
    found = []
    for first, second, number in zip(shared.row.tolist(), shared.col.tolist(), shared.data.tolist(), strict=True):
        if first < second and number >= least * min(sizes[first], sizes[second]):
            jaccard = number / (sizes[first] + sizes[second] - number)
            found.append(Likeness(first, second, number, jaccard, number / min(sizes[first], sizes[second])))
    return sorted(found, key=lambda one: (-one.containment, -one.shared, one.first, one.second))


def shared_passages(first: str, second: str, *, size: int = SIZE) -> tuple[list[Passage], list[Passage]]:
    """Where runs of at least `size` words stand that the other text has too, in each of the two."""
    words = [normal_words(first), normal_words(second)]
    one, other = (_shingles([word for word, _ in own], size) for own in words)
    return _runs(words[0], np.isin(one, other), size), _runs(words[1], np.isin(other, one), size)


@lru_cache(maxsize=100_000)
def _normal(word: str) -> str:
    folded = unicodedata.normalize("NFKC", word).casefold().translate(_APOSTROPHES).replace("ё", "е").replace("'", "")
    latin, cyrillic = (sum(script in unicodedata.name(char, "") for char in folded) for script in ("LATIN", "CYRIL"))
    if latin and cyrillic:
        folded = folded.translate(_TO_LATIN if latin >= cyrillic else _TO_CYRILLIC)
    if latin:
        folded = "".join(char for char in unicodedata.normalize("NFD", folded) if not unicodedata.combining(char))
    return folded


@lru_cache(maxsize=100_000)
def _word_hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def _shingles(words: Sequence[str], size: int) -> Prints:
    """One number per place at which a shingle begins."""
    hashes = np.fromiter((_word_hash(word) for word in words), np.uint64, len(words))
    size = min(size, len(words))
    if not size:
        return hashes
    mixed = np.zeros(len(words) - size + 1, np.uint64)
    for place in range(size):
        mixed = mixed * _BASE + hashes[place : place + len(mixed)]
    mixed ^= mixed >> np.uint64(31)
    return mixed * _BASE


def _winnowed(shingles: Prints, window: int) -> Prints:
    """The least of every `window` neighbours; of fewer, the least of all."""
    if len(shingles) == 0:
        return shingles
    least: Prints = np.lib.stride_tricks.sliding_window_view(shingles, min(window, len(shingles))).min(axis=1)
    return least


def _shared(prints: Sequence[Prints]) -> sparse.coo_matrix:
    """How many numbers each two of the lists have in common: a text-by-shingle matrix times its transpose."""
    lengths = [len(one) for one in prints]
    columns = np.unique(np.concatenate([*prints, np.empty(0, np.uint64)]), return_inverse=True)[1]
    rows = np.repeat(np.arange(len(prints)), lengths)
    ones = np.ones(len(rows), np.int32)
    table = sparse.csr_matrix((ones, (rows, columns)), shape=(len(prints), int(columns.max(initial=0)) + 1))
    return (table @ table.T).tocoo()


def _runs(words: Sequence[tuple[str, Passage]], begins: NDArray[np.bool_], size: int) -> list[Passage]:
    """Neighbouring shingles as passages."""
    size = min(size, len(words))
    runs: list[tuple[int, int]] = []
    for place in np.flatnonzero(begins).tolist():
        if runs and place < runs[-1][1]:
            runs[-1] = (runs[-1][0], place + size)
        else:
            runs.append((place, place + size))
    return [Passage(words[first][1].start, words[after - 1][1].end) for first, after in runs]
