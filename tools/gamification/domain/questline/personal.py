"""The questline as one person has it: some of its dates are their own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from tools.gamification.domain.facts import Key
from tools.gamification.domain.questline.line import Quest, Questline


@dataclass(frozen=True, slots=True)
class OwnDates:
    """When one quest opens and is due for one person; None: as for everybody."""

    opens_at: datetime | None = None
    due_at: datetime | None = None


def with_dates(line: Questline, dates: Mapping[Key, OwnDates]) -> Questline:
    """The questline under somebody's own dates."""
    if not dates:
        return line
    chapters = (
        replace(chapter, quests=tuple(_dated(one, dates.get(one.key)) for one in chapter.quests))
        for chapter in line.chapters
    )
    return replace(line, chapters=tuple(chapters))


def _dated(quest: Quest, own: OwnDates | None) -> Quest:
    if own is None:
        return quest
    return replace(quest, opens_at=own.opens_at or quest.opens_at, due_at=own.due_at or quest.due_at)
