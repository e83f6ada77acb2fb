"""One QTI item: its response declarations and its body, read into a question of ours.

Names are those of QTI 2; the ones of QTI 3 (`qti-choice-interaction`) are read as them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from xml.etree.ElementTree import Element

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

_BLOCKS = {"p", "div", "li", "ul", "ol", "br", "h1", "h2", "h3", "h4", "pre", "blockquote", "tr", "prompt", "table"}
_PICTURES = {"img", "object", "audio", "video", "svg", "math"}
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`"}
_FEEDBACK = {"feedbackInline", "feedbackBlock"}


@dataclass(frozen=True)
class Response:
    """What a response declaration says."""

    identifier: str
    several: bool
    numeric: bool
    correct: tuple[str, ...]
    mapped: Mapping[str, Fraction]
    case_matters: bool = True
    tolerance: Decimal = Decimal(0)
    relative: bool = False

    def tolerant(self, tolerance: Decimal, *, relative: bool) -> "Response":
        return replace(self, tolerance=tolerance, relative=relative)

    def share(self, value: str) -> Fraction:
        """What a value gives: its part of the mapping, or of the correct values; a wrong one of several takes back."""
        if self.mapped:
            points = [max(one, WRONG) for one in self.mapped.values()]
            full = sum(points, WRONG) if self.several else max(points)
            if not full:
                raise QuestionInvalid("no-right-answer")
            return max(min(self.mapped.get(value, WRONG) / full, RIGHT), -RIGHT)
        part = Fraction(1, len(self.correct)) if self.several and self.correct else RIGHT
        return part if value in self.correct else (-part if self.several else WRONG)


def name_of(element: Element) -> str:
    """The element's name in QTI 2: without namespace, `qti-choice-interaction` as `choiceInteraction`."""
    name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
    return re.sub(r"-(\w)", lambda found: found[1].upper(), name.removeprefix("qti-"))


def response_of(element: Element) -> Response:
    entries = [one for one in element.iter() if name_of(one) == "mapEntry"]
    correct = next((one for one in element if name_of(one) == "correctResponse"), None)
    case = [_attribute(one, "caseSensitive") for one in entries]
    return Response(
        identifier=element.get("identifier", ""),
        several=element.get("cardinality") == "multiple",
        numeric=_attribute(element, "baseType") in ("integer", "float"),
        correct=tuple((one.text or "").strip() for one in correct if name_of(one) == "value")
        if correct is not None
        else (),
        mapped={_attribute(one, "mapKey"): _fraction(_attribute(one, "mappedValue")) for one in entries},
        case_matters=bool(case) and all(one == "true" for one in case),
    )


def body_of(element: Element, responses: Mapping[str, Response]) -> tuple[str, Body]:
    """(prompt, body) of an item body; one block of choices or items is a question, gaps in a text are a cloze."""
    found = [one for one in element.iter() if name_of(one).endswith("Interaction")]
    if not found:
        raise QuestionInvalid("no-answer")
    if any(name_of(one) in _PICTURES for one in element.iter()):
        raise QuestionInvalid("picture")
    if any(name_of(one) in ("extendedTextInteraction", "uploadInteraction", "drawingInteraction") for one in found):
        raise QuestionInvalid("open-question")
    if len(found) == 1 and name_of(found[0]) in ("choiceInteraction", "orderInteraction"):
        prompt = "".join(one for one in _pieces(element, responses) if isinstance(one, str))
        return trim(prompt), _block(found[0], _response(found[0], responses))
    parts = tuple(_joined(_pieces(element, responses)))
    gaps = [one for one in parts if isinstance(one, Gap)]
    if len(gaps) == 1 and isinstance(parts[-1], Gap):
        return trim("".join(one for one in parts if isinstance(one, str))), gaps[0].body
    return "", Cloze(parts)


def _block(element: Element, response: Response) -> Body:
    choices = [one for one in element if name_of(one) == "simpleChoice"]
    if name_of(element) == "orderInteraction":
        texts = {one.get("identifier", ""): trim(text_of(one)) for one in choices}
        if sorted(response.correct) != sorted(texts):
            raise QuestionInvalid("no-right-answer")
        return Ordering(tuple(texts[one] for one in response.correct))
    options = tuple(_option(one, response) for one in choices)
    return Several(options) if response.several else Choice(options)


def _option(element: Element, response: Response) -> Option:
    told = [trim(text_of(one)) for one in element.iter() if name_of(one) in _FEEDBACK]
    return Option(trim(text_of(element)), response.share(element.get("identifier", "")), " ".join(told))


def _pieces(element: Element, responses: Mapping[str, Response]) -> Iterator[str | Gap]:
    """Text and gaps of a body as they follow one another."""
    yield element.text or ""
    for child in element:
        name = name_of(child)
        if name in ("textEntryInteraction", "inlineChoiceInteraction"):
            yield Gap(_entry(child, _response(child, responses)))
        elif name in ("choiceInteraction", "orderInteraction"):
            yield from (text_of(one) for one in child if name_of(one) == "prompt")
        elif name.endswith("Interaction"):
            raise QuestionInvalid("kind-unknown")
        elif name not in _FEEDBACK and name != "rubricBlock":
            yield "\n\n" if name in _BLOCKS else _MARKS.get(name, "")
            yield from _pieces(child, responses)
            yield "\n\n" if name in _BLOCKS else _MARKS.get(name, "")
        yield child.tail or ""


def _entry(element: Element, response: Response) -> Choice | Number | Short:
    if name_of(element) == "inlineChoiceInteraction":
        choices = [one for one in element if name_of(one) == "inlineChoice"]
        return Choice(tuple(_option(one, response) for one in choices))
    values = tuple(dict.fromkeys([*response.mapped, *response.correct]))
    if not response.numeric:
        forms = tuple(Form(one.replace("*", "\\*"), max(response.share(one), WRONG)) for one in values)
        return Short(forms, response.case_matters)
    return Number(tuple(_near(one, response) for one in values))


def _near(value: str, response: Response) -> Near:
    number = Decimal(0)
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise QuestionInvalid("not-a-number") from error
    width = abs(number) * response.tolerance / 100 if response.relative else response.tolerance
    return Near(number, width, max(response.share(value), WRONG))


def _response(element: Element, responses: Mapping[str, Response]) -> Response:
    identifier = _attribute(element, "responseIdentifier")
    if identifier not in responses:
        raise QuestionInvalid("damaged")
    return responses[identifier]


def text_of(element: Element) -> str:
    """An element's text as Markdown, without feedback inside it."""
    return "".join(one for one in _pieces(element, {}) if isinstance(one, str))


def trim(text: str) -> str:
    """Spaces as a browser shows them: lines of a paragraph joined, paragraphs one blank line apart."""
    paragraphs = (re.sub(r"\s+", " ", one).strip() for one in re.split(r"\n\s*\n", text))
    return "\n\n".join(one for one in paragraphs if one)


def _joined(pieces: Iterator[str | Gap]) -> Iterator[str | Gap]:
    """Pieces with neighbouring texts made one and without empty ones."""
    held = ""
    for piece in pieces:
        if isinstance(piece, str):
            held += piece
            continue
        if text := _tidy(held):
            yield text
        held = ""
        yield piece
    if text := _tidy(held).rstrip():
        yield text


def _tidy(text: str) -> str:
    """As `trim`, but a space before or after a gap stays."""
    trimmed = trim(text)
    if not trimmed:
        return " " if text and "\n" not in text else ""
    before = " " if text[0] == " " else ""
    after = " " if text[-1] == " " else ""
    return before + trimmed + after


def _attribute(element: Element, name: str) -> str:
    """An attribute by its name in QTI 2; QTI 3 writes `mapped-value` for `mappedValue`."""
    newer = re.sub(r"([A-Z])", lambda found: "-" + found[1].lower(), name)
    return element.get(name) or element.get(newer) or ""


def _fraction(text: str) -> Fraction:
    try:
        return Fraction(text[:40])
    except (ValueError, ZeroDivisionError) as error:
        raise QuestionInvalid("not-a-number") from error
