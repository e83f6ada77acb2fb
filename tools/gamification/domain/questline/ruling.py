"""From a questline to what replays its ledger, grades it and looks for its faults."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from tools.gamification.domain import rules as ledger
from tools.gamification.domain.boss import Boss
from tools.gamification.domain.conditions.condition import (
    ALWAYS,
    After,
    AtLeast,
    Badge,
    Condition,
    Not,
    QuestDone,
    Xp,
)
from tools.gamification.domain.conditions.linting import Finding, Item, lint
from tools.gamification.domain.facts import ALL_SKILLS, Facts, Key
from tools.gamification.domain.grading import ByLevel, Grade, Mastery, Points, Thresholds, TopN, Weighted
from tools.gamification.domain.levels import Levels, by_hand, flat, linear, relative
from tools.gamification.domain.questline.line import (
    BossRule,
    CapRule,
    Chapter,
    Curve,
    GradeWay,
    Objective,
    Quest,
    Questline,
)
from tools.gamification.domain.questline.quest_grade import QuestShare
from tools.gamification.domain.soundness import LENGTH, Unsound, faults

EMPTY: Mapping[Key, Condition] = MappingProxyType({})
MANY = 1000
"""How often something without an end is taken to be possible at most."""


def levels_of(line: Questline) -> Levels:
    """The points that each level needs."""
    rule = line.levels
    if rule.curve is Curve.HAND:
        return by_hand(rule.thresholds)
    if rule.curve is Curve.FLAT:
        return flat(rule.number, rule.base)
    if rule.curve is Curve.LINEAR:
        return linear(rule.number, rule.base, rule.step)
    return relative(rule.number, rule.base, max(rule.step, 100))


def rules_of(line: Questline, version: int, zone: str) -> ledger.Rules:
    """What turns evidence into points, levels and quests done."""
    return ledger.Rules(
        version=version,
        pay={
            one.key: ledger.Pay(one.points, one.skill, one.once_per, one.times, one.base)
            for one in line.first_ways()
            if one.points or one.base
        },
        caps=tuple(ledger.Cap(cap.points, cap.window, _under(line, cap)) for cap in line.caps),
        quests=tuple(_ledger_quest(quest, line.bonus) for _, quest in line.quests() if quest.objectives),
        levels=levels_of(line),
        zone=zone,
        instead={way: key for _, quest in line.quests() for way, key in quest.second_ways.items()},
    )


def _ledger_quest(quest: Quest, percent: int) -> ledger.Quest:
    keys = tuple(one.key for one in quest.first_ways)
    required = frozenset() if quest.enough else frozenset(one.key for one in quest.first_ways if not one.optional)
    bonus = sum(one.points for one in quest.first_ways) * percent // 100 if quest.due_at else 0
    return ledger.Quest(quest.key, keys, required, min(quest.enough, len(keys)), quest.due_at, bonus)


def _under(line: Questline, cap: CapRule) -> frozenset[Key] | None:
    """The objectives under a cap: of a chapter, a quest, a skill or everything (None).

    A cap by day or week is for what can be repeated without end at least as often: over what counts once it would let
    early evidence crowd out more than it gives (`soundness`).
    """
    if not cap.of and not cap.skill and cap.window is ledger.Window.EVER:
        return None
    inside = (
        one
        for chapter, quest in line.quests()
        if cap.of in ("", chapter.key, quest.key)
        for one in quest.objectives
        if cap.skill in ("", one.skill)
    )
    return frozenset(one.key for one in inside if cap.window is ledger.Window.EVER or _repeats_within(one, cap.window))


def _repeats_within(one: Objective, window: ledger.Window) -> bool:
    return one.once_per is not None and not one.times and LENGTH[one.once_per] <= LENGTH[window]


def opening(chapter: Chapter, quest: Quest) -> Condition:
    """When a quest opens: its own condition, its date, and in an ordered chapter the required quests before it."""
    parts: list[Condition] = []
    if quest.unlock != ALWAYS:
        parts.append(quest.unlock)
    if quest.opens_at is not None:
        parts.append(After(quest.opens_at))
    if chapter.ordered:
        place = chapter.quests.index(quest)
        before = [one for one in chapter.quests[:place] if not one.optional and one.objectives]
        parts += [QuestDone(one.key) for one in before[-1:]]
    if not parts:
        return ALWAYS
    return parts[0] if len(parts) == 1 else AtLeast(len(parts), tuple(parts))


def grade_of(line: Questline) -> Grade:
    """What share of the full grade a learner has; monotone in evidence."""
    rule = line.grade
    if rule.way is GradeWay.POINTS:
        return Points(max(rule.enough, 1))
    if rule.way is GradeWay.LEVEL:
        if rule.steps:
            return ByLevel(_percents(rule.steps))
        enough = max(rule.enough or levels_of(line).highest, 2)
        return ByLevel(tuple(100 * level // (enough - 1) for level in range(enough)))
    if rule.way is GradeWay.BEST:
        keys = tuple(one.key for one in line.first_ways())
        return TopN(keys, max(rule.enough or len(keys), 1))
    if rule.way is GradeWay.MASTERY:
        keys = tuple(one.key for one in line.first_ways())
        return Mastery(keys, rule.at_least, min(rule.enough, len(keys)))
    if rule.way is GradeWay.STEPS:
        return Thresholds(tuple((Xp(points), percent) for points, percent in rule.steps))
    if rule.way is GradeWay.CHAPTERS:
        wanted = [(chapter, required_quests(chapter)) for chapter in line.chapters]
        parts = tuple((QuestShare(keys), rule.weights.get(one.key, 1)) for one, keys in wanted if keys)
        return Weighted(parts)
    return QuestShare(tuple(key for chapter in line.chapters for key in required_quests(chapter)), rule.enough)


def _percents(steps: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """(level, percent) pairs -> a percentage for each level from the first; a level between two has the lower one's."""
    highest = max(level for level, _ in steps)
    return tuple(max((percent for level, percent in steps if level <= one), default=0) for one in range(1, highest + 1))


def chapter_grades(line: Questline) -> list[tuple[Chapter, Grade]]:
    """Each chapter with required quests, and the share of them that is done: for a column of its own."""
    wanted = [(chapter, required_quests(chapter)) for chapter in line.chapters]
    return [(chapter, QuestShare(keys)) for chapter, keys in wanted if keys]


def required_quests(chapter: Chapter) -> tuple[Key, ...]:
    return tuple(one.key for one in chapter.quests if not one.optional and one.objectives)


def boss_of(rule: BossRule) -> Boss:
    return Boss(rule.health_each, rule.least, rule.most)


def counts_against(line: Questline, boss: BossRule) -> frozenset[Key]:
    """The objectives that count against a boss: only what somebody else verified, whatever was chosen."""
    verified = frozenset(one.key for _, one in line.objectives() if one.verified)
    if not boss.objectives:
        return verified
    chosen = frozenset(boss.objectives)
    ways = {way for _, quest in line.quests() for way, key in quest.second_ways.items() if key in chosen}
    return verified & (chosen | ways)


def badges_wanted(line: Questline) -> frozenset[Key]:
    """The badges that quests wait for."""
    return frozenset(key for _, quest in line.quests() for key in _badges_in(quest.unlock))


def _badges_in(condition: Condition) -> set[Key]:
    if isinstance(condition, Badge):
        return {condition.badge}
    parts = [condition.part] if isinstance(condition, Not) else getattr(condition, "parts", ())
    return {key for part in parts for key in _badges_in(part)}


def findings(line: Questline, badges: Mapping[Key, Condition] = EMPTY) -> list[Finding]:
    """Circles, dead ends, unknown names and what can never hold, as `conditions.linting` finds them.

    `badges`: what wins each; given by hand alone is `ALWAYS`.
    """
    items = [
        Item(
            key=quest.key,
            opens=opening(chapter, quest),
            objectives={one.key: _times(one) for one in quest.objectives},
            required=frozenset(one.key for one in quest.first_ways if not one.optional),
            xp=_most_points(quest),
        )
        for chapter, quest in line.quests()
    ]
    items += [Item(key=key, opens=condition, badge=True) for key, condition in badges.items()]
    return lint(items, levels=levels_of(line).highest)


def _times(objective: Objective) -> int:
    return objective.times or MANY if objective.once_per else 1


def _most_points(quest: Quest) -> dict[Key, int]:
    found: dict[Key, int] = {}
    for one in quest.first_ways:
        for skill in {one.skill, ALL_SKILLS}:
            found[skill] = found.get(skill, 0) + one.points * _times(one)
    return found


def cap_faults(line: Questline) -> list[tuple[Unsound, tuple[int, ...]]]:
    """Caps that would let early evidence crowd out more than it gives."""
    return faults(rules_of(line, 0, "UTC"))


def most_xp(line: Questline) -> int:
    """The points that the required and optional objectives give, each reached once."""
    return sum(one.points for one in line.first_ways())


def without_bonus(line: Questline, facts: Facts) -> Facts:
    """The facts that grades look at: being early is worth none of it."""
    if not facts.bonus:
        return facts
    left = facts.xp.get(ALL_SKILLS, 0) - facts.bonus
    return replace(facts, xp={**facts.xp, ALL_SKILLS: left}, level=levels_of(line).of(left), bonus=0)
