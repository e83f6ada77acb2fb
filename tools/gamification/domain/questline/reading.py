"""Questlines from JSON values, in rows and files. What is read is checked whole, nothing is left out in silence."""

from itertools import pairwise
from typing import Any

from tools.gamification.domain.levels import by_hand
from tools.gamification.domain.questline.line import (
    MOST_BONUS,
    MOST_BOSSES,
    MOST_CAPS,
    MOST_CHAPTERS,
    MOST_OBJECTIVES,
    MOST_POINTS,
    MOST_QUESTS,
    TEXT,
    TITLE,
    BossRule,
    CapRule,
    Chapter,
    Curve,
    GradeRule,
    GradeWay,
    LevelRule,
    Objective,
    Quest,
    Questline,
    Way,
)
from tools.gamification.domain.questline.taking import LineInvalid, Taker
from tools.gamification.domain.quiz.quiz import quiz_from_json
from tools.gamification.domain.rules import Window

__all__ = ["LineInvalid", "read"]

MOST_CODES, CODE = 200, 60


def read(values: object) -> Questline:
    """A questline from JSON values that may hold anything; raises `LineInvalid`. Keys are each used once."""
    taker = Taker(values, "")
    line = Questline(
        chapters=taker.each("chapters", MOST_CHAPTERS, _chapter),
        bosses=taker.each("bosses", MOST_BOSSES, _boss),
        levels=_levels(taker.part("levels")),
        caps=taker.each("caps", MOST_CAPS, _cap),
        grade=_grade(taker.part("grade")),
        bonus=taker.whole("bonus", 0, MOST_BONUS, 0),
    )
    taker.done()
    keys = [one.key for one in line.chapters] + [one.key for one in line.bosses]
    keys += [one.key for _, one in line.quests()] + [one.key for _, one in line.objectives()]
    if len(set(keys)) < len(keys):
        raise LineInvalid("key")
    return line


def _chapter(values: Any, path: str) -> Chapter:
    taker = Taker(values, path)
    found = Chapter(
        key=taker.key(),
        title=taker.text("title", TITLE, 1),
        story=taker.text("story", TEXT),
        ordered=taker.flag("ordered", False),
        quests=taker.each("quests", MOST_QUESTS, _quest),
    )
    taker.done()
    return found


def _quest(values: Any, path: str) -> Quest:
    taker = Taker(values, path)
    found = Quest(
        key=taker.key(),
        title=taker.text("title", TITLE, 1),
        story=taker.text("story", TEXT),
        objectives=taker.each("objectives", MOST_OBJECTIVES, _objective),
        ordered=taker.flag("ordered", False),
        optional=taker.flag("optional", False),
        enough=taker.whole("enough", 0, MOST_OBJECTIVES, 0),
        unlock=taker.condition("unlock"),
        opens_at=taker.instant("opens_at"),
        due_at=taker.instant("due_at"),
    )
    taker.done()
    return found


def _objective(values: Any, path: str) -> Objective:
    taker = Taker(values, path)
    found = Objective(
        key=taker.key(),
        title=taker.text("title", TITLE, 1),
        way=taker.choice("way", Way, Way.TEXT),
        text=taker.text("text", TEXT),
        points=taker.whole("points", 0, MOST_POINTS, 10),
        skill=taker.text("skill", 40),
        optional=taker.flag("optional", False),
        approved=taker.flag("approved", True),
        codes=taker.each("codes", MOST_CODES, _code),
        codes_until=taker.instant("codes_until"),
        peers=taker.whole("peers", 1, 20, 2),
        quiz=taker.made("quiz", quiz_from_json),
        action=taker.text("action", 60),
        passing=taker.whole("passing", 1, 100, 1),
        once_per=taker.window("once_per"),
        times=taker.whole("times", 0, 1000, 0),
        base=taker.text("base", 64),
        shared=taker.flag("shared", False),
        instead_of=taker.text("instead_of", 64),
    )
    taker.done()
    return found


def _code(value: Any, path: str) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= CODE:
        raise LineInvalid(path)
    return value


def _boss(values: Any, path: str) -> BossRule:
    taker = Taker(values, path)
    found = BossRule(
        key=taker.key(),
        title=taker.text("title", TITLE, 1),
        story=taker.text("story", TEXT),
        objectives=taker.each("objectives", MOST_QUESTS * MOST_OBJECTIVES, _code),
        health_each=taker.whole("health_each", 1, MOST_POINTS, 30),
        least=taker.whole("least", 1, MOST_POINTS, 10),
        most=taker.whole("most", 1, 2 * MOST_POINTS, 45),
        reward=taker.whole("reward", 0, MOST_POINTS, 20),
        whole_class=taker.flag("whole_class", False),
        ends_at=taker.instant("ends_at"),
    )
    taker.done()
    if not found.least <= found.health_each <= found.most < 2 * found.health_each:
        raise LineInvalid(f"{path}/health_each")
    return found


def _levels(taker: Taker) -> LevelRule:
    found = LevelRule(
        curve=taker.choice("curve", Curve, Curve.RELATIVE),
        number=taker.whole("number", 2, 100, 10),
        base=taker.whole("base", 1, MOST_POINTS, 60),
        step=taker.whole("step", 0, 1000, 130),
        thresholds=taker.each("thresholds", 100, _whole),
    )
    taker.done()
    try:
        if found.curve is Curve.HAND:
            by_hand(found.thresholds)
    except ValueError:
        raise taker.wrong("thresholds") from None
    return found


def _whole(value: Any, path: str) -> int:
    if type(value) is not int or not 0 <= value <= 10**9:
        raise LineInvalid(path)
    return int(value)


def _cap(values: Any, path: str) -> CapRule:
    taker = Taker(values, path)
    window = taker.choice("window", Window, Window.WEEK)
    found = CapRule(
        points=taker.whole("points", 1, 10**6, 100),
        window=window,
        of=taker.text("of", 64),
        skill=taker.text("skill", 40),
    )
    taker.done()
    return found


def _grade(taker: Taker) -> GradeRule:
    way, enough = taker.choice("way", GradeWay, GradeWay.QUESTS), taker.whole("enough", 0, 10**6, 0)
    weights = {key: _whole(value, taker.path) for key, value in taker.mapping("weights").items()}
    steps = taker.each("steps", 100, lambda pair, path: _pair(pair, path))
    at_least = taker.whole("at_least", 1, 100, 80)
    taker.done()
    if any(low >= high or one > other for (low, one), (high, other) in pairwise(steps)):
        raise taker.wrong("steps")
    return GradeRule(way=way, enough=enough, weights=weights, steps=steps, at_least=at_least)


def _pair(value: Any, path: str) -> tuple[int, int]:
    if not isinstance(value, list) or len(value) != 2:
        raise LineInvalid(path)
    points, percent = (_whole(one, path) for one in value)
    if percent > 100:
        raise LineInvalid(path)
    return points, percent
