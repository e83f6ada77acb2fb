"""A questline as one learner stands in it: what is open and why not, what is done, what to do now and next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from tools.gamification.domain.conditions.condition import Condition
from tools.gamification.domain.conditions.explaining import Explanation, explain
from tools.gamification.domain.facts import Facts, Key
from tools.gamification.domain.questline.line import HONEST, Chapter, Objective, Quest, Questline
from tools.gamification.domain.questline.ruling import opening
from tools.gamification.domain.rules import Window

LATE = datetime.max.replace(tzinfo=UTC)


class Stand(StrEnum):
    """Where a learner stands with a quest or objective."""

    DONE = "done"
    OPEN = "open"
    WAITING = "waiting"
    """Handed in; somebody else decides."""
    RETURNED = "returned"
    """Looked at and given back with what to mend."""
    LOCKED = "locked"


@dataclass(frozen=True)
class ObjectiveState:
    """One objective of one learner."""

    objective: Objective
    stand: Stand
    times: int
    best: int
    again_at: datetime | None = None
    """When what can be repeated counts again; None: now, or never."""

    @property
    def can_act(self) -> bool:
        """Whether the learner can do something for it now."""
        if self.stand is Stand.DONE:
            return self.repeatable and self.again_at is None
        return self.stand in (Stand.OPEN, Stand.RETURNED, Stand.WAITING)

    @property
    def repeatable(self) -> bool:
        """Whether it gives something once more, now or later."""
        one = self.objective
        return one.once_per is not None and (not one.times or self.times < one.times)


@dataclass(frozen=True)
class QuestState:
    """One quest of one learner; `why` explains what is still needed where it is locked."""

    chapter: Chapter
    quest: Quest
    stand: Stand
    why: Explanation
    objectives: tuple[ObjectiveState, ...]
    opens_by: Condition

    @property
    def done_count(self) -> int:
        return sum(one.stand is Stand.DONE for one in self._first)

    @property
    def _first(self) -> list[ObjectiveState]:
        second = self.quest.second_ways
        return [one for one in self.objectives if one.objective.key not in second]

    @property
    def wanted(self) -> int:
        """How many objectives complete it."""
        first = self._first
        required = sum(not one.objective.optional for one in first)
        return min(self.quest.enough, len(first)) or required or len(first)

    @property
    def next_objective(self) -> ObjectiveState | None:
        """What the learner can do: what came back first, then what is open and required."""
        able = [one for one in self.objectives if one.stand in (Stand.RETURNED, Stand.OPEN)]
        able.sort(key=lambda one: (one.stand is not Stand.RETURNED, one.objective.optional))
        return able[0] if able else None


def states(line: Questline, facts: Facts, works: Mapping[Key, Stand], zone: str = "UTC") -> list[QuestState]:
    """Every quest in order; `works` tells the objectives of which something is handed in or was returned.

    Days and weeks of what can be repeated begin in `zone`.
    """
    return [_quest_state(chapter, quest, facts, works, ZoneInfo(zone)) for chapter, quest in line.quests()]


def _quest_state(
    chapter: Chapter, quest: Quest, facts: Facts, works: Mapping[Key, Stand], zone: ZoneInfo
) -> QuestState:
    condition = opening(chapter, quest)
    why = explain(condition, facts)
    done = quest.key in facts.quests_done
    begun = any(facts.objective(one.key).times for one in quest.objectives)
    is_open = done or begun or why.met  # what somebody has begun never shuts again
    objectives = tuple(_objective_states(quest, facts, works, is_open, zone))
    if done:
        stand = Stand.DONE
    elif not is_open:
        stand = Stand.LOCKED
    elif objectives and not any(one.stand in (Stand.OPEN, Stand.RETURNED) for one in objectives):
        stand = Stand.WAITING
    else:
        stand = Stand.RETURNED if any(one.stand is Stand.RETURNED for one in objectives) else Stand.OPEN
    return QuestState(chapter, quest, stand, why, objectives, condition)


def _objective_states(
    quest: Quest, facts: Facts, works: Mapping[Key, Stand], is_open: bool, zone: ZoneInfo
) -> list[ObjectiveState]:
    found: list[ObjectiveState] = []
    blocked = False
    second = quest.second_ways
    for one in quest.objectives:
        achieved = facts.objective(one.key)
        if one.key in second:
            if achieved.times or is_stuck(facts, second[one.key]):
                stand = Stand.DONE if achieved.times else works.get(one.key, Stand.OPEN)
                found.append(ObjectiveState(one, stand, achieved.times, achieved.best))
            continue
        if achieved.times:
            stand = Stand.DONE
        elif not is_open or blocked:
            stand = Stand.LOCKED
        else:
            stand = works.get(one.key, Stand.OPEN)
        again_at = _again_at(one.once_per, achieved.last_at, facts.now, zone)
        found.append(ObjectiveState(one, stand, achieved.times, achieved.best, again_at))
        blocked = blocked or (quest.ordered and not one.optional and not achieved.times)
    return found


def is_stuck(facts: Facts, key: Key) -> bool:
    """Whether somebody has tried honestly and not managed yet: they are offered help, and a second way."""
    achieved = facts.objective(key)
    return not achieved.times and achieved.tries >= HONEST


def _again_at(window: Window | None, last: datetime | None, now: datetime, zone: ZoneInfo) -> datetime | None:
    if last is None or window not in (Window.DAY, Window.WEEK):
        return None
    day = last.astimezone(zone).date()
    next_day = day + timedelta(days=1 if window is Window.DAY else 7 - day.weekday())
    begins = datetime.combine(next_day, time(), zone).astimezone(UTC)
    return begins if now < begins else None


def what_now(found: list[QuestState]) -> list[QuestState]:
    """Quests in which something can be done, the most urgent first: returned work, then by due date, then in order."""
    able = [one for one in found if one.next_objective is not None and one.stand in (Stand.OPEN, Stand.RETURNED)]
    return sorted(able, key=lambda one: (one.stand is not Stand.RETURNED, one.quest.optional, one.quest.due_at or LATE))


def what_next(found: list[QuestState]) -> list[QuestState]:
    """Locked quests, those with the least to go first."""
    locked = [one for one in found if one.stand is Stand.LOCKED]
    return sorted(locked, key=lambda one: one.why.open)
