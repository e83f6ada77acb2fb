"""The JSON values that `reading.read` makes a questline of; what has its default is left out."""

from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from tools.gamification.domain.conditions import reading as conditions
from tools.gamification.domain.conditions.condition import (
    ALWAYS,
    After,
    AtLeast,
    Before,
    Condition,
    Done,
    Not,
    QuestDone,
)
from tools.gamification.domain.questline.line import Questline
from tools.gamification.domain.quiz.quiz import Quiz, quiz_to_json


def write(line: Questline) -> dict[str, Any]:
    """The questline with its dates."""
    found: dict[str, Any] = _written(line)
    return found


def _written(value: Any) -> Any:
    if isinstance(value, Condition):
        return None if value == ALWAYS else conditions.write(value)
    if isinstance(value, Quiz):
        return quiz_to_json(value)
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value):
        pairs = ((one.name, getattr(value, one.name), one.default) for one in fields(value))
        return {name: _written(given) for name, given, default in pairs if given != default and given not in ((), {})}
    if isinstance(value, tuple):
        return [_written(one) for one in value]
    return dict(value) if isinstance(value, dict) else value


def without_dates(line: Questline) -> Questline:
    """For files and copies: nothing in it depends on the calendar any more."""
    chapters = tuple(
        replace(
            chapter,
            quests=tuple(
                replace(
                    quest,
                    opens_at=None,
                    due_at=None,
                    unlock=undated(quest.unlock) or ALWAYS,
                    objectives=tuple(replace(one, codes_until=None) for one in quest.objectives),
                )
                for quest in chapter.quests
            ),
        )
        for chapter in line.chapters
    )
    bosses = tuple(replace(boss, ends_at=None) for boss in line.bosses)
    return replace(line, chapters=chapters, bosses=bosses)


def undated(condition: Condition) -> Condition | None:
    """The condition without its dates; None where nothing is left."""
    if isinstance(condition, (After, Before)):
        return None
    if isinstance(condition, (Done, QuestDone)):
        return replace(condition, by=None)
    if isinstance(condition, Not):
        part = undated(condition.part)
        return Not(part) if part else None
    if isinstance(condition, AtLeast):
        left = tuple(part for one in condition.parts if (part := undated(one)) is not None)
        gone = len(condition.parts) - len(left)
        if not left:
            return None
        return AtLeast(max(condition.number - gone, 1), left)
    return condition
