"""Whether a comment is specific: where in the work, why, how; and how much of it is about this work at all.

A weighted sum of what is there, compared with one threshold: no training, no hidden rule. The weights were set by hand
on the tuned half of the corpus (`tests/unit/pure/coach_corpus`).
"""

import re
from dataclasses import dataclass

from lti_tools.pure.coach.reading import Reading
from lti_tools.pure.coach.tokens import Token

ENOUGH = 1.2
"""A comment that weighs less is vague."""
WHERE, WHERE_EXACTLY, WHY, HOW = 0.5, 0.5, 0.6, 0.6
CONTENT, MOST_CONTENT = 0.2, 8
"""For each word that is about this work, counted up to so many."""
FEW_CONTENT = 2
"""Below so many words of content (a place counts as one) neither "because" nor "should" says anything."""
SHORT_WORDS = 4
SHORT_LETTERS = 15
_FIGURE = re.compile(r"\d")
_OF = re.compile(r"\b\d+ ?(?:/|out of|of|из|de|dan|/ ?) ?\d+\b")
_CODE = re.compile(r"\w_\w|\w\(\)|[<>=]=|\b\d{1,2}:\d\d\b")


@dataclass(frozen=True)
class Specifics:
    """What a comment says of the work."""

    short: bool
    where: bool
    why: bool
    how: bool
    weight: float

    @property
    def vague(self) -> bool:
        return self.weight < ENOUGH


def specifics(reading: Reading) -> Specifics:
    """Look for place, reason, suggestion and content."""
    content = content_words(reading)
    place, exactly = _places(reading)
    tells = len(content) + place >= FEW_CONTENT
    why = bool(reading.starts("why")) and tells
    how = bool(reading.starts("how")) and tells
    weight = (
        WHERE * place
        + WHERE_EXACTLY * exactly
        + WHY * why
        + HOW * how
        + CONTENT * min(len(content), MOST_CONTENT)
    )  # fmt: skip
    letters = sum(char.isalpha() for char in reading.text)
    short = len(reading.tokens) < SHORT_WORDS or letters < SHORT_LETTERS
    return Specifics(short=short, where=place or exactly, why=why, how=how, weight=weight)


def content_words(reading: Reading) -> set[str]:
    """The words that are about this work: neither small words nor praise, nor what fits every work."""
    empty = reading.marked("stop", "generic", "praise", "insult", "swearing", "contempt", "judgement", "negation")
    places = reading.starts("place", "numbered", "ordinal")
    how = {match.first for match in reading.found.get("how", ()) if match.first == match.last}
    plain = _OF.sub(lambda found: "x" * len(found.group()), reading.text)
    return {
        token.plain[:7]
        for number, token in enumerate(reading.tokens)
        if number not in empty and number not in places and number not in how and _has_content(token, plain)
    }


def _has_content(token: Token, text: str) -> bool:
    word = text[token.start : token.end]
    return (len(token.plain) > 2 or _FIGURE.search(word) is not None) and not token.joined and word.strip("x") != ""


def _places(reading: Reading) -> tuple[bool, bool]:
    """(a place of the work is named, exactly: with a number or in its own words)."""
    named = reading.starts("place")
    numbered = reading.starts("numbered") | named
    figures = {number for number, token in enumerate(reading.tokens) if _FIGURE.search(token.plain)}
    near = figures | reading.starts("ordinal")
    exactly = any(number + step in near for number in numbered for step in (-2, -1, 1, 2))
    quoted = any(end - start > 4 for start, end in reading.quotations)
    return bool(named) or exactly or quoted, exactly or quoted or _CODE.search(reading.text) is not None
