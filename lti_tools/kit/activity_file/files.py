"""The door: an activity as a file, and a file as an activity. The format is documented in `docs/kit/activity-files.md`.

A file holds settings and content: no dates, no ids, nobody's name and nobody's work.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.activities import configure
from lti_tools.kit.activity_file import pictures, refusals
from lti_tools.kit.activity_file.content import Content, Values
from lti_tools.kit.activity_file.pictures import load_content, settings_of
from lti_tools.kit.activity_file.reading import Reader
from lti_tools.store.tables.activities import Activity
from lti_tools.tool import Tool

FORMAT = "lti-tools/"
LARGEST = 1024 * 1024
"""Bytes; a rubric or questline of a whole course has some ten thousand."""
LARGEST_WITH_PICTURES = LARGEST + pictures.MOST_TOGETHER * 4 // 3 + 100_000
DEEPEST, MOST_VALUES = 24, 100_000
TITLE, SUMMARY = 200, 1000


@dataclass(frozen=True, kw_only=True)
class ActivityFile:
    """A file of one tool; `values` have the tool's newest version."""

    title: str
    summary: str = ""
    values: Values


def content_of(tool: Tool) -> Content:
    """What the tool declared; raises `ValueError` for one whose activities cannot be kept in files."""
    if tool.content is None:
        raise ValueError(f"{tool.slug} declares no content")
    return tool.content


def dump(db: Session, tool: Tool, activity: Activity) -> ActivityFile:
    """The activity as it stands."""
    content = content_of(tool)
    values = content.dump(db, activity.id) | pictures.dump(db, content, activity.id)
    return ActivityFile(title=activity.title, values=values)


def load(db: Session, tool: Tool, activity: Activity, file: ActivityFile, now: datetime, *, by: int) -> None:
    """Give `activity` the settings and content of `file`, in the caller's transaction; its pictures become `by`'s.

    Raises `FileRefused` for values that the tool does not take, and the tool's own `Refusal` where people's work
    stands against them.
    """
    configure(db, activity, tool, settings_of(content_of(tool), file.values), now)
    load_content(db, content_of(tool), activity.id, file.values, now, by=by)


def write(tool: Tool, file: ActivityFile) -> bytes:
    """The file's bytes: the same for the same activity."""
    body = {
        "format": FORMAT + tool.slug,
        "version": content_of(tool).version,
        "title": file.title,
        "summary": file.summary,
        "content": file.values,
    }
    return (json.dumps(body, ensure_ascii=False, indent=2) + "\n").encode()


def parse(tool: Tool, raw: bytes) -> ActivityFile:
    """A file's bytes as a file of `tool`, of the newest version; raises `FileRefused` for everything else.

    Whether the tool takes its values is checked too, without writing anything.
    """
    if len(raw) > LARGEST_WITH_PICTURES:
        raise refusals.too_large(LARGEST_WITH_PICTURES // 1024)
    body = _body(raw)
    if body.get("format") != FORMAT + tool.slug:
        known = isinstance(body.get("format"), str) and body["format"].startswith(FORMAT)
        raise refusals.other_tool(str(tool.title)) if known else refusals.unreadable()
    reader = Reader(body)
    reader.text("format", most=100)
    version = reader.whole("version", 1, 1_000_000)
    title, summary = reader.text("title", most=TITLE, least=1), reader.text("summary", most=SUMMARY)
    if not isinstance(body.get("content"), dict):
        raise refusals.wrong_part("content")
    values = newest(tool, version, body["content"])
    file = ActivityFile(title=title, summary=summary, values=values)
    settings_of(content_of(tool), file.values)
    sent = pictures.check(content_of(tool), values)
    if len(raw) - sum(one.size * 4 // 3 + 4 for one in sent) > LARGEST:
        raise refusals.too_large(LARGEST // 1024)
    return file


def newest(tool: Tool, version: int, values: Values) -> Values:
    """Values of an older version as the tool reads them today; raises `FileRefused` for a newer one."""
    content = content_of(tool)
    if version > content.version:
        raise refusals.newer(version, content.version)
    beside = {name: value for name, value in values.items() if name == pictures.PART}
    values = pictures.without(values)
    for number in range(version, content.version):
        try:
            values = content.upgrades[number](values)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            raise refusals.unreadable() from error
    return values | beside


def _body(raw: bytes) -> dict[str, Any]:
    """The JSON object in `raw`, of bounded depth and size, with texts that a database can hold."""
    try:
        body = json.loads(raw.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise refusals.unreadable() from error
    for count, (value, depth) in enumerate(values_in(body)):
        if depth > DEEPEST or count > MOST_VALUES:
            raise refusals.unreadable()
        if isinstance(value, str) and ("\x00" in value or any("\ud800" <= char <= "\udfff" for char in value)):
            raise refusals.unreadable()
        if isinstance(value, int) and abs(value) > 2**53:
            raise refusals.unreadable()
    if not isinstance(body, dict):
        raise refusals.unreadable()
    return body


def _refuse(name: str) -> None:
    raise ValueError(name)


def values_in(body: Any) -> Iterator[tuple[Any, int]]:
    """Every value and key of a JSON tree with its depth, without recursion."""
    waiting = [(body, 0)]
    while waiting:
        value, depth = waiting.pop()
        yield value, depth
        if depth > DEEPEST:
            return
        if isinstance(value, dict):
            waiting += [(each, depth + 1) for pair in value.items() for each in pair]
        elif isinstance(value, list):
            waiting += [(each, depth + 1) for each in value]
