"""From a learner's ledger and the rules to points, level, badges and completed quests: a pure function, replayed.

Nothing that it finds is stored as truth: whoever replays the same entries under the same rules finds the same.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from tools.gamification.domain.evidence import Entry, Kind, standing
from tools.gamification.domain.facts import ALL_SKILLS, Achieved, Facts, Key
from tools.gamification.domain.improvement import improvement_points
from tools.gamification.domain.rules import EARLY, Cap, Line, Pay, Quest, Rules, Window


@dataclass(frozen=True)
class Statement:
    """A learner's account at one moment."""

    facts: Facts
    lines: tuple[Line, ...]


@dataclass
class _Account:
    rules: Rules
    zone: ZoneInfo
    xp: Counter[Key] = field(default_factory=Counter)
    objectives: dict[Key, Achieved] = field(default_factory=dict)
    paid: Counter[Key] = field(default_factory=Counter)
    """Objective -> points it has given."""
    paid_in: Counter[tuple[Key, date | int]] = field(default_factory=Counter)
    """(repeatable objective, its window) -> points it has given then."""
    spent: Counter[tuple[int, date | int]] = field(default_factory=Counter)
    """(place of the cap, its window) -> points counted against it."""
    done: dict[Key, datetime] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    weakest: dict[Key, int] = field(default_factory=dict)
    """Objective -> its lowest score."""
    improved: Counter[Key] = field(default_factory=Counter)
    """Objective -> improvement points it has given."""
    bonus: int = 0
    """Of the points those for being in time."""


def replay(rules: Rules, entries: Iterable[Entry], now: datetime) -> Statement:
    """The account that these entries give; their order and repeated ids do not matter. Later than `now` counts too."""
    account = _Account(rules, ZoneInfo(rules.zone))
    caps = _caps_by_objective(rules)
    quests = _quests_by_objective(rules)
    for entry in _counted(rules, standing(entries)):
        _TAKE[entry.kind](account, entry, caps)
        for quest in quests.get(entry.objective, ()):
            if quest.key not in account.done and _is_done(account, quest):
                account.done[quest.key] = entry.at
                _time_bonus(account, entry, quest)
    return Statement(_with_badges(account, now), tuple(account.lines))


def _counted(rules: Rules, entries: Iterable[Entry]) -> Iterable[Entry]:
    """The entries; what is accepted on a second way counts once more, as the objective to which it leads."""
    for entry in entries:
        yield entry
        if entry.kind is Kind.ACCEPTED and entry.objective in rules.instead:
            yield replace(entry, objective=rules.instead[entry.objective])


def _attempt(account: _Account, entry: Entry, _caps: "Caps") -> None:
    before = account.objectives.get(entry.objective, Achieved())
    account.objectives[entry.objective] = replace(before, tries=before.tries + 1)
    account.weakest[entry.objective] = min(entry.score, account.weakest.get(entry.objective, entry.score))


def _feedback_read(account: _Account, entry: Entry, _caps: "Caps") -> None:
    before = account.objectives.get(entry.objective, Achieved())
    account.objectives[entry.objective] = replace(before, feedback_read=True)


def _award(account: _Account, entry: Entry, _caps: "Caps") -> None:
    _credit(account, entry, entry.skill, max(entry.points, 0), 0, "award")


def _accepted(account: _Account, entry: Entry, caps: "Caps") -> None:
    before = account.objectives.get(entry.objective, Achieved())
    counts = entry.score >= account.rules.pass_percent
    account.objectives[entry.objective] = Achieved(
        before.times + counts,
        max(before.best, entry.score),
        before.tries + 1,
        before.first_at or (entry.at if counts else None),
        before.feedback_read,
        entry.at if counts else before.last_at,
    )
    account.weakest[entry.objective] = min(entry.score, account.weakest.get(entry.objective, entry.score))
    pay = account.rules.pay.get(entry.objective)
    if pay is None:
        return
    due, kept_back, reason = (_repeated if pay.once_per else _improved)(account, entry, pay, before)
    given, cap = _under_caps(account, entry, due, caps.get(entry.objective, caps[""]))
    account.paid[entry.objective] += given
    if pay.once_per:
        account.paid_in[entry.objective, _window(pay.once_per, entry.at, account.zone)] += given
    _credit(account, entry, pay.skill, given, kept_back + due - given, reason if given == due else "cap", cap)
    if pay.base in account.weakest and counts:
        _improvement(account, entry, pay, max(entry.score, before.best))


def _improvement(account: _Account, entry: Entry, pay: Pay, best: int) -> None:
    """Points for getting better than oneself: against the weakest score there so far, so that they only grow."""
    points = improvement_points(account.weakest[pay.base], best) - account.improved[entry.objective]
    if points > 0:
        account.improved[entry.objective] += points
        _credit(account, entry, pay.skill, points, 0, "improvement")


def _improved(account: _Account, entry: Entry, pay: Pay, before: Achieved) -> tuple[int, int, str]:
    """What the best score gives beyond what was paid."""
    best = max(entry.score, before.best)
    due = pay.points * best // 100 - account.paid[entry.objective]
    if entry.score < account.rules.pass_percent:
        return due, 0, "below-pass"
    return due, 0, "accepted" if not before.times else "improved" if entry.score > before.best else "no-better"


def _repeated(account: _Account, entry: Entry, pay: Pay, _before: Achieved) -> tuple[int, int, str]:
    if entry.score < account.rules.pass_percent:
        return 0, 0, "below-pass"
    if pay.times and account.paid[entry.objective] >= pay.times * pay.points:
        return 0, pay.points, "times"
    window = _window(pay.once_per or Window.EVER, entry.at, account.zone)
    due = pay.points - account.paid_in[entry.objective, window]
    if pay.times:
        due = min(due, pay.times * pay.points - account.paid[entry.objective])
    return due, pay.points - due, "accepted" if due else "window"


Caps = dict[Key, list[tuple[int, Cap]]]
"""Objective -> the caps over it with their places; under "" those over everything."""


def _caps_by_objective(rules: Rules) -> Caps:
    everywhere = [(place, cap) for place, cap in enumerate(rules.caps) if cap.objectives is None]
    found: Caps = {"": everywhere}
    for key in {key for cap in rules.caps for key in cap.objectives or ()}:
        found[key] = [(place, cap) for place, cap in enumerate(rules.caps) if key in (cap.objectives or (key,))]
    return found


def _under_caps(account: _Account, entry: Entry, due: int, caps: list[tuple[int, Cap]]) -> tuple[int, int]:
    """What of `due` every cap leaves, counted against all of them, and the place of the one that kept back (or -1)."""
    if not caps or due <= 0:
        return due, -1
    windows = [(place, _window(cap.window, entry.at, account.zone)) for place, cap in caps]
    rooms = [cap.points - account.spent[window] for (_, cap), window in zip(caps, windows, strict=True)]
    room = min(rooms)
    given = max(min(due, room), 0)
    for window in windows:
        account.spent[window] += given
    return given, caps[rooms.index(room)][0] if given < due else -1


def _window(window: Window, at: datetime, zone: ZoneInfo) -> date | int:
    if window is Window.EVER:
        return 0
    day = at.astimezone(zone).date()
    return day if window is Window.DAY else day.toordinal() - day.weekday()


def _credit(
    account: _Account, entry: Entry, skill: Key, points: int, withheld: int, reason: str, cap: int = -1
) -> None:
    account.xp[ALL_SKILLS] += points
    if skill:
        account.xp[skill] += points
    account.lines.append(Line(entry.id, entry.at, entry.objective, skill, points, withheld, reason, cap))


def _time_bonus(account: _Account, entry: Entry, quest: Quest) -> None:
    if quest.bonus and quest.due_at is not None and entry.at <= quest.due_at:
        account.xp[ALL_SKILLS] += quest.bonus
        account.bonus += quest.bonus
        account.lines.append(Line(entry.id, entry.at, quest.key, "", quest.bonus, 0, EARLY))


def _quests_by_objective(rules: Rules) -> dict[Key, list[Quest]]:
    found: dict[Key, list[Quest]] = {}
    for quest in rules.quests:
        for key in quest.objectives:
            found.setdefault(key, []).append(quest)
    return found


def _is_done(account: _Account, quest: Quest) -> bool:
    done = {key for key in quest.objectives if key in account.objectives and account.objectives[key].times}
    required = quest.required or (frozenset() if quest.enough else frozenset(quest.objectives))
    return required <= done and len(done) >= quest.enough


def _with_badges(account: _Account, now: datetime) -> Facts:
    """Badges may stand on badges: rounds until none is added. Levels rest on points alone."""
    badges: frozenset[Key] = frozenset()
    while True:
        level = account.rules.levels.of(account.xp[ALL_SKILLS])
        facts = Facts(now, account.objectives, account.done, dict(account.xp), level, badges, account.bonus)
        won = {rule.key for rule in account.rules.badges if rule.key not in badges and rule.condition.holds(facts)}
        if not won:
            return facts
        badges |= won


_TAKE = {
    Kind.ATTEMPT: _attempt,
    Kind.ACCEPTED: _accepted,
    Kind.FEEDBACK_READ: _feedback_read,
    Kind.AWARD: _award,
}
