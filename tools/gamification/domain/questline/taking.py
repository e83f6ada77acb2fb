"""Taking one JSON object of a questline apart: each method checks one part and refuses everything else."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from tools.gamification.domain.conditions import reading as conditions
from tools.gamification.domain.conditions.condition import ALWAYS, Condition
from tools.gamification.domain.facts import Key
from tools.gamification.domain.questline.line import MOST_CHAPTERS
from tools.gamification.domain.rules import Window

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


class LineInvalid(ValueError):
    """What was read is no questline; `path` names the place: "chapters/2/title"."""

    def __init__(self, path: str) -> None:
        super().__init__(f"not a questline: {path}")
        self.path = path


class Taker:
    """One JSON object, part by part; every part has a default, so that a file need not spell everything out."""

    def __init__(self, values: object, path: str) -> None:
        if not isinstance(values, Mapping):
            raise LineInvalid(path or "the questline")
        self._left, self.path = dict(values), path

    def text(self, name: str, most: int, least: int = 0) -> str:
        value = self._left.pop(name, "")
        if not isinstance(value, str) or not least <= len(value) <= most or "\x00" in value:
            raise self.wrong(name)
        return value

    def key(self) -> Key:
        return self.text("key", 64, 1)

    def whole(self, name: str, least: int, most: int, default: int) -> int:
        value = self._left.pop(name, default)
        if type(value) is not int or not least <= value <= most:
            raise self.wrong(name)
        return int(value)

    def flag(self, name: str, default: bool) -> bool:
        value = self._left.pop(name, default)
        if not isinstance(value, bool):
            raise self.wrong(name)
        return value

    def choice(self, name: str, kind: type[E], default: E) -> E:
        value = self._left.pop(name, default)
        if value not in set(kind):
            raise self.wrong(name)
        return kind(value)

    def window(self, name: str) -> Window | None:
        return (
            self.choice(name, Window, Window.EVER) if self._left.get(name) is not None else self._left.pop(name, None)
        )

    def instant(self, name: str) -> datetime | None:
        value = self._left.pop(name, None)
        if value is None:
            return None
        try:
            found = datetime.fromisoformat(value)
        except (TypeError, ValueError):
            raise self.wrong(name) from None
        if found.tzinfo is None:
            raise self.wrong(name)
        return found

    def condition(self, name: str) -> Condition:
        value = self._left.pop(name, None)
        if value is None:
            return ALWAYS
        try:
            return conditions.read(value)
        except conditions.ConditionInvalid as error:
            raise LineInvalid(f"{self.path}/{name}/{error.path}") from None

    def made(self, name: str, read: Callable[[Any], T]) -> T | None:
        """What `read` makes of a part, None where there is none; it raises `ValueError` for what does not go."""
        value = self._left.pop(name, None)
        if value is None:
            return None
        try:
            return read(value)
        except ValueError:
            raise self.wrong(name) from None

    def each(self, name: str, most: int, read: Callable[[Any, str], T]) -> tuple[T, ...]:
        value = self._left.pop(name, [])
        if not isinstance(value, list) or len(value) > most:
            raise self.wrong(name)
        return tuple(read(one, f"{self.path}/{name}/{place}".lstrip("/")) for place, one in enumerate(value, 1))

    def mapping(self, name: str) -> dict[str, Any]:
        value = self._left.pop(name, {})
        if not isinstance(value, Mapping) or len(value) > MOST_CHAPTERS:
            raise self.wrong(name)
        return dict(value)

    def part(self, name: str) -> "Taker":
        return Taker(self._left.pop(name, {}), f"{self.path}/{name}".lstrip("/"))

    def done(self) -> None:
        for name in self._left:
            raise self.wrong(str(name)[:40])

    def wrong(self, name: str) -> LineInvalid:
        return LineInvalid(f"{self.path}/{name}".lstrip("/"))
