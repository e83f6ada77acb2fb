"""A questline as its teacher writes it: chapters of quests with objectives, bosses, and the rules of points and grades.

It is one value: the builder makes a new one of it, publishing gives it a number, files carry it. No work is in it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tools.gamification.domain.conditions.condition import ALWAYS, Condition
from tools.gamification.domain.facts import Key
from tools.gamification.domain.quiz.quiz import Quiz
from tools.gamification.domain.rules import Window

MOST_CHAPTERS, MOST_QUESTS, MOST_OBJECTIVES, MOST_BOSSES, MOST_CAPS = 40, 60, 20, 12, 20
"""Of a questline, a chapter, a quest, a questline, a questline."""
TITLE, TEXT = 120, 8000
MOST_POINTS = 10_000
MOST_BONUS = 10
"""Percent: a time bonus stays small."""


class Way(StrEnum):
    """How an objective is shown to be reached."""

    TEXT = "text"
    FILE = "file"
    LINK = "link"
    REPORT = "report"
    """The learner's own word, with a reflection."""
    CODE = "code"
    """A word that is found or given out."""
    CHECK_IN = "check-in"
    """The class code of the moment, read off the wall."""
    TEACHER = "teacher"
    """A teacher saw it: attendance, a talk, practical work."""
    PEERS = "peers"
    """So many classmates say so."""
    QUIZ = "quiz"
    """Questions that the tool marks."""
    EVENT = "event"
    """Something done in a sibling activity of the course."""
    RESULT = "result"
    """A result of the course's gradebook, brought as a file."""
    OUTSIDE = "outside"
    """Told by an outside system, signed."""
    HELP = "help"
    """Thanked for by a classmate on the help board."""


HANDED_IN = frozenset({Way.TEXT, Way.FILE, Way.LINK, Way.REPORT, Way.PEERS})
"""Ways on which something is handed in first."""
SEEN = frozenset({Way.TEACHER, Way.PEERS, Way.QUIZ, Way.RESULT, Way.OUTSIDE})
"""Ways on which somebody else, or a machine, has seen the learning."""

TRIED = frozenset({Way.TEXT, Way.FILE, Way.LINK, Way.REPORT, Way.QUIZ})
"""Ways on which somebody can try and not manage: what is returned or marked."""
SHARED = frozenset({Way.TEXT, Way.LINK})
"""Ways on which a team can hand in one thing for all."""
HONEST = 2
"""After so many tries that did not count help and a second way are offered."""


@dataclass(frozen=True, kw_only=True)
class Objective:
    """One thing to reach within a quest."""

    key: Key
    title: str
    way: Way
    text: str = ""
    """What to do, Markdown."""
    points: int = 10
    skill: Key = ""
    """The skill that the points are for, by its name; empty for none."""
    optional: bool = False
    approved: bool = True
    """A teacher looks at what is handed in before it counts; else it counts at once."""
    codes: tuple[str, ...] = ()
    codes_until: datetime | None = None
    peers: int = 2
    quiz: Quiz | None = None
    """Of Way.QUIZ."""
    action: str = ""
    """Of the event, or as an outside system calls it."""
    passing: int = 1
    """Percent from which a result or what an outside system tells counts."""
    once_per: Window | None = None
    """Can be reached again, once in each day, week, or as often as one likes within `times` (EVER: not again)."""
    times: int = 0
    """How often in all, where it can be repeated; 0 without end."""
    base: Key = ""
    """Another objective: who is better here than there gets improvement points on top."""
    shared: bool = False
    """One thing for the whole team, text or link: who hands it in does so for everybody in it."""
    instead_of: Key = ""
    """A second way to another objective of its quest: offered after `HONEST` tries at that one, and counted as it."""

    @property
    def verified(self) -> bool:
        """Whether somebody else has seen the learner's own learning: only this counts against a boss."""
        return not self.shared and (self.way in SEEN or (self.way in HANDED_IN and self.approved))


@dataclass(frozen=True, kw_only=True)
class Quest:
    """Objectives that belong together. Done with every one that is not optional, or with `enough` of all."""

    key: Key
    title: str
    story: str = ""
    objectives: tuple[Objective, ...] = ()
    ordered: bool = False
    """Its objectives open one after the other."""
    optional: bool = False
    """A side quest: an ordered chapter goes on without it."""
    enough: int = 0
    unlock: Condition = ALWAYS
    opens_at: datetime | None = None
    due_at: datetime | None = None
    """What a learner sees; nothing is refused or worth less afterwards."""

    @property
    def second_ways(self) -> dict[Key, Key]:
        """Objective that is a second way -> the objective that it counts as."""
        first = {one.key for one in self.objectives if not one.instead_of}
        return {one.key: one.instead_of for one in self.objectives if one.instead_of in first}

    @property
    def first_ways(self) -> tuple[Objective, ...]:
        """Its objectives without the second ways to them."""
        second = self.second_ways
        return tuple(one for one in self.objectives if one.key not in second)


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """Quests under one heading; `ordered`: each opens when the one before is done."""

    key: Key
    title: str
    story: str = ""
    ordered: bool = False
    quests: tuple[Quest, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BossRule:
    """A goal that a team, or the whole class, reaches together. Numbers are points per active member."""

    key: Key
    title: str
    story: str = ""
    objectives: tuple[Key, ...] = ()
    """What counts against it; empty: every objective that somebody else verifies."""
    health_each: int = 30
    least: int = 10
    most: int = 45
    reward: int = 20
    """Points for each who shares in it."""
    whole_class: bool = False
    ends_at: datetime | None = None
    """Until when it can be won at the first go; afterwards a team says what it learnt, and goes on."""


class Curve(StrEnum):
    """How many points the levels need."""

    RELATIVE = "relative"
    LINEAR = "linear"
    FLAT = "flat"
    HAND = "hand"


@dataclass(frozen=True, kw_only=True)
class LevelRule:
    """A curve with its numbers; `step` is percent for RELATIVE, points for LINEAR; thresholds for HAND alone."""

    curve: Curve = Curve.RELATIVE
    number: int = 10
    base: int = 60
    step: int = 130
    thresholds: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CapRule:
    """At most so many points in a window, from one chapter or quest (its key), for one skill, or from everything."""

    points: int
    window: Window = Window.WEEK
    of: Key = ""
    skill: Key = ""


class GradeWay(StrEnum):
    """What the grade is made of."""

    QUESTS = "quests"
    """Required quests done, out of all of them or of `enough`."""
    POINTS = "points"
    """Points out of `enough`."""
    LEVEL = "level"
    """The level reached, out of `enough`; or percent by level, typed by hand."""
    BEST = "best"
    """The mean of the best `enough` scores of all objectives."""
    CHAPTERS = "chapters"
    """The share of required quests done in each chapter, weighted."""
    MASTERY = "mastery"
    """Objectives reached with `at_least` percent, out of all of them or of `enough`."""
    STEPS = "steps"
    """Percent by points reached, typed by hand."""


@dataclass(frozen=True, kw_only=True)
class GradeRule:
    """How the share of the full grade comes about; monotone in evidence whatever is chosen."""

    way: GradeWay = GradeWay.QUESTS
    enough: int = 0
    weights: Mapping[Key, int] = field(default_factory=dict)
    """Chapter -> weight; one without has 1."""
    steps: tuple[tuple[int, int], ...] = ()
    """(points, percent), rising; with LEVEL (level, percent)."""
    at_least: int = 80
    """Percent from which an objective is mastered."""


@dataclass(frozen=True, kw_only=True)
class Questline:
    """All of it."""

    chapters: tuple[Chapter, ...] = ()
    bosses: tuple[BossRule, ...] = ()
    levels: LevelRule = LevelRule()
    caps: tuple[CapRule, ...] = ()
    grade: GradeRule = field(default_factory=GradeRule)
    bonus: int = 0
    """Percent of a quest's points on top for who is done by its due date; never part of the grade."""

    def quests(self) -> Iterator[tuple[Chapter, Quest]]:
        """Every quest with its chapter, in order."""
        for chapter in self.chapters:
            for quest in chapter.quests:
                yield chapter, quest

    def objectives(self) -> Iterator[tuple[Quest, Objective]]:
        """Every objective with its quest, in order."""
        for _, quest in self.quests():
            for objective in quest.objectives:
                yield quest, objective

    def first_ways(self) -> Iterator[Objective]:
        """Every objective that stands for itself: not the second ways."""
        for _, quest in self.quests():
            yield from quest.first_ways

    def chapter(self, key: Key) -> Chapter | None:
        return next((one for one in self.chapters if one.key == key), None)

    def quest(self, key: Key) -> Quest | None:
        return next((one for _, one in self.quests() if one.key == key), None)

    def objective(self, key: Key) -> Objective | None:
        return next((one for _, one in self.objectives() if one.key == key), None)

    def boss(self, key: Key) -> BossRule | None:
        return next((one for one in self.bosses if one.key == key), None)
