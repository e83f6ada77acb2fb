"""Taking values out of a file that may hold anything: each reader checks one kind and refuses everything else.

reader = Reader(values)
title, points = reader.text("title", most=200), reader.whole("points", 1, 100)
reader.finish()
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from lti_tools.kit.activity_file import refusals
from lti_tools.web.fields import clean_text

T = TypeVar("T")


class Reader:
    """One JSON object of a file, part by part. Every method raises `FileRefused` naming the part."""

    def __init__(self, values: object, within: str = "") -> None:
        """`within` names the object in messages: "criteria 3"."""
        self._within = within
        self._left: dict[str, Any] = self._object(values)

    def text(self, name: str, *, most: int, least: int = 0) -> str:
        """A text of `least` to `most` characters, cleaned as a form cleans it."""
        value = self._take(name)
        text = clean_text(value) if isinstance(value, str) else None
        if text is None or not least <= len(text) <= most:
            raise refusals.wrong_part(self._path(name))
        return text

    def texts(self, name: str, *, most: int, length: int, unique: bool = False) -> list[str]:
        """At most `most` lines of 1 to `length` characters each."""
        found = [" ".join(text.split()) for text in self.items(name, most, _one_text)]
        folded = {text.casefold() for text in found}
        if any(not 1 <= len(text) <= length for text in found) or (unique and len(folded) < len(found)):
            raise refusals.wrong_part(self._path(name))
        return found

    def whole(self, name: str, least: int, most: int) -> int:
        value = self._take(name)
        if type(value) is not int or not least <= value <= most:
            raise refusals.wrong_part(self._path(name))
        return int(value)

    def whole_or_none(self, name: str, least: int, most: int) -> int | None:
        if name in self._left and self._left[name] is None:
            self._take(name)
            return None
        return self.whole(name, least, most)

    def flag(self, name: str) -> bool:
        value = self._take(name)
        if not isinstance(value, bool):
            raise refusals.wrong_part(self._path(name))
        return value

    def choice(self, name: str, allowed: Collection[str]) -> str:
        value = self._take(name)
        if not isinstance(value, str) or value not in allowed:
            raise refusals.wrong_part(self._path(name))
        return value

    def taken(self, name: str, good: Callable[[object], bool]) -> Any:
        """A value of the tool's own kind, as it is, where `good` says that it can stand there."""
        value = self._take(name)
        if not good(value):
            raise refusals.wrong_part(self._path(name))
        return value

    def items(self, name: str, most: int, read: Callable[["Reader", object], T]) -> list[T]:
        """A list of at most `most` entries, each read by `read(reader, entry)`."""
        value = self._take(name)
        if not isinstance(value, list) or len(value) > most:
            raise refusals.wrong_part(self._path(name))
        return [read(Reader({}, f"{self._path(name)} {place}"), entry) for place, entry in enumerate(value, 1)]

    def objects(self, name: str, most: int, read: Callable[["Reader"], T]) -> list[T]:
        """A list of at most `most` objects, each read whole by `read(reader)`."""

        def one(place: Reader, entry: object) -> T:
            reader = Reader(entry, place._within)
            found = read(reader)
            reader.finish()
            return found

        return self.items(name, most, one)

    def part(self, name: str, read: Callable[["Reader"], T]) -> T:
        """One object, read whole by `read(reader)`."""
        reader = Reader(self._take(name), self._path(name))
        found = read(reader)
        reader.finish()
        return found

    def finish(self) -> None:
        """Refuse what nobody asked for: a part left out in silence would be lost."""
        for name in self._left:
            raise refusals.unknown_part(self._path(name[:60]))

    def _take(self, name: str) -> Any:
        if name not in self._left:
            raise refusals.wrong_part(self._path(name))
        return self._left.pop(name)

    def _path(self, name: str) -> str:
        return f"{self._within}: {name}" if self._within else name

    def _object(self, values: object) -> dict[str, Any]:
        if not isinstance(values, Mapping):
            raise refusals.wrong_part(self._within or "content")
        return dict(values)


def _one_text(place: Reader, entry: object) -> str:
    if not isinstance(entry, str):
        raise refusals.wrong_part(place._within)
    return clean_text(entry)
