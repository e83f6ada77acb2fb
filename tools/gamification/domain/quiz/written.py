"""Questions and sheets as JSON values and back, without loss: how they are stored, exported and imported.

Shares are text ("1/3"), numbers too ("0.50"): programs write decimals differently.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from tools.gamification.domain.quiz.drawing import Sheet, Shown
from tools.gamification.domain.quiz.questions import (
    Body,
    Choice,
    Cloze,
    Form,
    Gap,
    Near,
    Number,
    Option,
    Ordering,
    Question,
    QuestionInvalid,
    Several,
    Short,
)

Json = dict[str, Any]
MOST_PIECES = 200
"""Options, forms, items or parts of one question."""
MOST_TEXT = 20_000
"""Characters of one text."""


def question_to_json(question: Question) -> Json:
    return {
        "key": question.key,
        "title": question.title,
        "prompt": question.prompt,
        "explanation": question.explanation,
        **body_to_json(question.body),
    }


def question_from_json(value: object) -> Question:
    """Raises `QuestionInvalid` for anything that is no question."""
    found = _mapping(value)
    texts = {name: _text(found.get(name, "")) for name in ("prompt", "explanation", "title")}
    return Question(key=_text(found.get("key")), body=body_from_json(found), **texts)


def body_to_json(body: Body) -> Json:
    kind = next(name for name, (cls, _) in KINDS.items() if isinstance(body, cls))
    if isinstance(body, (Choice, Several)):
        return {"kind": kind, "options": [_with_share(one) for one in body.options]}
    if isinstance(body, Number):
        accepted = [
            {**_shared(near.share, near.feedback), "value": str(near.value), "tolerance": str(near.tolerance)}
            for near in body.accepted
        ]
        return {"kind": kind, "accepted": accepted}
    if isinstance(body, Short):
        return {"kind": kind, "accepted": [_with_share(one) for one in body.accepted], "case": body.case_matters}
    if isinstance(body, Ordering):
        return {"kind": kind, "items": list(body.items)}
    return {"kind": kind, "parts": [part if isinstance(part, str) else _gap_to_json(part) for part in body.parts]}


def body_from_json(value: object) -> Body:
    found = _mapping(value)
    kind = found.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise QuestionInvalid("kind-unknown")
    return KINDS[kind][1](found)


def sheet_to_json(sheet: Sheet) -> list[Json]:
    return [{"question": one.question, "orders": [list(order) for order in one.orders]} for one in sheet]


def sheet_from_json(value: list[Json]) -> Sheet:
    """Of what `sheet_to_json` made; nobody else's."""
    return tuple(Shown(one["question"], tuple(tuple(order) for order in one["orders"])) for one in value)


def _with_share(one: Option | Form) -> Json:
    return {**_shared(one.share, one.feedback), "text": one.text}


def _shared(share: Fraction, feedback: str) -> Json:
    return {"share": str(share), "feedback": feedback}


def _gap_to_json(gap: Gap) -> Json:
    return {"body": body_to_json(gap.body), "weight": gap.weight, "label": gap.label}


def _options(found: Mapping[str, Any]) -> tuple[Option, ...]:
    rows = map(_mapping, _list(found.get("options")))
    return tuple(Option(_text(row.get("text")), _share(row), _text(row.get("feedback", ""))) for row in rows)


def _number(found: Mapping[str, Any]) -> Number:
    rows = map(_mapping, _list(found.get("accepted")))
    return Number(tuple(map(_near, rows)))


def _near(row: Mapping[str, Any]) -> Near:
    value, tolerance = _decimal(row.get("value")), _decimal(row.get("tolerance", "0"))
    return Near(value, tolerance, _share(row), _text(row.get("feedback", "")))


def _short(found: Mapping[str, Any]) -> Short:
    rows = map(_mapping, _list(found.get("accepted")))
    forms = tuple(Form(_text(row.get("text")), _share(row), _text(row.get("feedback", ""))) for row in rows)
    return Short(forms, found.get("case") is True)


def _ordering(found: Mapping[str, Any]) -> Ordering:
    return Ordering(tuple(map(_text, _list(found.get("items")))))


def _cloze(found: Mapping[str, Any]) -> Cloze:
    return Cloze(tuple(part if isinstance(part, str) else _gap(part) for part in _list(found.get("parts"))))


def _gap(value: object) -> Gap:
    found = _mapping(value)
    body, weight = body_from_json(found.get("body")), found.get("weight", 1)
    if not isinstance(body, (Choice, Number, Short)) or not isinstance(weight, int):
        raise QuestionInvalid("kind-unknown")
    return Gap(body, weight, _text(found.get("label", "")))


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise QuestionInvalid("damaged")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list) or len(value) > MOST_PIECES:
        raise QuestionInvalid("damaged")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > MOST_TEXT:
        raise QuestionInvalid("damaged")
    return value


def _share(row: Mapping[str, Any]) -> Fraction:
    try:
        return Fraction(_text(row.get("share", "1"))[:40])
    except (ValueError, ZeroDivisionError) as error:
        raise QuestionInvalid("damaged") from error


def _decimal(value: object) -> Decimal:
    try:
        return Decimal(_text(value)[:60])
    except InvalidOperation as error:
        raise QuestionInvalid("damaged") from error


KINDS: Mapping[str, tuple[type, Callable[[Mapping[str, Any]], Body]]] = {
    "choice": (Choice, lambda found: Choice(_options(found))),
    "several": (Several, lambda found: Several(_options(found))),
    "number": (Number, _number),
    "short": (Short, _short),
    "ordering": (Ordering, _ordering),
    "cloze": (Cloze, _cloze),
}
