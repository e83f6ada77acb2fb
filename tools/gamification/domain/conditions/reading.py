"""Conditions as JSON, in questline files and in the builder's forms, and back. What is read is checked whole.

A leaf is `{"done": "essay"}` with its further fields beside it; joined ones are `{"all": [...]}`, `{"any": [...]}`,
`{"at_least": 2, "of": [...]}` and `{"not": {...}}`.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from tools.gamification.domain.conditions.condition import (
    After,
    AtLeast,
    Badge,
    Before,
    Condition,
    Done,
    Failed,
    FeedbackRead,
    Level,
    Monotone,
    MonotoneAtLeast,
    Not,
    QuestDone,
    Score,
    Xp,
)

DEEPEST, MOST = 12, 400
"""Joins within joins, and parts in all, that one condition may have."""
T = TypeVar("T")
Json = Mapping[str, Any]


class ConditionInvalid(ValueError):
    """What was read is no condition. `code` names the fault, `path` where: "all/1/score"."""

    def __init__(self, code: str, path: str) -> None:
        super().__init__(f"{code} at {path or 'the top'}")
        self.code, self.path = code, path


def read(value: Any) -> Condition:
    """A condition from JSON values; raises `ConditionInvalid`."""
    return _Reader().read(value, "", 0)


def read_monotone(value: Any) -> Monotone:
    """A condition for badges, levels and grades; raises `ConditionInvalid` with code "not-monotone" for others too."""
    return monotone(read(value))


def monotone(condition: Condition, path: str = "") -> Monotone:
    """The same condition as a monotone one; raises `ConditionInvalid` where it is not."""
    if isinstance(condition, Monotone):
        return condition
    if isinstance(condition, AtLeast):
        parts = tuple(monotone(part, f"{path}/{at}") for at, part in enumerate(condition.parts))
        return MonotoneAtLeast(condition.number, parts)
    raise ConditionInvalid("not-monotone", path)


class _Reader:
    def __init__(self) -> None:
        self._seen = 0

    def read(self, value: Any, path: str, depth: int) -> Condition:
        self._seen += 1
        if depth > DEEPEST or self._seen > MOST:
            raise ConditionInvalid("too-large", path)
        if not isinstance(value, Mapping):
            raise ConditionInvalid("no-condition", path)
        kind = next((name for name in (*_JOINS, *_LEAVES) if name in value), None)
        if kind is None:
            raise ConditionInvalid("unknown-kind", path)
        if kind in _JOINS:
            return self._join(kind, value, path, depth)
        reader, extras = _LEAVES[kind]
        if set(value) - {kind, *extras}:
            raise ConditionInvalid("unknown-field", f"{path}/{kind}")
        return reader(value, f"{path}/{kind}")

    def _join(self, kind: str, value: Json, path: str, depth: int) -> Condition:
        if kind == "not":
            _only(value, {"not"}, path)
            return Not(self.read(value["not"], f"{path}/not", depth + 1))
        name = "of" if kind == "of" else kind
        _only(value, {name, "at_least"} if kind == "of" else {name}, path)
        listed = value[name]
        if not isinstance(listed, list) or not listed:
            raise ConditionInvalid("no-parts", f"{path}/{name}")
        parts = tuple(self.read(part, f"{path}/{name}/{at}", depth + 1) for at, part in enumerate(listed))
        number = {"all": len(parts), "any": 1}.get(kind) or _number(value, "at_least", path, 1, len(parts))
        return AtLeast(number, parts)


def _only(value: Json, known: set[str], path: str) -> None:
    if set(value) - known:
        raise ConditionInvalid("unknown-field", path)


def _number(value: Json, name: str, path: str, least: int, most: int, default: int | None = None) -> int:
    found = value.get(name, default)
    if isinstance(found, bool) or not isinstance(found, int) or not least <= found <= most:
        raise ConditionInvalid("number-outside", f"{path}/{name}")
    return found


def _key(value: Json, name: str, path: str) -> str:
    found = value.get(name)
    if not isinstance(found, str) or not found or len(found) > 64:
        raise ConditionInvalid("no-key", path)
    return found


def _instant(value: Json, name: str, path: str) -> datetime:
    try:
        found = datetime.fromisoformat(str(value.get(name)))
    except ValueError:
        raise ConditionInvalid("no-instant", path) from None
    if found.tzinfo is None:
        raise ConditionInvalid("no-zone", path)
    return found


def _by(value: Json, path: str) -> datetime | None:
    return _instant(value, "by", path) if "by" in value else None


MANY = 10**9
_JOINS = ("all", "any", "of", "not")
_LEAVES: dict[str, tuple[Callable[[Json, str], Condition], tuple[str, ...]]] = {
    "done": (lambda v, p: Done(_key(v, "done", p), _number(v, "times", p, 1, MANY, 1), _by(v, p)), ("times", "by")),
    "quest": (lambda v, p: QuestDone(_key(v, "quest", p), _by(v, p)), ("by",)),
    "score": (lambda v, p: Score(_key(v, "score", p), _number(v, "at_least", p, 1, 100)), ("at_least",)),
    "xp": (lambda v, p: Xp(_number(v, "xp", p, 1, MANY), str(v.get("skill", ""))[:64]), ("skill",)),
    "level": (lambda v, p: Level(_number(v, "level", p, 2, 1000)), ()),
    "badge": (lambda v, p: Badge(_key(v, "badge", p)), ()),
    "feedback_read": (lambda v, p: FeedbackRead(_key(v, "feedback_read", p)), ()),
    "after": (lambda v, p: After(_instant(v, "after", p)), ()),
    "before": (lambda v, p: Before(_instant(v, "before", p)), ()),
    "failed": (
        lambda v, p: Failed(_key(v, "failed", p), _number(v, "below", p, 1, 100), _number(v, "tries", p, 1, MANY, 1)),
        ("below", "tries"),
    ),
}


def write(condition: Condition) -> dict[str, Any]:
    """The JSON values that `read` makes this condition of."""
    if isinstance(condition, Not):
        return {"not": write(condition.part)}
    if isinstance(condition, (AtLeast, MonotoneAtLeast)):
        parts = [write(part) for part in condition.parts]
        if condition.number == len(parts):
            return {"all": parts}
        return {"any": parts} if condition.number == 1 else {"at_least": condition.number, "of": parts}
    return {name: value for name, value in _leaf(condition).items() if value is not None}


def _leaf(condition: Condition) -> dict[str, Any]:
    match condition:
        case Done(objective, times, by):
            return {"done": objective, "times": times if times > 1 else None, "by": by.isoformat() if by else None}
        case QuestDone(quest, by):
            return {"quest": quest, "by": by.isoformat() if by else None}
        case Score(objective, at_least):
            return {"score": objective, "at_least": at_least}
        case Xp(at_least, skill):
            return {"xp": at_least, "skill": skill or None}
        case Level(at_least):
            return {"level": at_least}
        case Badge(badge):
            return {"badge": badge}
        case FeedbackRead(objective):
            return {"feedback_read": objective}
        case After(at):
            return {"after": at.isoformat()}
        case Before(at):
            return {"before": at.isoformat()}
        case Failed(objective, below, tries):
            return {"failed": objective, "below": below, "tries": tries if tries > 1 else None}
    raise TypeError(f"no JSON for {type(condition).__name__}")
