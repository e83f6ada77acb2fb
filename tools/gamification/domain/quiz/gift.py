"""Questions from GIFT, the text format that Moodle and others write.

Taken: choice, several (percentages), true/false, numbers with tolerance or range, short text, matching (as a cloze with
rows) and missing words. Format: docs.moodle.org, "GIFT format". A question that cannot be taken is named with its line
and a reason, and the others are taken all the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
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
    Question,
    QuestionInvalid,
    Several,
    Short,
)

MOST_CHARACTERS = 1_000_000
_ESCAPED = {f"\\{char}": chr(0xE000 + number) for number, char in enumerate("~=#{}:\\")}
_BACK = {held: escaped[1] for escaped, held in _ESCAPED.items()}
_ESCAPE = re.compile(r"\\[~=#{}:\\]")
_BLOCK = re.compile(r"(?<!\\)\{(.*?)\}", re.DOTALL)
_ANSWER = re.compile(r"([=~])((?:[^=~])*)")
_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:\.\d{1,7})?)%")
_TITLE = re.compile(r"::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}


@dataclass(frozen=True, slots=True)
class Skipped:
    """A question that was not taken: where it stands (line or name) and the code of the reason."""

    where: str
    reason: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file gave."""

    questions: tuple[Question, ...]
    skipped: tuple[Skipped, ...] = ()


def read_gift(text: str, true_false: tuple[str, str] = ("True", "False")) -> Imported:
    """Questions with keys "1", "2" … by their place in the file; `true_false` are the texts of those two options."""
    questions, skipped = list[Question](), list[Skipped]()
    for line, block in _blocks(text[:MOST_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n")):
        title, rest = _title_of(_hold(block))
        try:
            question = _question(str(len(questions) + 1), title, rest, true_false)
        except QuestionInvalid as error:
            skipped.append(Skipped(str(line), str(error), _free(title)[:80]))
            continue
        questions.append(question)
    return Imported(tuple(questions), tuple(skipped))


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """(line, text) of each question: blank lines part them, comments and categories are left out.

    A blank line inside braces parts nothing.
    """
    kept, start, depth = list[str](), 0, 0
    for number, line in enumerate([*text.lstrip("\ufeff").split("\n"), ""], 1):
        if line.lstrip().startswith("//") or (not kept and line.startswith("$CATEGORY:")):
            continue
        if line.strip():
            start = start if kept else number
            kept.append(line)
            bare = _ESCAPE.sub("", line)
            depth += bare.count("{") - bare.count("}")
        elif kept and depth <= 0:
            yield start, "\n".join(kept)
            kept, depth = [], 0
    if kept:
        yield start, "\n".join(kept)


def _question(key: str, title: str, text: str, true_false: tuple[str, str]) -> Question:
    text = _FORMAT.sub("", text, count=1)
    blocks = list(_BLOCK.finditer(text))
    if not blocks:
        raise QuestionInvalid("no-answer" if "{" not in text else "brace-open")
    if len(blocks) > 1:
        raise QuestionInvalid("several-blocks")
    inside, before, after = blocks[0][1], text[: blocks[0].start()], text[blocks[0].end() :]
    inside, _, explanation = inside.partition("####")
    body = _body(inside.strip(), true_false)
    prompt = _free(before).strip()
    if after.strip():
        if not isinstance(body, (Choice, Short, Number)):
            raise QuestionInvalid("kind-unknown")
        body, prompt = Cloze((_free(before), Gap(body), _free(after))), ""
    return Question(key, prompt, body, _free(explanation).strip(), _free(title).strip())


def _body(inside: str, true_false: tuple[str, str]) -> Body:
    if not inside:
        raise QuestionInvalid("open-question")
    truth, *remarks = inside.split("#")
    if truth.strip().upper() in _TRUTH:
        return _true_false(_TRUTH[truth.strip().upper()], [_free(one).strip() for one in remarks], true_false)
    if inside.startswith("#"):
        return _number(inside[1:])
    answers = [(sign, *_weighed(rest)) for sign, rest in _ANSWER.findall(inside)]
    if not answers:
        raise QuestionInvalid("no-answer")
    if all(sign == "=" and "->" in rest for sign, _, rest in answers):
        return _matching([rest for _, _, rest in answers])
    if all(sign == "=" for sign, _, _ in answers):
        return Short(tuple(_form(share, rest) for _, share, rest in answers))
    return _options(answers)


def _options(answers: list[tuple[str, Fraction | None, str]]) -> Choice | Several:
    """Percentages without a full one among them are for several; `=` is the one right option of a choice."""
    whole = any(sign == "=" or share == RIGHT for sign, share, _ in answers)
    options = []
    for sign, share, rest in answers:
        text, _, feedback = rest.partition("#")
        given = share if share is not None else (RIGHT if sign == "=" else WRONG)
        options.append(Option(_free(text).strip(), given, _free(feedback).strip()))
    return Choice(tuple(options)) if whole else Several(tuple(options))


def _true_false(truth: bool, remarks: list[str], words: tuple[str, str]) -> Choice:
    """The first remark is for who answers wrong, the second for who answers right."""
    wrong, right = (*remarks, "", "")[:2]
    told = (right, wrong) if truth else (wrong, right)
    shares = (RIGHT, WRONG) if truth else (WRONG, RIGHT)
    return Choice(tuple(Option(word, share, tell) for word, share, tell in zip(words, shares, told, strict=True)))


def _number(inside: str) -> Number:
    if "=" not in inside:
        return Number((_near(RIGHT, inside),))
    answers = [(sign, *_weighed(rest)) for sign, rest in _ANSWER.findall(inside)]
    return Number(tuple(_near(RIGHT if share is None else share, rest) for sign, share, rest in answers if sign == "="))


def _near(share: Fraction, rest: str) -> Near:
    """`value`, `value:tolerance` or `least..most`."""
    text, _, feedback = rest.partition("#")
    feedback = _free(feedback).strip()
    if ".." in text:
        least, most = (_decimal(part) for part in text.split("..", 1))
        return Near((least + most) / 2, (most - least) / 2, share, feedback)
    value, _, tolerance = text.partition(":")
    return Near(_decimal(value), _decimal(tolerance or "0"), share, feedback)


def _form(share: Fraction | None, rest: str) -> Form:
    text, _, feedback = rest.partition("#")
    return Form(_free(text).strip(), RIGHT if share is None else share, _free(feedback).strip())


def _matching(rows: list[str]) -> Cloze:
    pairs = [tuple(_free(side).strip() for side in row.split("->", 1)) for row in rows]
    answers = list(dict.fromkeys(right for _, right in pairs))
    parts = []
    for label, right in pairs:
        if label:
            options = tuple(Option(one, RIGHT if one == right else WRONG) for one in answers)
            parts.append(Gap(Choice(options), label=label))
    return Cloze(tuple(parts))


def _weighed(rest: str) -> tuple[Fraction | None, str]:
    found = _WEIGHT.match(rest)
    return (share_of(found[1]), rest[found.end() :]) if found else (None, rest)


def share_of(percent: str) -> Fraction:
    """A percentage as it is written, as the fraction that was meant: "33.33333" is a third."""
    return (Fraction(percent) / 100).limit_denominator(60)


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(_free(text).strip().replace(",", "."))
    except InvalidOperation as error:
        raise QuestionInvalid("not-a-number") from error


def _title_of(block: str) -> tuple[str, str]:
    found = _TITLE.match(block.lstrip())
    return (found[1], block.lstrip()[found.end() :]) if found else ("", block)


def _hold(text: str) -> str:
    """Escaped characters become ones that mean nothing in GIFT, until `_free`."""
    return _ESCAPE.sub(lambda found: _ESCAPED[found[0]], text)


def _free(text: str) -> str:
    return "".join(_BACK.get(char, char) for char in text).replace("\\n", "\n")
