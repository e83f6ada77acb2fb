"""Changes to a questline: each gives a new one. What is named by a key that is not there raises `KeyError`."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from tools.gamification.domain.facts import Key
from tools.gamification.domain.questline.line import BossRule, Chapter, Objective, Quest, Questline

T = TypeVar("T", Chapter, Quest, Objective, BossRule)


def add_chapter(line: Questline, chapter: Chapter) -> Questline:
    return replace(line, chapters=(*line.chapters, chapter))


def add_boss(line: Questline, boss: BossRule) -> Questline:
    return replace(line, bosses=(*line.bosses, boss))


def add_quest(line: Questline, chapter: Key, quest: Quest) -> Questline:
    return _on_chapters(line, chapter, lambda one: replace(one, quests=(*one.quests, quest)))


def add_objective(line: Questline, quest: Key, objective: Objective) -> Questline:
    return _on_quests(line, quest, lambda one: replace(one, objectives=(*one.objectives, objective)))


def put(line: Questline, item: Chapter | Quest | Objective | BossRule) -> Questline:
    """`item` in the place of the one with its key; a chapter keeps its quests, a quest its objectives."""
    if isinstance(item, Chapter):
        return _on_chapters(line, item.key, lambda one: replace(item, quests=one.quests))
    if isinstance(item, Quest):
        return _on_quests(line, item.key, lambda one: replace(item, objectives=one.objectives))
    if isinstance(item, BossRule):
        return replace(line, bosses=tuple(item if one.key == item.key else one for one in line.bosses))
    quest = _quest_with(line, item.key)
    objectives = tuple(item if one.key == item.key else one for one in quest.objectives)
    return _on_quests(line, quest.key, lambda one: replace(one, objectives=objectives))


def remove(line: Questline, key: Key) -> Questline:
    """Without the chapter, quest, objective or boss of that key, and what is in it."""
    if line.chapter(key):
        return replace(line, chapters=_without(line.chapters, key))
    if line.boss(key):
        return replace(line, bosses=_without(line.bosses, key))
    for chapter, quest in line.quests():
        if quest.key == key:
            return _on_chapters(line, chapter.key, lambda one: replace(one, quests=_without(one.quests, key)))
    quest = _quest_with(line, key)
    return _on_quests(line, quest.key, lambda one: replace(one, objectives=_without(one.objectives, key)))


def move(line: Questline, key: Key, by: int) -> Questline:
    """One place up (`by` -1) or down (1); a quest at the edge of its chapter goes into the next one."""
    if line.chapter(key):
        return replace(line, chapters=_moved(line.chapters, key, by))
    if line.boss(key):
        return replace(line, bosses=_moved(line.bosses, key, by))
    for place, chapter in enumerate(line.chapters):
        if any(quest.key == key for quest in chapter.quests):
            return _move_quest(line, place, key, by)
    quest = _quest_with(line, key)
    return _on_quests(line, quest.key, lambda one: replace(one, objectives=_moved(one.objectives, key, by)))


def move_into(line: Questline, key: Key, chapter: Key, before: Key) -> Questline:
    """Put a quest into a chapter, before one of its quests or, with an empty key, at its end; raises `KeyError`."""
    quest, target = line.quest(key), line.chapter(chapter)
    if quest is None or target is None:
        raise KeyError(key if quest is None else chapter)
    if key == before:
        return line
    left = replace(line, chapters=tuple(replace(one, quests=_without(one.quests, key)) for one in line.chapters))
    rest = next(one.quests for one in left.chapters if one.key == chapter)
    place = next((number for number, one in enumerate(rest) if one.key == before), len(rest))
    return _on_chapters(left, chapter, lambda one: replace(one, quests=(*rest[:place], quest, *rest[place:])))


def _move_quest(line: Questline, place: int, key: Key, by: int) -> Questline:
    chapter = line.chapters[place]
    moved = _moved(chapter.quests, key, by)
    other = place + by
    if moved != chapter.quests or not 0 <= other < len(line.chapters):
        return _on_chapters(line, chapter.key, lambda one: replace(one, quests=moved))
    quest = next(one for one in chapter.quests if one.key == key)
    line = _on_chapters(line, chapter.key, lambda one: replace(one, quests=_without(one.quests, key)))
    target = line.chapters[other]
    quests = (*target.quests, quest) if by < 0 else (quest, *target.quests)
    return _on_chapters(line, target.key, lambda one: replace(one, quests=quests))


def _moved(items: tuple[T, ...], key: Key, by: int) -> tuple[T, ...]:
    place = next(place for place, one in enumerate(items) if one.key == key)
    other = place + by
    if not 0 <= other < len(items):
        return items
    found = list(items)
    found[place], found[other] = found[other], found[place]
    return tuple(found)


def _without(items: tuple[T, ...], key: Key) -> tuple[T, ...]:
    return tuple(one for one in items if one.key != key)


def _quest_with(line: Questline, objective: Key) -> Quest:
    for quest, one in line.objectives():
        if one.key == objective:
            return quest
    raise KeyError(objective)


def _on_chapters(line: Questline, key: Key, change: Callable[[Chapter], Chapter]) -> Questline:
    if line.chapter(key) is None:
        raise KeyError(key)
    return replace(line, chapters=tuple(change(one) if one.key == key else one for one in line.chapters))


def _on_quests(line: Questline, key: Key, change: Callable[[Quest], Quest]) -> Questline:
    for chapter, quest in line.quests():
        if quest.key == key:
            changed = replace(chapter, quests=tuple(change(one) if one.key == key else one for one in chapter.quests))
            return replace(line, chapters=tuple(changed if one is chapter else one for one in line.chapters))
    raise KeyError(key)
