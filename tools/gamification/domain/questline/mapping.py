"""The map of a questline: where each quest stands in the picture, and which quest leads to which."""

from collections.abc import Iterator
from dataclasses import dataclass

from tools.gamification.domain.conditions.condition import Condition, Done, FeedbackRead, QuestDone, Score, parts_of
from tools.gamification.domain.facts import Key
from tools.gamification.domain.questline.line import Questline
from tools.gamification.domain.questline.ruling import opening

ACROSS = 3
"""Quests side by side at most."""


@dataclass(frozen=True)
class Node:
    """A quest in the picture, counted in places from the top left."""

    key: Key
    row: int
    column: float


@dataclass(frozen=True)
class Map:
    """Nodes in the order of the questline, and edges (from, to)."""

    nodes: tuple[Node, ...]
    edges: tuple[tuple[Key, Key], ...]
    rows: int


def draw(line: Questline) -> Map:
    """Quests in layers: each stands below everything that it waits for; chapters stay in their order.

    Circles, which only a draft can have, are cut where they close.
    """
    owner = {one.key: quest.key for quest, one in line.objectives()}
    needs = {
        quest.key: [key for key in dict.fromkeys(_named(opening(chapter, quest), owner)) if key != quest.key]
        for chapter, quest in line.quests()
    }
    depth: dict[Key, int] = {}
    floor = 0
    for chapter in line.chapters:
        for quest in chapter.quests:
            above = [_depth(key, needs, depth, frozenset((quest.key,))) for key in needs[quest.key] if key in needs]
            depth[quest.key] = max([floor, *(one + 1 for one in above)])
        floor = max([floor, *(depth[quest.key] + 1 for quest in chapter.quests)])
    layers: dict[int, list[Key]] = {}
    for _, quest in line.quests():
        layers.setdefault(depth[quest.key], []).append(quest.key)
    nodes: dict[Key, Node] = {}
    row = 0
    for layer in sorted(layers):
        keys = layers[layer]
        for begin in range(0, len(keys), ACROSS):
            some = keys[begin : begin + ACROSS]
            indent = (ACROSS - len(some)) / 2
            nodes |= {key: Node(key, row, indent + place) for place, key in enumerate(some)}
            row += 1
    edges = tuple((key, quest.key) for _, quest in line.quests() for key in needs[quest.key] if key in nodes)
    return Map(tuple(nodes[quest.key] for _, quest in line.quests()), edges, row)


def _depth(key: Key, needs: dict[Key, list[Key]], known: dict[Key, int], on_the_way: frozenset[Key]) -> int:
    if key in known or key in on_the_way:
        return known.get(key, 0)
    further = on_the_way | {key}
    return max((_depth(one, needs, known, further) + 1 for one in needs[key] if one in needs), default=0)


def _named(condition: Condition, owner: dict[Key, Key]) -> Iterator[Key]:
    """The quests that a condition speaks of, by themselves or by one of their objectives."""
    if isinstance(condition, QuestDone):
        yield condition.quest
    elif isinstance(condition, (Done, Score, FeedbackRead)) and condition.objective in owner:
        yield owner[condition.objective]
    for part in parts_of(condition):
        yield from _named(part, owner)
