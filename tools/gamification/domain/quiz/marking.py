"""From an answer to a mark, the same one whenever it is looked at again.

An answer is None (nothing answered) or, by kind of question: the place of an option; places of options; what was typed;
places of all items in the order given; one of these for each gap. Places count from 0 in the question as it is written.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tools.gamification.domain.quiz.questions import (
    RIGHT,
    WRONG,
    Body,
    Choice,
    Cloze,
    Number,
    Option,
    Ordering,
    Several,
    Short,
)

Answer = None | int | str | tuple[Any, ...]

APOSTROPHES = str.maketrans(dict.fromkeys("`´ʹʻʼʽˈ‘’‛′＇", "'"))
_SPACES = re.compile(r"\s+")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,3})?")
_FRACTION = re.compile(r"([+-]?\d{1,12})/(\d{1,12})")
MOST_TYPED = 1_000
"""Characters of a typed answer that are looked at."""


class AnswerInvalid(ValueError):
    """What came is no answer to this question at all: a place that is not there, another kind of value."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What an answer gives, 0 to 1, and what its author is told."""

    share: Fraction
    feedback: tuple[str, ...] = ()

    @property
    def percent(self) -> int:
        """Whole percent, rounded down: 100 only for all of it."""
        return int(self.share * 100)


NOTHING = Mark(WRONG)


def mark(body: Body, answer: Answer) -> Mark:
    """The mark of `answer`; raises `AnswerInvalid` for what no form of ours sends."""
    return NOTHING if answer is None else _MARK[type(body)](body, answer)


def total(marks: list[Mark]) -> int:
    """The score of a quiz in whole percent: the mean of its questions, rounded down; 0 without questions."""
    return int(sum((one.share for one in marks), WRONG) * 100 / len(marks)) if marks else 0


def number_of(typed: str) -> Fraction | None:
    """The number that somebody typed: decimal point or comma, spaces between thousands, `1/3`; None for no number."""
    text = unicodedata.normalize("NFKC", typed[:MOST_TYPED]).replace("\u2212", "-").replace("\u2044", "/")
    text = re.sub(r"(?<=\d)[\s'](?=\d{3})", "", text.strip())
    if found := _FRACTION.fullmatch(text):
        return Fraction(int(found[1]), int(found[2])) if int(found[2]) else None
    if not _NUMBER.fullmatch(text):
        return None
    try:
        return Fraction(Decimal(text.replace(",", ".")))
    except (InvalidOperation, ValueError):
        return None


def plain(text: str, *, case_matters: bool = False) -> str:
    """`text` without differences that nobody sees: forms of characters, spaces, kinds of apostrophe, ё for е."""
    same = _SPACES.sub(" ", unicodedata.normalize("NFKC", text[:MOST_TYPED].translate(APOSTROPHES))).strip()
    return same if case_matters else unicodedata.normalize("NFKC", same.casefold()).replace("ё", "е")


def _choice(body: Choice, answer: Answer) -> Mark:
    option = _option(body.options, answer)
    return Mark(max(option.share, WRONG), _told(option.feedback))


def _several(body: Several, answer: Answer) -> Mark:
    if not isinstance(answer, tuple) or len(set(answer)) != len(answer):
        raise AnswerInvalid("places of options are expected, each once")
    chosen = [_option(body.options, place) for place in sorted(answer)]
    share = sum((option.share for option in chosen), WRONG)
    return Mark(min(max(share, WRONG), RIGHT), _told(*(option.feedback for option in chosen)))


def _number(body: Number, answer: Answer) -> Mark:
    value = number_of(_typed(answer))
    if value is None:
        return NOTHING
    fitting = [near for near in body.accepted if abs(value - Fraction(near.value)) <= Fraction(near.tolerance)]
    best = max(fitting, key=lambda near: near.share, default=None)
    return Mark(best.share, _told(best.feedback)) if best else NOTHING


def _short(body: Short, answer: Answer) -> Mark:
    given = plain(_typed(answer), case_matters=body.case_matters)
    fitting = [form for form in body.accepted if given and _fits(given, form.text, body.case_matters)]
    best = max(fitting, key=lambda form: form.share, default=None)
    return Mark(best.share, _told(best.feedback)) if best else NOTHING


def _fits(given: str, form: str, case_matters: bool) -> bool:
    """Whether `given` is of the form; every `*` takes the first place that fits, so no form takes long."""
    pieces = [plain(piece, case_matters=case_matters) for piece in re.split(r"(?<!\\)\*", form)]
    first, *others = (piece.replace("\\*", "*") for piece in pieces)
    if not others:
        return given == first
    if not given.startswith(first) or not given.endswith(others[-1]):
        return False
    at, end = len(first), len(given) - len(others[-1])
    for piece in others[:-1]:
        at = given.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return at <= end


def _ordering(body: Ordering, answer: Answer) -> Mark:
    """The share of neighbours who stand right: every item but the last is followed by the one that follows it."""
    if not isinstance(answer, tuple) or sorted(map(_place, answer)) != list(range(len(body.items))):
        raise AnswerInvalid("every item is expected once")
    right = sum(after == before + 1 for before, after in pairwise(answer))
    return Mark(Fraction(right, len(body.items) - 1))


def _cloze(body: Cloze, answer: Answer) -> Mark:
    gaps = body.gaps
    if not isinstance(answer, tuple) or len(answer) != len(gaps):
        raise AnswerInvalid("one answer for each gap is expected")
    marks = [(mark(gap.body, one), gap.weight) for gap, one in zip(gaps, answer, strict=True)]
    share = sum((one.share * weight for one, weight in marks), WRONG) / sum(gap.weight for gap in gaps)
    return Mark(share, tuple(text for one, _ in marks for text in one.feedback))


def _option(options: tuple[Option, ...], place: object) -> Option:
    if _place(place) not in range(len(options)):
        raise AnswerInvalid("no such option")
    return options[_place(place)]


def _place(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise AnswerInvalid("a place is expected")
    return value


def _typed(answer: Answer) -> str:
    if not isinstance(answer, str):
        raise AnswerInvalid("text is expected")
    return answer


def _told(*feedback: str) -> tuple[str, ...]:
    return tuple(text for text in feedback if text)


_MARK: Mapping[type, Callable[[Any, Answer], Mark]] = {
    Choice: _choice,
    Several: _several,
    Number: _number,
    Short: _short,
    Ordering: _ordering,
    Cloze: _cloze,
}
