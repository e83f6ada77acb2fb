"""Whether a comment is harsh: an insult, contempt, a judgement about the person, shouting; never grammar or taste.

What is quoted, denied ("not stupid at all"), said of oneself or part of a harmless turn is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lti_tools.pure.coach.lists import Match
from lti_tools.pure.coach.reading import Reading

KINDS = ("insult", "swearing", "contempt", "alone", "judgement")
SHOUTING = "shouting"
BEFORE = 4
"""How many words before a harsh one may deny it."""
FAR = 8
"""How far a denied verb of saying reaches ("I would not say that...")."""
AFTER = {"uz": 3}
"""How many words after it may, where the language puts the "not" there."""
LOUD_WORDS = 4
LONG_WORDS = 3
"""How many of them must have three letters or more: a row of abbreviations is no shouting."""
LOUD_SHARE = 0.6


@dataclass(frozen=True)
class Harsh:
    """A harsh spot: its kind, and where it stands in the text."""

    kind: str
    start: int
    end: int


def harsh_spots(reading: Reading) -> list[Harsh]:
    """Every harsh spot, in the order of the text; overlapping ones as the longest of them."""
    spots = [
        Harsh(kind, reading.tokens[match.first].start, reading.tokens[match.last].end)
        for kind in KINDS
        for match in reading.found.get(kind, ())
        if not _is_harmless(reading, match, kind)
    ]
    return _merged(sorted([*spots, *_shouted(reading)], key=lambda spot: (spot.start, -spot.end)))


def _is_harmless(reading: Reading, match: Match, kind: str) -> bool:
    covered = range(match.first, match.last + 1)
    if all(number in reading.quoted for number in covered):
        return not _aimed(reading, match)
    if reading.marked("safe") & set(covered) or (kind == "alone" and not _is_sentence(reading, match)):
        return True
    return _is_denied(reading, match) or (kind == "insult" and _is_of_oneself(reading, match))


def _is_sentence(reading: Reading, match: Match) -> bool:
    after = match.last + 1
    return reading.tokens[match.first].begins and (after == len(reading.tokens) or reading.tokens[after].begins)


def _aimed(reading: Reading, match: Match) -> bool:
    """Whether a single word in quotation marks is thrown at the reader: right after "you"."""
    alone = {match.first - 1, match.last + 1}.isdisjoint(reading.quoted)
    return alone and bool(set(range(match.first - 3, match.first)) & reading.starts("you"))


def _is_denied(reading: Reading, match: Match) -> bool:
    denials = reading.starts("negation")
    before = list(_back(reading, match.first, BEFORE))
    after = list(_on(reading, match.last, AFTER.get(reading.language, 0)))
    if reading.language in AFTER:
        return any(number in denials for number in after) or bool(set(after) & reading.starts("denial"))
    said = set(_back(reading, match.first, FAR)) & reading.starts("denial")
    return bool(said) or any(number in denials for number in before)


def _is_of_oneself(reading: Reading, match: Match) -> bool:
    own = reading.starts("self")
    other = reading.starts("you")
    before = list(_back(reading, match.first, BEFORE))
    return any(number in own for number in before) and not any(number in other for number in before)


def _back(reading: Reading, first: int, most: int) -> Iterator[int]:
    """The numbers of the words before `first` in its sentence, nearest first; a comma ends them too."""
    for number in range(first, max(0, first - most), -1):
        if reading.tokens[number].begins or reading.tokens[number].paused:
            return
        yield number - 1


def _on(reading: Reading, last: int, most: int) -> Iterator[int]:
    """The numbers of the words after `last` in its part of the sentence."""
    for number in range(last + 1, min(len(reading.tokens), last + 1 + most)):
        if reading.tokens[number].begins or reading.tokens[number].paused:
            return
        yield number


def _shouted(reading: Reading) -> Iterator[Harsh]:
    """A comment most of whose letters are capitals in a row of words, unless it is praise; short names are none."""
    if reading.marked("praise"):
        return
    longest: list[int] = []
    row: list[int] = []
    for number, token in enumerate(reading.tokens):
        loud = token.shouted or (row and token.end - token.start == 1) or reading.text[token.start].isdigit()
        row = [*row, number] if loud else []
        longest = max(longest, row, key=len)
    words = [number for number in longest if reading.tokens[number].shouted]
    long = sum(reading.tokens[number].end - reading.tokens[number].start > 2 for number in words)
    letters = sum(char.isalpha() for char in reading.text)
    capitals = sum(char.isupper() for char in reading.text)
    if len(words) >= LOUD_WORDS and long >= LONG_WORDS and capitals >= LOUD_SHARE * letters:
        yield Harsh(SHOUTING, reading.tokens[longest[0]].start, reading.tokens[longest[-1]].end)


def _merged(spots: list[Harsh]) -> list[Harsh]:
    kept: list[Harsh] = []
    for spot in spots:
        if kept and spot.start < kept[-1].end:
            if spot.end - spot.start > kept[-1].end - kept[-1].start:
                kept[-1] = spot
        else:
            kept.append(spot)
    return kept
