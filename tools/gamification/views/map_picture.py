"""The map as a picture: quests as stations that are links, with the ways between them."""

from collections.abc import Callable, Iterable

from markupsafe import Markup

from tools.gamification.domain.facts import Key
from tools.gamification.domain.questline.line import Questline
from tools.gamification.domain.questline.mapping import ACROSS, Node, draw
from tools.gamification.domain.questline.playing import QuestState
from tools.gamification.views.words import STANDS

WIDE, HIGH = 190, 76
GAP_X, GAP_Y = 22, 40
LETTERS = 22
"""Of a title in one line of a station; two lines at most."""


def picture(line: Questline, states: Iterable[QuestState], address: Callable[[Key], str], title: str) -> Markup:
    """The map of a questline as one learner stands in it; `address` leads to a quest, "" where there is no page."""
    plan = draw(line)
    places = {node.key: node for node in plan.nodes}
    width = ACROSS * WIDE + (ACROSS + 1) * GAP_X
    height = plan.rows * (HIGH + GAP_Y) + GAP_Y
    ways = Markup("").join(_way(places[start], places[end]) for start, end in plan.edges)
    stations = Markup("").join(_station(places[state.quest.key], state, address) for state in states)
    return Markup(
        '<svg class="quest-map" viewBox="0 0 {} {}" width="{}" height="{}" role="group" aria-label="{}">{}{}</svg>'
    ).format(width, height, width, height, title, ways, stations)


def _corner(node: Node) -> tuple[float, float]:
    return GAP_X + node.column * (WIDE + GAP_X), GAP_Y + node.row * (HIGH + GAP_Y)


def _way(start: Node, end: Node) -> Markup:
    x1, y1 = _corner(start)
    x2, y2 = _corner(end)
    x1, x2, y1 = x1 + WIDE / 2, x2 + WIDE / 2, y1 + HIGH
    bend = max((y2 - y1) / 2, 20)
    return Markup('<path class="quest-way" d="M{} {}C{} {} {} {} {} {}"/>').format(
        x1, y1, x1, y1 + bend, x2, y2 - bend, x2, y2
    )


def _station(node: Node, state: QuestState, address: Callable[[Key], str]) -> Markup:
    x, y = _corner(node)
    words, _tone = STANDS[state.stand]
    lines = _lines(state.quest.title)
    texts = Markup("").join(
        Markup('<text class="quest-name" x="{}" y="{}">{}</text>').format(x + WIDE / 2, y + 24 + 17 * place, text)
        for place, text in enumerate(lines)
    )
    drawn = Markup(
        '<g class="quest-station" data-stand="{}"><rect x="{}" y="{}" width="{}" height="{}" rx="14"/>{}'
        '<text class="quest-stand" x="{}" y="{}">{}</text></g>'
    ).format(state.stand, x, y, WIDE, HIGH, texts, x + WIDE / 2, y + HIGH - 11, words)
    target = address(state.quest.key)
    label = f"{state.quest.title}: {words}"
    if not target:
        return Markup('<g role="img" aria-label="{}">{}</g>').format(label, drawn)
    return Markup('<a href="{}" aria-label="{}">{}</a>').format(target, label, drawn)


def _lines(title: str) -> list[str]:
    found = [""]
    for word in title.split():
        if found[-1] and len(found[-1]) + 1 + len(word) > LETTERS:
            found.append(word)
        else:
            found[-1] = f"{found[-1]} {word}".strip()
    if len(found) > 2:
        found = [found[0], found[1] + "…"]
    return [line if len(line) <= LETTERS + 2 else line[:LETTERS] + "…" for line in found]
