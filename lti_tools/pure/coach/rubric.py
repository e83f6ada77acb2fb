"""Whether a comment touches a rubric's criteria: the same words, whatever their endings."""

from collections.abc import Sequence
from itertools import takewhile

from lti_tools.pure.coach.reading import Reading, read

SHORTEST = 4
"""Letters of a word that is compared by its beginning; shorter ones must be the same."""
ENDING = {"uz": 11}
"""How many letters may follow the common beginning, in a language whose endings pile up; `SHORTEST` elsewhere."""


def unused(reading: Reading, criteria: Sequence[str]) -> tuple[str, ...]:
    """The criteria none of whose words of content stands in the comment."""
    words = {token.plain for token in reading.tokens}
    return tuple(one for one in criteria if not _touched(one, words, reading.language))


def _touched(criterion: str, words: set[str], language: str) -> bool:
    asked = read(criterion, language)
    small = asked.marked("stop")
    own = [token.plain for number, token in enumerate(asked.tokens) if number not in small]
    return any(same_word(one, word, language) for one in own for word in words)


def same_word(one: str, other: str, language: str) -> bool:
    """Whether two plain words differ in their endings alone: "источник" and "источников", "manba" and "manbalarni"."""
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    pairs = zip(one, other, strict=False)
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    needed = max(SHORTEST, len(shorter) - 2)
    return common >= needed and len(longer) - common <= ENDING.get(language, SHORTEST)
