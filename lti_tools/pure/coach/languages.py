"""Which of the coach's languages a comment is in, by its script and its small words; none for any other language."""

from functools import cache

from lti_tools.pure.coach.lists import FOLDER, LANGUAGES, read
from lti_tools.pure.coach.tokens import CYRILLIC, tokens_of

LOOKED_AT = 150
"""Words that are looked at."""
FEW = 6
"""Of so few words one known word is enough, and without any the likely language is believed."""
SHARE = 0.2
"""Small words among all, below which a longer text in Latin script is in none of the languages."""
ENDINGS = {"uz": ("ning", "lar", "lari", "dan", "dagi", "gan", "ganda", "adi", "sang", "ing", "ngiz", "siz", "ga")}
"""Endings that count as half a small word, where the small words are few."""
_OTHERS = frozenset("ўқғҳәөүұңһіїєґћђљњџæøåßäöðþłżźśćęąčřžýěůőűțșăâîêëèàùçãõœ")
"""Letters that none of the languages writes."""


def language_of(text: str, likely: str) -> str:
    """The language of a comment; `likely` (the reader's) wins a draw. Empty where the coach does not know it."""
    letters = [char for char in text[:4000].casefold() if char.isalpha()]
    cyrillic = sum("а" <= char <= "ӿ" for char in letters)
    latin = sum(char <= "ɏ" for char in letters)
    if not letters or cyrillic + latin < 0.8 * len(letters) or _is_foreign(letters):
        return ""
    if cyrillic > latin:
        return "ru"
    candidates = [one for one in LANGUAGES if one not in CYRILLIC]
    words = [token.plain for token in tokens_of(text, likely)[:LOOKED_AT] if token.plain.isalpha()]
    weights = {one: _weight(words, one) for one in candidates}
    best = max(candidates, key=lambda one: (weights[one], one == likely))
    if len(words) < FEW:
        return best if weights[best] else (likely if likely in candidates else "")
    return best if weights[best] >= SHARE * len(words) else ""


def _is_foreign(letters: list[str]) -> bool:
    return sum(char in _OTHERS for char in letters) > 0.01 * len(letters)


def _weight(words: list[str], language: str) -> float:
    small, endings = _small_words(language), ENDINGS.get(language, ())
    return sum(1 if word in small else 0.5 if endings and word.endswith(endings) else 0 for word in words)


@cache
def _small_words(language: str) -> frozenset[str]:
    entries = read((FOLDER / f"{language}.txt").read_text("utf-8"), language)["stop"]
    return frozenset(word for entry in entries if len(entry) == 1 for word in entry[0] if not word.endswith("*"))
