"""A rubric as a file of its own: JSON for programs, CSV for spreadsheets; and back, with a sentence for what is wrong.

In CSV a criterion is a line; each of its levels is a line below it with the first cells empty. The columns are named in
English whatever the reader's language, so that a file fits everywhere.
"""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from lti_tools.kit.activity_file import refusals as files
from lti_tools.kit.activity_file.reading import Reader
from lti_tools.kit.exports.cells import guard, unguard
from lti_tools.web.fields import clean_text
from tools.peer_review import refusals
from tools.peer_review import rubric_refusals as wrong
from tools.peer_review.domain.rubric import criteria
from tools.peer_review.domain.rubric.criteria import Kind, Rubric, write_rubric
from tools.peer_review.service.content import read_rubric_part

FORMAT, VERSION = "lti-tools/rubric", 1
LARGEST = 200_000
"""Bytes."""
COLUMNS = (
    "criterion", "kind", "weight", "highest", "comment", "description", "starters",
    "level_points", "level_title", "level_description",
)  # fmt: skip
LEVEL = COLUMNS[7:]
REQUIRED, OPTIONAL = "required", "optional"
_BETWEEN = " | "

Stored = list[dict[str, Any]]
"""A rubric as JSON values."""


def as_json(rubric: Rubric) -> bytes:
    body = {"format": FORMAT, "version": VERSION, "rubric": write_rubric(rubric)}
    return json.dumps(body, ensure_ascii=False, indent=2).encode() + b"\n"


def as_csv(rubric: Rubric) -> bytes:
    """With the mark at the beginning by which spreadsheets know UTF-8."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for one in rubric:
        first = {
            "criterion": one.title,
            "kind": one.kind.value,
            "weight": str(one.weight),
            "highest": str(one.most) if one.most else "",
            "comment": REQUIRED if one.required else OPTIONAL,
            "description": one.text,
            "starters": _BETWEEN.join(one.starters),
        }
        writer.writerow({name: guard(value) for name, value in first.items()})
        for level in one.levels:
            cells = (str(level.points), level.title, level.text)
            writer.writerow({name: guard(value) for name, value in zip(LEVEL, cells, strict=True)})
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def read(raw: bytes) -> Stored:
    """The rubric of a file, JSON or CSV, as it can be stored; raises a `Refusal` that names what is wrong and where."""
    if len(raw) > LARGEST:
        raise wrong.too_large(LARGEST // 1000)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise wrong.unreadable() from None
    if not text.strip():
        raise files.no_file()
    found = _from_json(text) if text.lstrip()[0] in "[{" else _from_csv(text)
    if not found:
        raise refusals.Invalid(refusals.no_rubric())
    return found


def _from_json(text: str) -> Stored:
    """A rubric, or the rubric within an activity's file; raises a `Refusal`."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        raise wrong.unreadable() from None
    if isinstance(body, dict) and body.get("format") == "lti-tools/peer-review":
        body = body.get("content")
    rubric = body.get("rubric") if isinstance(body, dict) else body
    return read_rubric_part(Reader({"rubric": rubric}))


def _from_csv(text: str) -> Stored:
    found: Stored = []
    for number, row in _rows(text):
        if row["criterion"]:
            found.append(_criterion(number, row, len(found) + 1))
        elif not found:
            raise wrong.in_line(number, wrong.level_without_criterion())
        if any(row[name] for name in LEVEL):
            found[-1]["levels"].append(_level(number, row))
    return read_rubric_part(Reader({"rubric": [_checked(one) for one in found]}))


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, cells by column) of each line that is not empty."""
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count))
    try:
        names = [name.strip().casefold() for name in next(reader)]
        missing = [name for name in ("criterion", "kind") if name not in names]
        if missing:
            raise wrong.no_column(missing[0])
        for cells in reader:
            if any(cell.strip() for cell in cells):
                known = {name: clean_text(unguard(cell)).strip() for name, cell in zip(names, cells, strict=False)}
                yield reader.line_num, {name: known.get(name, "") for name in COLUMNS}
    except csv.Error:
        raise wrong.unreadable() from None


def _criterion(number: int, row: dict[str, str], place: int) -> dict[str, Any]:
    if row["kind"] not in [one.value for one in Kind]:
        raise wrong.in_line(number, wrong.unknown_word(row["kind"], [one.value for one in Kind]))
    if row["comment"] not in ("", REQUIRED, OPTIONAL):
        raise wrong.in_line(number, wrong.unknown_word(row["comment"], [REQUIRED, OPTIONAL]))
    for name, most in (("criterion", criteria.TITLE), ("description", criteria.TEXT)):
        _fits(number, row[name], most)
    starters = [one.strip() for one in row["starters"].split("|") if one.strip()]
    return {
        "line": number,
        "key": f"c{place}",
        "title": row["criterion"],
        "kind": row["kind"],
        "text": row["description"],
        "weight": _whole(number, "weight", row["weight"] or "1", criteria.MOST_WEIGHT),
        "levels": [],
        "most": _whole(number, "highest", row["highest"] or "0", criteria.MOST_SCALE),
        "required": row["comment"] != OPTIONAL,
        "starters": starters,
    }


def _level(number: int, row: dict[str, str]) -> dict[str, Any]:
    points = _whole(number, "level_points", row["level_points"], 100)
    if not row["level_title"]:
        raise wrong.in_line(number, wrong.no_level_title())
    for name, most in (("level_title", criteria.TITLE), ("level_description", criteria.TEXT)):
        _fits(number, row[name], most)
    return {"points": points, "title": row["level_title"], "text": row["level_description"]}


def _checked(one: dict[str, Any]) -> dict[str, Any]:
    """What a criterion as a whole needs; raises a `Refusal` naming its line."""
    line, kind = one.pop("line"), Kind(one["kind"])
    if kind is Kind.LEVELS and len(one["levels"]) < 2:
        raise wrong.in_line(line, wrong.few_levels())
    if kind in (Kind.SCALE, Kind.ERRORS) and not one["most"]:
        raise wrong.in_line(line, wrong.no_highest())
    return one


def _whole(number: int, column: str, text: str, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) <= most):
        raise wrong.in_line(number, wrong.no_whole_number(column, text, most))
    return int(text)


def _fits(number: int, text: str, most: int) -> None:
    if len(text) > most:
        raise wrong.in_line(number, wrong.too_long(text[:30], most))
