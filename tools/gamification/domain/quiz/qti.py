"""Questions from QTI 2.1, 2.2 and 3.0 items: one XML file, or a package (ZIP) of them.

Taken: choice and several, text and number entry, inline choice, order; one of them or several in a text, which makes a
cloze. Pictures, drawings and open texts are not: such an item is named with the reason, the others are taken. Marks
follow the item's mapping or its correct response, not programs in its response processing.
Source: 1EdTech "Question and Test Interoperability: Assessment, Section and Item Information Model" 2.2 and 3.0.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree as SafeTree
from defusedxml.common import DefusedXmlException

from tools.gamification.domain.quiz.gift import Imported, Skipped
from tools.gamification.domain.quiz.qti_items import Response, body_of, name_of, response_of, text_of, trim
from tools.gamification.domain.quiz.questions import Question, QuestionInvalid

MOST_FILES = 500
MOST_BYTES = 20_000_000
"""Unpacked."""
MOST_ONE = 2_000_000
"""Bytes of one item."""


class PackageInvalid(ValueError):
    """No QTI at all: neither XML nor a ZIP with items, or larger than anything of ours; the message is a code."""


def read_qti(content: bytes) -> Imported:
    """Questions with keys "1", "2" … in the order of the files' names; raises `PackageInvalid`."""
    questions, skipped = list[Question](), list[Skipped]()
    for name, xml in _files(content):
        try:
            items = [one for one in _parse(xml).iter() if name_of(one) == "assessmentItem"]
        except (ParseError, DefusedXmlException, ValueError):
            skipped.append(Skipped(name, "damaged"))
            continue
        for item in items:
            title = item.get("title", "")
            try:
                questions.append(_question(str(len(questions) + 1), title, item))
            except QuestionInvalid as error:
                skipped.append(Skipped(name or item.get("identifier", ""), str(error), title[:80]))
    if not questions and not skipped:
        raise PackageInvalid("no-items")
    return Imported(tuple(questions), tuple(skipped))


def _files(content: bytes) -> Iterator[tuple[str, bytes]]:
    if not content.startswith(b"PK"):
        if len(content) > MOST_BYTES:
            raise PackageInvalid("too-large")
        if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            raise PackageInvalid("no-qti")
        yield "", content
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            yield from _packed(package)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise PackageInvalid("damaged") from error


def _packed(package: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    entries = [one for one in package.infolist() if not one.is_dir()]
    if len(entries) > MOST_FILES or sum(one.file_size for one in entries) > MOST_BYTES:
        raise PackageInvalid("too-large")
    for entry in sorted(entries, key=lambda one: _natural(one.filename)):
        if entry.filename.endswith(".xml") and not entry.filename.endswith("imsmanifest.xml"):
            with package.open(entry) as file:
                xml = file.read(MOST_ONE + 1)
            if len(xml) > MOST_ONE:
                raise PackageInvalid("too-large")
            yield entry.filename, xml


def _natural(name: str) -> list[tuple[int, str]]:
    """An order in which "q2" stands before "q10"."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"([0-9]+)", name)]


def _parse(xml: bytes) -> Element:
    root: Element = SafeTree.fromstring(xml, forbid_dtd=True)
    return root


def _question(key: str, title: str, item: Element) -> Question:
    body = next((one for one in item if name_of(one) == "itemBody"), None)
    if body is None:
        raise QuestionInvalid("damaged")
    found = [response_of(one) for one in item if name_of(one) == "responseDeclaration"]
    responses = {one.identifier: _with_tolerance(one, item) for one in found}
    remark = next((one for one in item if name_of(one) == "modalFeedback"), None)
    prompt, made = body_of(body, responses)
    return Question(key, prompt, made, trim(text_of(remark)) if remark is not None else "", title.strip())


def _with_tolerance(response: Response, item: Element) -> Response:
    """The tolerance of the comparison that names this response (`equal toleranceMode="absolute" tolerance="0.1"`)."""
    for equal in (one for one in item.iter() if name_of(one) == "equal"):
        names = {one.get("identifier") for one in equal.iter() if name_of(one) == "variable"}
        mode = equal.get("toleranceMode") or equal.get("tolerance-mode") or "exact"
        if response.identifier in names and mode != "exact" and equal.get("tolerance"):
            return response.tolerant(_first(equal.get("tolerance", "")), relative=mode == "relative")
    return response


def _first(numbers: str) -> Decimal:
    try:
        return Decimal(numbers.split()[0])
    except (InvalidOperation, IndexError) as error:
        raise QuestionInvalid("not-a-number") from error
