"""The word lists (`words/<language>.txt`) and the search for their entries in a comment.

A file has sections in brackets and one entry a line; `#` begins a remark. An entry is a word, a beginning (`stupid*`),
or several of them in a row; `a|b` stands for either, `~` for up to three words of any kind.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lti_tools.pure.coach.tokens import Token, is_masked, plain, unmasks

FOLDER = Path(__file__).parent / "words"
LANGUAGES = tuple(sorted(path.stem for path in FOLDER.glob("*.txt")))
"""What the coach can read."""
GAP = "~"
MOST_SKIPPED = 3
HIDDEN = ("insult", "swearing")
"""Sections whose words people disguise."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: for each place the words it may be; a beginning ends with `*`."""

    section: str
    words: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Match:
    """An entry of `section` found at the tokens `first` to `last`."""

    section: str
    first: int
    last: int


class Lists:
    """The entries of one language."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._exact: dict[str, list[Entry]] = defaultdict(list)
        self._beginnings: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            for word in entry.words[0]:
                (self._beginnings if word.endswith("*") else self._exact)[word.rstrip("*")].append(entry)
        self._negation = {word for entry in entries if entry.section == "negation" for word in entry.words[0]}
        self._longest = max((len(one) for one in self._beginnings), default=0)
        self._disguised = [
            word.rstrip("*") for entry in entries if entry.section in HIDDEN and len(entry.words) == 1
            for word in entry.words[0]
        ]  # fmt: skip

    def find(self, tokens: Sequence[Token]) -> list[Match]:
        """Every entry in the comment, in the order of its first word; they may overlap."""
        found = []
        for first, token in enumerate(tokens):
            if token.joined or is_masked(token.plain):
                if self._is_disguised(token):
                    found.append(Match(HIDDEN[0], first, first))
                continue
            for entry in self._beginning_with(token):
                last = self._last(entry.words, tokens, first)
                if last is not None:
                    found.append(Match(entry.section, first, last))
        return found

    def _beginning_with(self, token: Token) -> Iterator[Entry]:
        for form in token.forms:
            yield from self._exact.get(form, ())
            for length in range(1, min(len(form), self._longest) + 1):
                yield from self._beginnings.get(form[:length], ())

    def _is_disguised(self, token: Token) -> bool:
        if token.joined:
            return any(len(word) > 3 and word in form for form in token.forms for word in self._disguised)
        return any(unmasks(form, word) for form in token.forms for word in self._disguised)

    def _last(self, words: Sequence[tuple[str, ...]], tokens: Sequence[Token], first: int) -> int | None:
        """Where an entry whose first word stands at `first` ends; None where it does not go on so in this sentence.

        What `~` skips holds neither a comma nor a "not".
        """
        at, skip = first, 0
        for word in words[1:]:
            if word == (GAP,):
                skip = MOST_SKIPPED
                continue
            for place in range(at + 1, min(at + 2 + skip, len(tokens))):
                token = tokens[place]
                if token.begins or (skip and token.paused):
                    return None
                if _is(token, word):
                    at, skip = place, 0
                    break
                if token.plain in self._negation:
                    return None
            else:
                return None
        return at


def _is(token: Token, words: tuple[str, ...]) -> bool:
    return any(
        form.startswith(word[:-1]) if word.endswith("*") else form == word for form in token.forms for word in words
    )


@cache
def lists(language: str) -> Lists:
    """The lists of a language, read once; raises `KeyError` for one that there are none for."""
    if language not in LANGUAGES:
        raise KeyError(language)
    sections = read((FOLDER / f"{language}.txt").read_text("utf-8"), language)
    return Lists([Entry(section, words) for section, entries in sections.items() for words in entries])


def read(text: str, language: str) -> Mapping[str, list[tuple[tuple[str, ...], ...]]]:
    """Section -> entries of a file's text, in plain forms; raises `ValueError` for an entry outside a section."""
    sections: dict[str, list[tuple[tuple[str, ...], ...]]] = {}
    section = ""
    for number, line in enumerate(text.splitlines(), 1):
        line = line.partition("#")[0].strip()
        if line.startswith("["):
            section = line.strip("[]")
            sections.setdefault(section, [])
        elif line:
            if not section or line.startswith(GAP):
                raise ValueError(f"line {number}: {line}")
            sections[section].append(tuple(_place(part, language) for part in line.split()))
    return sections


def _place(part: str, language: str) -> tuple[str, ...]:
    return tuple(plain(word.rstrip("*"), language) + ("*" if word.endswith("*") else "") for word in part.split("|"))
