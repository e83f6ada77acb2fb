"""Questions as a teacher types them, and back: one line for each option, form or item.

A right option begins with `*`. A text with gaps has them in double square brackets: `[[Paris|paris]]` lists accepted
forms, `[[*Paris|Rome|Oslo]]` offers a choice, `[[=3.14±0.01]]` takes a number.
"""

import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from tools.gamification.domain.quiz.questions import (
    RIGHT,
    WRONG,
    Body,
    Choice,
    Cloze,
    Form,
    Gap,
    Near,
    Number,
    Option,
    Ordering,
    QuestionInvalid,
    Several,
    Short,
)
from tools.gamification.domain.quiz.written import KINDS

_GAP = re.compile(r"\[\[(.+?)\]\]", re.DOTALL)
KIND_NAMES = tuple(KINDS)


def typed_body(kind: str, text: str) -> Body:
    """The body that a teacher typed; raises `QuestionInvalid` with the code of what is wrong."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if kind == "choice":
        return Choice(_options(lines))
    if kind == "several":
        return _several(lines)
    if kind == "number":
        return Number(tuple(_near(line) for line in lines))
    if kind == "short":
        return Short(tuple(Form(line) for line in lines))
    if kind == "ordering":
        return Ordering(tuple(lines))
    if kind == "cloze":
        return _cloze(text.strip())
    raise QuestionInvalid("kind-unknown")


def typed_text(body: Body) -> str | None:
    """What `typed_body` makes this body of; None for one that has more in it than can be typed (an imported one)."""
    text = _written(body)
    kind = next(name for name, (cls, _) in KINDS.items() if isinstance(body, cls))
    try:
        return text if typed_body(kind, text) == body else None
    except QuestionInvalid:
        return None


def _written(body: Body) -> str:
    if isinstance(body, (Choice, Several)):
        return "\n".join(("* " if one.share > 0 else "") + one.text for one in body.options)
    if isinstance(body, Number):
        return "\n".join(map(_number, body.accepted))
    if isinstance(body, Short):
        return "\n".join(one.text for one in body.accepted)
    if isinstance(body, Ordering):
        return "\n".join(body.items)
    return "".join(part if isinstance(part, str) else f"[[{_gap_text(part)}]]" for part in body.parts)


def _options(lines: list[str]) -> tuple[Option, ...]:
    return tuple(Option(line.removeprefix("*").strip(), RIGHT if line.startswith("*") else WRONG) for line in lines)


def _several(lines: list[str]) -> Several:
    """Right ones share the mark, a wrong one takes as much back."""
    options = _options(lines)
    right = sum(one.share == RIGHT for one in options)
    if not right:
        raise QuestionInvalid("no-right-option")
    part = Fraction(1, right)
    return Several(tuple(Option(one.text, part if one.share else -part) for one in options))


def _near(line: str) -> Near:
    value, _, tolerance = re.sub(r"\s*(\+/-|±)\s*", "±", line).partition("±")
    return Near(_decimal(value), _decimal(tolerance or "0"))


def _number(near: Near) -> str:
    return f"{near.value} ± {near.tolerance}" if near.tolerance else str(near.value)


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text.strip().replace(",", ".").replace("\u2212", "-"))
    except InvalidOperation as error:
        raise QuestionInvalid("not-a-number") from error


def _cloze(text: str) -> Cloze:
    parts: list[str | Gap] = []
    for place, piece in enumerate(_GAP.split(text)):
        if place % 2:
            parts.append(_gap(piece))
        elif piece:
            parts.append(piece)
    return Cloze(tuple(parts))


def _gap(text: str) -> Gap:
    if text.startswith("="):
        return Gap(Number((_near(text[1:]),)))
    pieces = [piece.strip() for piece in text.split("|")]
    if any(piece.startswith("*") for piece in pieces):
        return Gap(Choice(_options(pieces)))
    return Gap(Short(tuple(Form(piece) for piece in pieces)))


def _gap_text(gap: Gap) -> str:
    if isinstance(gap.body, Number):
        return f"={_number(gap.body.accepted[0])}"
    if isinstance(gap.body, Choice):
        return "|".join(("*" if one.share else "") + one.text for one in gap.body.options)
    return "|".join(one.text for one in gap.body.accepted)
