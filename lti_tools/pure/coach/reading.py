"""A comment read once: its words, what the lists found in them, and which of them are quoted."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from lti_tools.pure.coach.lists import Match, lists
from lti_tools.pure.coach.tokens import Token, tokens_of

_QUOTES = re.compile(r"«[^»\n]{1,400}»|“[^”\n]{1,400}”|„[^“”\n]{1,400}[“”]|\"[^\"\n]{1,400}\"|`[^`\n]{1,400}`")
_QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
LONGEST = 20_000
"""Characters that are read; what follows is not looked at."""


@dataclass(frozen=True)
class Reading:
    """What the rules of specificity and of tone look at."""

    text: str
    language: str
    tokens: Sequence[Token]
    found: dict[str, list[Match]]
    """Section of the lists -> where its entries stand."""
    quoted: frozenset[int]
    """Numbers of the tokens that stand in quotation marks or in a quoted line."""
    quotations: Sequence[tuple[int, int]]
    """Where in the text something is quoted."""

    def marked(self, *sections: str) -> set[int]:
        """The numbers of all tokens that entries of these sections cover."""
        return {
            number
            for section in sections
            for match in self.found.get(section, ())
            for number in range(match.first, match.last + 1)
        }

    def starts(self, *sections: str) -> set[int]:
        """The numbers of the tokens at which entries of these sections begin."""
        return {match.first for section in sections for match in self.found.get(section, ())}


def read(text: str, language: str) -> Reading:
    """Read a comment; raises `KeyError` for a language without lists."""
    text = text[:LONGEST]
    tokens = tokens_of(text, language)
    found: dict[str, list[Match]] = defaultdict(list)
    for match in lists(language).find(tokens):
        found[match.section].append(match)
    spans = [span.span() for pattern in (_QUOTES, _QUOTED_LINE) for span in pattern.finditer(text)]
    quoted = frozenset(
        number for number, token in enumerate(tokens) if any(start <= token.start < end for start, end in spans)
    )
    return Reading(text, language, tokens, found, quoted, spans)
