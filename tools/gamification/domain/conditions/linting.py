"""What is wrong with the unlocks of a questline before anybody meets it: circles, dead ends, what can never hold.

An item is reachable if some learner could come to it. Doubt is decided for the learner: "not" and "failed" are taken as
possible, so what is reported is really wrong.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

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
    MonotoneAtLeast,
    Not,
    QuestDone,
    Score,
    Xp,
    parts_of,
)
from tools.gamification.domain.facts import ALL_SKILLS, Key


class Fault(StrEnum):
    """Kinds of findings."""

    UNKNOWN = "unknown"
    """A condition names something that the questline does not have."""
    CIRCLE = "circle"
    """Items wait for each other."""
    UNREACHABLE = "unreachable"
    """The item waits for something that nobody can come to."""
    IMPOSSIBLE = "impossible"
    """The condition itself can never hold: more than there is, or a time that is over before it begins."""


@dataclass(frozen=True)
class Item:
    """Something that opens by a condition and gives something: a quest with its objectives, or a badge."""

    key: Key
    opens: Condition
    objectives: Mapping[Key, int] = field(default_factory=dict)
    """Objective -> how often it can be done; large where nothing limits it."""
    required: frozenset[Key] = frozenset()
    """The objectives that complete the quest."""
    xp: Mapping[Key, int] = field(default_factory=dict)
    """Skill -> the most points it can give, with their sum under `ALL_SKILLS`."""
    badge: bool = False


@dataclass(frozen=True)
class Finding:
    """One fault; `items` are those concerned, in the questline's order, `names` what is unknown."""

    fault: Fault
    items: tuple[Key, ...]
    names: tuple[Key, ...] = ()


@dataclass
class _Reached:
    """What learners can come to, given the items reached so far."""

    items: list[Item]
    levels: int

    def can_hold(self, condition: Condition) -> bool:
        match condition:
            case AtLeast(number, parts) | MonotoneAtLeast(number, parts):
                return not _contradiction(condition) and sum(map(self.can_hold, parts)) >= number
            case Done(objective, times, _):
                return self._times(objective) >= times
            case Score(objective, _) | FeedbackRead(objective) | Failed(objective, _, _):
                return self._times(objective) > 0
            case QuestDone(quest, _):
                return any(item.key == quest and not item.badge for item in self.items)
            case Badge(badge):
                return any(item.key == badge and item.badge for item in self.items)
            case Xp(at_least, skill):
                return sum(item.xp.get(skill, 0) for item in self.items) >= at_least
            case Level(at_least):
                return at_least <= self.levels
        return True

    def _times(self, objective: Key) -> int:
        return max((item.objectives.get(objective, 0) for item in self.items), default=0)


def lint(items: Iterable[Item], *, levels: int) -> list[Finding]:
    """Every finding; `levels` is the highest level that there is."""
    known = list(items)
    findings = _unknown(known)
    everything = _Reached(known, levels)
    impossible = [item for item in known if not everything.can_hold(item.opens)]
    findings += [Finding(Fault.IMPOSSIBLE, (item.key,)) for item in impossible if not _names_unknown(item, known)]
    reached = _reach(known, levels)
    stuck = [item for item in known if item not in reached and item not in impossible]
    circles = _circles(stuck)
    findings += [Finding(Fault.CIRCLE, circle) for circle in circles]
    in_circles = {key for circle in circles for key in circle}
    findings += [Finding(Fault.UNREACHABLE, (item.key,)) for item in stuck if item.key not in in_circles]
    return findings


def _reach(items: list[Item], levels: int) -> list[Item]:
    reached = _Reached([], levels)
    while True:
        more = [item for item in items if item not in reached.items and reached.can_hold(item.opens)]
        if not more:
            return reached.items
        reached.items += more


def _leaves(condition: Condition) -> Iterable[Condition]:
    parts = parts_of(condition)
    if not parts:
        yield condition
    for part in parts:
        yield from _leaves(part)


def _needs(leaf: Condition) -> tuple[str, Key] | None:
    """What a leaf names: ("objective" | "quest" | "badge" | "skill", key)."""
    match leaf:
        case Done(key, _, _) | Score(key, _) | FeedbackRead(key) | Failed(key, _, _):
            return "objective", key
        case QuestDone(key, _):
            return "quest", key
        case Badge(key):
            return "badge", key
        case Xp(_, skill) if skill != ALL_SKILLS:
            return "skill", skill
    return None


def _needed(item: Item) -> set[tuple[str, Key]]:
    return {need for leaf in _leaves(item.opens) if (need := _needs(leaf)) is not None}


def _gives(item: Item) -> set[tuple[str, Key]]:
    own = {("badge" if item.badge else "quest", item.key)}
    return own | {("objective", key) for key in item.objectives} | {("skill", key) for key in item.xp}


def _unknown(items: list[Item]) -> list[Finding]:
    findings = []
    for item in items:
        names = _names_unknown(item, items)
        if names:
            findings.append(Finding(Fault.UNKNOWN, (item.key,), names))
    return findings


def _names_unknown(item: Item, items: list[Item]) -> tuple[Key, ...]:
    given = set[tuple[str, Key]]().union(*(_gives(one) for one in items))
    return tuple(sorted(name for _, name in _needed(item) - given))


def _circles(stuck: list[Item]) -> list[tuple[Key, ...]]:
    """Groups of stuck items of which each waits, over others perhaps, for itself."""
    waits = {item.key: {other.key for other in stuck if _needed(item) & _gives(other)} for item in stuck}
    reach = {key: _closure(key, waits) for key in waits}
    found, grouped = [], set[Key]()
    for item in stuck:
        if item.key in reach[item.key] and item.key not in grouped:
            circle = tuple(one.key for one in stuck if one.key in reach[item.key] and item.key in reach[one.key])
            found.append(circle)
            grouped |= set(circle)
    return found


def _closure(start: Key, waits: Mapping[Key, set[Key]]) -> set[Key]:
    seen, todo = set[Key](), list(waits[start])
    while todo:
        key = todo.pop()
        if key not in seen:
            seen.add(key)
            todo += waits[key]
    return seen


def _contradiction(condition: AtLeast | MonotoneAtLeast) -> bool:
    """All parts are needed and two of them exclude each other."""
    if condition.number < len(condition.parts):
        return False
    parts = set(condition.parts)
    opposites = any(isinstance(part, Not) and part.part in parts for part in parts)
    begins = [part.at for part in parts if isinstance(part, After)]
    ends = [part.at for part in parts if isinstance(part, Before)]
    return opposites or bool(begins and ends and max(begins) >= min(ends))
