"""An activity's settings as values: what the settings form stores. The questline itself lies in rows of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

WORDS = ("points", "level", "team", "boss")
"""What a course can give words of its own: "points", "level", "team", "goal"."""
WORD = 30


BOARD_WEEKS = 4


class Boards(StrEnum):
    """Who is compared with whom, among those who want to be."""

    OFF = "off"
    TEAMS = "teams"
    PEOPLE = "people"
    """Teams and people."""


class Columns(StrEnum):
    """What stands in the gradebook."""

    ONE = "one"
    CHAPTERS = "chapters"
    """A column for each chapter: the share of its required quests that is done."""


@dataclass(frozen=True, kw_only=True)
class QuestSettings:
    """What a teacher set for one activity."""

    title: str
    intro: str
    """Markdown, above the student's first page."""
    graded: bool
    points: int
    """Of the full grade, 1..100."""
    columns: Columns
    chapters: tuple[tuple[str, str], ...]
    """(key, title) of the published chapters that have a column; set by publishing, not by the form."""
    absent_days: int
    """After so many days without evidence team goals do not wait for somebody any more; 0: never."""
    calm: bool
    """No comparing and no movement, for everybody."""
    boards: Boards
    board_weeks: int
    """Points of so many weeks count on boards, the running one included."""
    streaks: bool
    """Whether students see their weekly streak."""
    words: Mapping[str, str]
    """The course's own words by name; those left empty are ours."""


def read_settings(stored: Mapping[str, Any]) -> QuestSettings:
    """Settings as stored -> values; keys that an older form did not know get their defaults."""
    words = stored.get("words") or {}
    return QuestSettings(
        title=str(stored.get("title", "")),
        intro=str(stored.get("intro", "")),
        graded=bool(stored.get("graded", True)),
        points=int(stored.get("points") or 100),
        columns=Columns(stored.get("columns") or Columns.ONE),
        chapters=tuple((str(key), str(title)) for key, title in stored.get("chapters") or ()),
        absent_days=int(stored.get("absent_days", 14) or 0),
        calm=bool(stored.get("calm", False)),
        boards=Boards(stored.get("boards") or Boards.OFF),
        board_weeks=int(stored.get("board_weeks") or BOARD_WEEKS),
        streaks=bool(stored.get("streaks", False)),
        words={name: str(words.get(name, "")) for name in WORDS},
    )
