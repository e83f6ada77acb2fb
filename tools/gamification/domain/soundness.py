"""Which rules keep the promise that more evidence never takes points away.

Points under caps are a maximum over a laminar family (every two caps either contain one another or share nothing), so
they only grow with evidence: any way to fill such caps ends at the same total (J. Edmonds, "Submodular functions,
matroids, and certain polyhedra", 1970: the greedy algorithm on polymatroids). Caps that cross would let early evidence
crowd out more than it gives.
"""

from collections.abc import Iterable
from enum import StrEnum
from itertools import combinations

from tools.gamification.domain.conditions.condition import Condition, Xp, parts_of
from tools.gamification.domain.facts import ALL_SKILLS, Key
from tools.gamification.domain.rules import Cap, Pay, Rules, Window

LENGTH = {window: length for length, window in enumerate(Window)}


class Unsound(StrEnum):
    """Why rules are refused."""

    CROSSING = "crossing"
    """Two caps share some objectives, and neither contains the other in objectives and time."""
    WINDOW_OVER_LIMIT = "window-over-limit"
    """A cap by day or week lies over an objective with a limit of its own for ever: a best score, or so many times."""
    MIXED_SKILLS = "mixed-skills"
    """A cap lies over several skills, and a badge, level or grade asks for the points of one."""


def faults(rules: Rules, asked: Iterable[Condition] = ()) -> list[tuple[Unsound, tuple[int, ...]]]:
    """Every fault with the places of the caps concerned; `asked` are conditions beside those of the badges."""
    found: list[tuple[Unsound, tuple[int, ...]]] = []
    for (one, first), (other, second) in combinations(enumerate(rules.caps), 2):
        if not _nested(_over(rules, first), first.window, _over(rules, second), second.window):
            found.append((Unsound.CROSSING, (one, other)))
    skills = _skills_asked((*asked, *(rule.condition for rule in rules.badges)))
    for place, cap in enumerate(rules.caps):
        over = _over(rules, cap)
        own = [(frozenset({key}), window) for key in over for window in _own_windows(rules.pay[key])]
        if not all(_nested(over, cap.window, alone, window) for alone, window in own):
            found.append((Unsound.WINDOW_OVER_LIMIT, (place,)))
        if skills and len({rules.pay[key].skill for key in over}) > 1:
            found.append((Unsound.MIXED_SKILLS, (place,)))
    return found


def _own_windows(pay: Pay) -> Iterable[Window]:
    """The caps that an objective has by itself."""
    if pay.once_per is None or pay.times:
        yield Window.EVER
    if pay.once_per is not None:
        yield pay.once_per


def _nested(a: frozenset[Key], a_window: Window, b: frozenset[Key], b_window: Window) -> bool:
    inside = a <= b and LENGTH[a_window] <= LENGTH[b_window]
    around = b <= a and LENGTH[b_window] <= LENGTH[a_window]
    return not a & b or inside or around


def _over(rules: Rules, cap: Cap) -> frozenset[Key]:
    """The paying objectives under a cap."""
    paying = frozenset(rules.pay)
    return paying if cap.objectives is None else cap.objectives & paying


def _skills_asked(conditions: Iterable[Condition]) -> set[Key]:
    return {leaf.skill for condition in conditions for leaf in _xp(condition)} - {ALL_SKILLS}


def _xp(condition: Condition) -> Iterable[Xp]:
    if isinstance(condition, Xp):
        yield condition
    for part in parts_of(condition):
        yield from _xp(part)
