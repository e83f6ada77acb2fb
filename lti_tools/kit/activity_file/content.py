"""What a tool declares so that its activities can be kept in files: `Content`, and the steps of its practice class."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

Values = dict[str, Any]
"""JSON values of an activity: settings and content, nobody's work, nobody's name."""


def _nothing(*_args: Any) -> None:
    return None


@dataclass(frozen=True, kw_only=True)
class PracticeStep:
    """One phase of an activity as a practice class shows it."""

    key: str
    title: str
    """`lazy(...)`: where the class stands, e.g. "Half of the class has voted"."""
    why: str
    """`lazy(...)`: two sentences on why this step works."""
    play: Callable[[Session, int, Sequence[int], datetime], None] = _nothing
    """(session, activity id, ids of the twelve invented students, now): from the step before to this one."""


@dataclass(frozen=True, kw_only=True)
class Content:
    """How a tool turns an activity into values of a file and back, losing nothing.

    `dump` after `load` into a fresh activity gives the same values: a contract test holds every tool to it.
    """

    version: int
    """Of the values; rises when their shape changes."""
    dump: Callable[[Session, int], Values]
    """(session, activity id): settings and content without dates, ids and people."""
    settings: Callable[[Values], Values]
    """Values of a file that may hold anything -> the activity's settings; raises `FileRefused` (`reading.Reader`)."""
    load: Callable[[Session, int, Values], None] = _nothing
    """(session, activity id, values): what stands in rows beyond the settings, which are stored already."""
    upgrades: Mapping[int, Callable[[Values], Values]] = field(default_factory=dict)
    """Version n -> what makes values of version n + 1 of them."""
    pictures: Mapping[str, Callable[[Session, int], Mapping[str, str]]] = field(default_factory=dict)
    """Place of uploads (`Tool.uploads`) whose pictures go along -> (session, activity id) -> the things there, by what
    a file calls them. That says the same in another activity: an option's words, not its number."""
    practice: tuple[PracticeStep, ...] = ()
    """The phases that a practice class steps through; the first is the activity as it was loaded."""
