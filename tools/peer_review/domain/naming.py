"""Whether a text gives its writer away: their own names in it."""

import re
import unicodedata
from collections.abc import Iterable

LEAST = 3
"""Shorter parts of names are words too often."""


def own_names_in(text: str, names: Iterable[str]) -> list[str]:
    """The parts of `names` that stand in `text` as words, in the text's own letters, each once; case is ignored."""
    parts = {_folded(part) for name in names for part in re.split(r"[\s,.-]+", name) if len(part) >= LEAST}
    found = [word for word in re.findall(r"\w+", text) if _folded(word) in parts]
    return list(dict.fromkeys(found))


def _folded(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text)
    return "".join(char for char in bare if not unicodedata.combining(char)).casefold()
