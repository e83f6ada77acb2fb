"""A comment's words with where they stand: one plain form for case, accents, apostrophes, look-alikes and disguises."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

CYRILLIC = frozenset({"ru"})
"""Languages in Cyrillic script; the others are in Latin."""

_APOSTROPHES = "'’‘ʻʼ`´ʹ"
_MASKS = "*#"
_WORD = re.compile(rf"[^\W_](?:[\w@$]|[{_APOSTROPHES}](?=\w)|[{_MASKS}](?=[\w{_MASKS}]|(?<=[{_MASKS}]{{2}})))*")
_STRESS, _DIAERESIS = "\u0301", "\u0308"
_LATIN = "abcehkmoptxyi"
_LIKE_LATIN = "авсенкмортхуі"
_TO_CYRILLIC = str.maketrans(_LATIN, _LIKE_LATIN)
_TO_LATIN = str.maketrans(_LIKE_LATIN, _LATIN)
_LEET = {"ru": str.maketrans("0346@", "озчба"), "": str.maketrans("01345@$", "oieasas")}
_RUN = re.compile(r"(.)\1{2,}")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])(.+?)(?<=[^\s*])\1(?![\w*])", re.DOTALL)
_SPACED = re.compile(r"(?<!\w)(?:[^\W\d_][ .*_\-]{1,2}){3,}[^\W\d_](?!\w)")
"""Four and more letters set apart; two spaces may stand between the words."""
_BREAK = re.compile(r"[.!?;…\n]")
_PAUSE = re.compile(r"[,:()—–]")


@dataclass(frozen=True, slots=True)
class Token:
    """One word: `text[start:end]` of the comment. `forms` are what it may be read as, the plain one first."""

    start: int
    end: int
    forms: tuple[str, ...]
    shouted: bool
    """At least two letters, all of them capitals."""
    begins: bool
    """A sentence, or what a semicolon sets apart, begins here."""
    paused: bool
    """A comma, colon, dash or bracket stands before it."""
    joined: bool = False
    """Letters that stood apart ("i d i o t")."""

    @property
    def plain(self) -> str:
        return self.forms[0]


def tokens_of(text: str, language: str) -> list[Token]:
    """The words of `text`; marks of Markdown emphasis are no part of them."""
    text = _EMPHASIS.sub(lambda found: found.group().replace("*", " "), text)
    return list(_tokens(text, language))


def _tokens(text: str, language: str) -> Iterator[Token]:
    spaced = [found.span() for found in _SPACED.finditer(text)]
    before = 0
    for start, end, joined in _spans(text, spaced):
        word = text[start:end]
        if joined:
            word = "".join(char for char in word if char.isalpha())
        letters = [char for char in word if char.isalpha()]
        shouted = len(letters) > 1 and all(char.isupper() for char in letters)
        begins = before == 0 or _BREAK.search(text, before, start) is not None
        paused = _PAUSE.search(text, before, start) is not None
        yield Token(start, end, _forms(word, language), shouted, begins, paused, joined)
        before = end


def _spans(text: str, spaced: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, bool]]:
    position = 0
    for start, end in [*spaced, (len(text), len(text))]:
        for found in _WORD.finditer(text, position, start):
            yield *found.span(), False
        if end > start:
            yield start, end, True
        position = end


def plain(word: str, language: str) -> str:
    """A word without what students leave out or vary: case, accents, ё, apostrophes; ñ and й stay."""
    word = unicodedata.normalize("NFKC", word).casefold()
    if not word.isascii():
        word = unicodedata.normalize("NFD", word).replace(_STRESS, "").replace("е" + _DIAERESIS, "е")
        word = unicodedata.normalize("NFC", word.replace("u" + _DIAERESIS, "u"))
        word = _one_script(word, language)
    return word.translate(_NO_APOSTROPHES)


_NO_APOSTROPHES = dict.fromkeys(map(ord, _APOSTROPHES))


def _one_script(word: str, language: str) -> str:
    """Letters of the other script that look like this one's, where a word mixes the two."""
    latin = any("a" <= char <= "z" for char in word)
    if not latin or not any("а" <= char <= "ӿ" for char in word):
        return word
    return word.translate(_TO_CYRILLIC if language in CYRILLIC else _TO_LATIN)


def _forms(word: str, language: str) -> tuple[str, ...]:
    """The plain form, then what a disguise may stand for: stretched letters, figures for letters."""
    first = plain(word, language)
    found = [first]
    if _RUN.search(first):
        found += [_RUN.sub(r"\1", first), _RUN.sub(r"\1\1", first)]
    if not first.isalpha() and any(char.isalpha() for char in first):
        found.append(first.translate(_LEET.get(language, _LEET[""])))
    return tuple(dict.fromkeys(found))


def is_masked(form: str) -> bool:
    """Whether letters of the form are hidden ("st*pid")."""
    return any(char in _MASKS for char in form)


def unmasks(form: str, beginning: str) -> bool:
    """Whether a form with hidden letters may begin with `beginning`, its first letter in sight.

    A mark stands for a letter ("st*pid") or between two ("stu*pid").
    """
    if form[0] != beginning[0]:
        return False
    replaced = len(form) >= len(beginning) and all(
        seen in (meant, *_MASKS) for seen, meant in zip(form, beginning, strict=False)
    )
    bare = "".join(char for char in form if char not in _MASKS)
    return replaced or (len(beginning) > 3 and bare.startswith(beginning))
