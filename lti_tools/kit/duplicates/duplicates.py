"""The door: which of some short texts look like the same thing said twice, for a person to look at.

Words are compared as `lti_tools.pure.similarity` normalises them, in any order; nothing is decided here.
"""

from collections.abc import Sequence
from itertools import combinations

from rapidfuzz import fuzz, process

from lti_tools.pure.similarity import normal_words

ALIKE = 85
"""Least likeness in percent of two titles that are shown as alike (rapidfuzz's token_sort_ratio)."""
MOST = 400


def like(text: str, others: Sequence[str], least: float = ALIKE, most: int = 5) -> list[int]:
    """Places of the texts among `others` that look like `text`, the most alike first; of any number of texts."""
    words = _words(text)
    if not words:
        return []
    found = process.extract(
        words, [_words(other) for other in others], scorer=fuzz.token_sort_ratio, score_cutoff=least, limit=most
    )
    return [place for _words_there, _rate, place in found]


def look_alike(texts: Sequence[str], least: float = ALIKE) -> list[tuple[int, int]]:
    """Pairs of places of texts that look alike, the most alike first; of more than 400 texts the first 400."""
    words = [_words(text) for text in texts[:MOST]]
    rated = [
        (fuzz.token_sort_ratio(words[one], words[other]), one, other)
        for one, other in combinations(range(len(words)), 2)
        if words[one] and words[other]
    ]
    return [
        (one, other) for _rate, one, other in sorted(rated, key=lambda pair: (-pair[0], *pair[1:])) if _rate >= least
    ]


def _words(text: str) -> str:
    return " ".join(word for word, _passage in normal_words(text))
