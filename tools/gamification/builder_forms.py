"""The forms of the builder, and the way from a part of the questline to its form and back."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from wtforms import BooleanField, RadioField, SelectField

from lti_tools.web.forms import (
    CheckboxesField,
    Form,
    LinesField,
    LocalDateTimeField,
    LongTextField,
    WholeNumberField,
)
from lti_tools.web.forms import TextField as Text
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.gamification.domain.conditions.condition import (
    ALWAYS,
    AtLeast,
    Condition,
    Failed,
    Level,
    QuestDone,
    Xp,
)
from tools.gamification.domain.facts import Key
from tools.gamification.domain.questline.line import (
    HANDED_IN,
    MOST_OBJECTIVES,
    MOST_POINTS,
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
from tools.gamification.domain.questline.reading import CODE, MOST_CODES
from tools.gamification.domain.rules import Window
from tools.gamification.service.events import ACTIONS

ONCE, DAY, WEEK = "once", "day", "week"
ALL, ANY = "all", "any"


class TitleForm(Form):
    """A new chapter, quest or boss."""

    title = Text(lazy("Title"), max_length=TITLE)


class ChapterForm(Form):
    title = Text(lazy("Title"), max_length=TITLE)
    story = LongTextField(lazy("Story"), required=False, max_length=TEXT, description=lazy("Markdown works here."))
    ordered = BooleanField(
        lazy("One quest after the other"), description=lazy("Each opens when the one before it is done.")
    )


class QuestForm(Form):
    title = Text(lazy("Title"), max_length=TITLE)
    story = LongTextField(
        lazy("Story and task"), required=False, max_length=TEXT, description=lazy("Markdown works here.")
    )
    optional = BooleanField(
        lazy("A side quest"), description=lazy("It gives points, and nothing waits for it, the grade neither.")
    )
    ordered = BooleanField(lazy("Its objectives open one after the other"))
    enough = WholeNumberField(
        lazy("How many of the objectives are enough?"),
        required=False,
        least=0,
        most=MOST_OBJECTIVES,
        description=lazy("Leave this empty to ask for every one that is not optional."),
    )
    opens_at = LocalDateTimeField(lazy("Opens"), description=lazy("Leave this empty to open it at once."))
    due_at = LocalDateTimeField(
        lazy("Due"), description=lazy("Students see it. What comes later is taken all the same and gives as much.")
    )


class OpensForm(Form):
    """When a quest opens beside its date: after others, from a level or number of points, or as a second way."""

    quests = CheckboxesField(lazy("After these quests"), validate_choice=False)
    number = RadioField(
        lazy("How many of them?"), choices={ALL: lazy("All of them"), ANY: lazy("Any one of them")}, default=ALL
    )
    level = WholeNumberField(lazy("From this level"), required=False, least=2, most=100)
    points = WholeNumberField(lazy("From this many points"), required=False, least=1, most=10**6)
    failed = SelectField(lazy("Only for who has not managed this"), validate_choice=False)
    tries = WholeNumberField(
        lazy("After how many tries?"),
        required=False,
        least=1,
        most=20,
        default=2,
        description=lazy("A second way for who is stuck: it opens after so many tries."),
    )

    def __init__(self, line: Questline, quest: Quest, formdata: Any = None, **data: Any) -> None:
        super().__init__(formdata, **data)
        others = [(one.key, one.title) for _, one in line.quests() if one.key != quest.key]
        self.quests.choices = dict(others)
        objectives = [(one.key, one.title) for owner, one in line.objectives() if owner.key != quest.key]
        self.failed.choices = [("", "–"), *objectives]

    def to_condition(self, line: Questline) -> Condition:
        """What was filled in, joined by "and"; unknown keys are left out."""
        known = {one.key for _, one in line.quests()}
        parts: list[Condition] = []
        chosen = tuple(QuestDone(key) for key in self.quests.data or () if key in known)
        if chosen:
            parts.append(AtLeast(1 if self.number.data == ANY else len(chosen), chosen))
        if self.level.data:
            parts.append(Level(self.level.data))
        if self.points.data:
            parts.append(Xp(self.points.data))
        if self.failed.data and line.objective(self.failed.data):
            parts.append(Failed(self.failed.data, 100, self.tries.data or 2))
        if not parts:
            return ALWAYS
        return parts[0] if len(parts) == 1 else AtLeast(len(parts), tuple(parts))


def opens_data(condition: Condition) -> dict[str, Any] | None:
    """The data of `OpensForm`; None for a condition that only a file can hold."""
    data: dict[str, Any] = {}
    for part in condition.parts if isinstance(condition, AtLeast) and not _is_list(condition) else (condition,):
        match part:
            case Level(level) if "level" not in data:
                data["level"] = level
            case Xp(points, "") if "points" not in data:
                data["points"] = points
            case Failed(objective, 100, tries) if "failed" not in data:
                data |= {"failed": objective, "tries": tries}
            case AtLeast(number, parts) if _is_list(part) and "quests" not in data:
                data["quests"] = [one.quest for one in parts if isinstance(one, QuestDone)]
                data["number"] = ANY if number == 1 and len(parts) > 1 else ALL
                if number not in (1, len(parts)):
                    return None
            case QuestDone(quest, None) if "quests" not in data:
                data["quests"] = [quest]
            case _:
                if part != ALWAYS:
                    return None
    return data


def _is_list(condition: Condition) -> bool:
    return isinstance(condition, AtLeast) and all(
        isinstance(one, QuestDone) and one.by is None for one in condition.parts
    )


class ObjectiveForm(Form):
    """One objective; the fields of other ways are taken out when it is made."""

    title = Text(lazy("Title"), max_length=TITLE)
    text = LongTextField(lazy("What to do"), required=False, max_length=TEXT, description=lazy("Markdown works here."))
    points = WholeNumberField(lazy("Points"), least=0, most=MOST_POINTS, default=10)
    skill = Text(
        lazy("Skill"),
        required=False,
        max_length=40,
        description=lazy("What the points are for, e.g. “Observing”. Skills are counted apart as well."),
    )
    optional = BooleanField(lazy("The quest is done without it too"))
    approved = BooleanField(
        lazy("A teacher looks at it before it counts"),
        default=True,
        description=lazy("Only what somebody has looked at counts against a boss."),
    )
    codes = LinesField(
        lazy("Codes"),
        required=False,
        max_entries=MOST_CODES,
        entry_length=CODE,
        description=lazy("One line: everybody uses the same code. Several lines: each works once, for one person."),
    )
    codes_until = LocalDateTimeField(lazy("Codes are taken until"))
    peers = WholeNumberField(lazy("How many classmates must confirm it?"), least=1, most=20, default=2)
    action = SelectField(lazy("What is done in the other activity?"))
    repeat = RadioField(
        lazy("How often can it be done?"),
        choices={ONCE: lazy("Once"), DAY: lazy("Once a day"), WEEK: lazy("Once a week")},
        default=ONCE,
    )
    times = WholeNumberField(
        lazy("How often in all?"),
        required=False,
        least=0,
        most=1000,
        description=lazy("Leave this empty for no limit."),
    )

    shown_when = {"times": "repeat=day week"}

    def __init__(self, way: Way, formdata: Any = None, **data: Any) -> None:
        super().__init__(formdata, **data)
        self.action.choices = [(code, str(title)) for code, title in ACTIONS.items()]
        for name in _fields_of_others(way):
            del self[name]


def _fields_of_others(way: Way) -> Sequence[str]:
    own = {
        Way.CODE: ("codes", "codes_until"),
        Way.PEERS: ("peers",),
        Way.EVENT: ("action",),
    }
    keep = set(own.get(way, ())) | ({"approved"} if way in HANDED_IN - {Way.PEERS} else set())
    return [name for name in ("codes", "codes_until", "peers", "action", "approved") if name not in keep]


def objective_data(one: Objective) -> dict[str, Any]:
    repeat = {Window.DAY: DAY, Window.WEEK: WEEK}.get(one.once_per or Window.EVER, ONCE)
    return {
        "title": one.title,
        "text": one.text,
        "points": one.points,
        "skill": one.skill,
        "optional": one.optional,
        "approved": one.approved,
        "codes": list(one.codes),
        "codes_until": one.codes_until,
        "peers": one.peers,
        "action": one.action,
        "repeat": repeat,
        "times": one.times or None,
    }


def changed_objective(one: Objective, form: ObjectiveForm) -> Objective:
    data = form.data
    window = {DAY: Window.DAY, WEEK: Window.WEEK}.get(data.pop("repeat"))
    codes = tuple(data.pop("codes", None) or ())
    return replace(
        one,
        **{name: value for name, value in data.items() if name not in ("times", "skill")},
        skill=data["skill"] or "",
        codes=codes,
        once_per=window,
        times=(data["times"] or 0) if window else 0,
    )


def chapter_data(one: Chapter) -> dict[str, Any]:
    return {"title": one.title, "story": one.story, "ordered": one.ordered}


def quest_data(one: Quest) -> dict[str, Any]:
    names = ("title", "story", "optional", "ordered", "opens_at", "due_at")
    return {**{name: getattr(one, name) for name in names}, "enough": one.enough or None}


class BossForm(Form):
    """A goal that a team reaches together."""

    title = Text(lazy("Title"), max_length=TITLE)
    story = LongTextField(lazy("Story"), required=False, max_length=TEXT, description=lazy("Markdown works here."))
    health_each = WholeNumberField(
        lazy("Strength for each active member, in points"), least=1, most=MOST_POINTS, default=30
    )
    least = WholeNumberField(lazy("What everybody has to contribute at least"), least=1, most=MOST_POINTS, default=10)
    most = WholeNumberField(
        lazy("What counts of one member at most"),
        least=1,
        most=2 * MOST_POINTS,
        default=45,
        description=lazy("Less than twice the strength for each, so that nobody wins it alone."),
    )
    reward = WholeNumberField(lazy("Points for each when it is won"), least=0, most=MOST_POINTS, default=20)
    whole_class = BooleanField(lazy("One goal for the whole class"))

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        least, each, most = (field.data or 0 for field in (self.least, self.health_each, self.most))
        if good and not least <= each <= most < 2 * each:
            self.health_each.errors = [
                _("The least must not be above the strength, and the most lies between it and twice of it.")
            ]
            return False
        return good


def boss_data(one: BossRule) -> dict[str, Any]:
    names = ("title", "story", "health_each", "least", "most", "reward", "whole_class")
    return {name: getattr(one, name) for name in names}


class RulesForm(Form):
    """Levels, caps and what the grade is made of."""

    curve = RadioField(
        lazy("Levels"),
        choices={
            Curve.RELATIVE.value: lazy("Each needs some percent more than the one before"),
            Curve.LINEAR.value: lazy("Each needs some points more than the one before"),
            Curve.FLAT.value: lazy("Each needs as much as the one before"),
            Curve.HAND.value: lazy("As I type them"),
        },
        default=Curve.RELATIVE.value,
    )
    number = WholeNumberField(lazy("How many levels"), least=2, most=100, default=10)
    base = WholeNumberField(lazy("Points from level 1 to 2"), least=1, most=MOST_POINTS, default=60)
    step = WholeNumberField(
        lazy("What is added from level to level"),
        least=0,
        most=1000,
        default=130,
        description=lazy("130 percent: each step is 1.3 times the one before. Or so many points."),
    )
    thresholds = Text(
        lazy("Points of each level"),
        required=False,
        max_length=1000,
        description=lazy("Rising numbers from 0, with commas: 0, 50, 120, 300"),
    )
    cap_day = WholeNumberField(
        lazy("From what can be repeated: at most so many points a day"), required=False, least=1, most=10**6
    )
    cap_week = WholeNumberField(
        lazy("From what can be repeated: at most so many points a week"), required=False, least=1, most=10**6
    )
    grade = RadioField(
        lazy("What the grade is made of"),
        choices={
            GradeWay.QUESTS.value: lazy("Quests done; side quests do not matter"),
            GradeWay.CHAPTERS.value: lazy("Quests done in each chapter, every chapter equally"),
            GradeWay.POINTS.value: lazy("Points out of a number"),
            GradeWay.LEVEL.value: lazy("The level, out of a level"),
            GradeWay.BEST.value: lazy("The best scores of objectives"),
            GradeWay.STEPS.value: lazy("Percent by points, as I type them"),
        },
        default=GradeWay.QUESTS.value,
    )
    enough = WholeNumberField(
        lazy("How many give the full grade?"),
        required=False,
        least=0,
        most=10**6,
        description=lazy("Quests, points, the level or scores. Leave this empty for all there are."),
    )
    steps = Text(
        lazy("Percent by points"),
        required=False,
        max_length=1000,
        description=lazy("Points=percent, rising, with commas: 50=25, 100=50, 200=100"),
    )

    shown_when = {
        "number": "curve=relative linear flat",
        "base": "curve=relative linear flat",
        "step": "curve=relative linear",
        "thresholds": "curve=hand",
        "enough": "grade=quests points level best",
        "steps": "grade=steps",
    }

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and self.curve.data == Curve.HAND and not _rises(self.read_thresholds()):
            self.thresholds.errors = [_("Begin with 0, then let every number be above the one before.")]
        if good and self.grade.data == GradeWay.STEPS and not self._good_steps():
            self.steps.errors = [_("Write pairs such as 50=25. Points and percent rise, up to 100 percent.")]
        if good and self.grade.data == GradeWay.POINTS and not self.enough.data:
            self.enough.errors = [_("Say how many points give the full grade.")]
        return good and not any(field.errors for field in self)

    def read_thresholds(self) -> tuple[int, ...]:
        return tuple(int(number) for number in re.findall(r"\d{1,9}", self.thresholds.data or ""))

    def read_steps(self) -> tuple[tuple[int, int], ...]:
        pairs = re.findall(r"(\d{1,9})\s*=\s*(\d{1,3})", self.steps.data or "")
        return tuple((int(points), int(percent)) for points, percent in pairs)

    def _good_steps(self) -> bool:
        steps = self.read_steps()
        points, percents = [one for one, _ in steps], [one for _, one in steps]
        return bool(steps) and points == sorted(set(points)) and percents == sorted(percents) and percents[-1] <= 100


def _rises(numbers: tuple[int, ...]) -> bool:
    return len(numbers) > 1 and numbers[0] == 0 and list(numbers) == sorted(set(numbers))


def rules_data(line: Questline) -> dict[str, Any]:
    whole = {cap.window: cap.points for cap in line.caps if not cap.of}
    return {
        "curve": line.levels.curve,
        "number": line.levels.number,
        "base": line.levels.base,
        "step": line.levels.step,
        "thresholds": ", ".join(map(str, line.levels.thresholds)),
        "cap_day": whole.get(Window.DAY),
        "cap_week": whole.get(Window.WEEK),
        "grade": line.grade.way,
        "enough": line.grade.enough or None,
        "steps": ", ".join(f"{points}={percent}" for points, percent in line.grade.steps),
    }


def changed_rules(line: Questline, form: RulesForm) -> Questline:
    """The questline under the form's rules; caps of single chapters or quests stay as they are."""
    data = form.data
    caps = [cap for cap in line.caps if cap.of or cap.window is Window.EVER]
    for name, window in (("cap_day", Window.DAY), ("cap_week", Window.WEEK)):
        if data[name]:
            caps.append(CapRule(points=data[name], window=window))
    levels = LevelRule(
        curve=Curve(data["curve"]),
        number=data["number"],
        base=data["base"],
        step=data["step"],
        thresholds=form.read_thresholds() if data["curve"] == Curve.HAND else line.levels.thresholds,
    )
    grade = GradeRule(
        way=GradeWay(data["grade"]),
        enough=data["enough"] or 0,
        weights=line.grade.weights,
        steps=form.read_steps() if data["grade"] == GradeWay.STEPS else line.grade.steps,
    )
    return replace(line, levels=levels, caps=tuple(caps), grade=grade)


def named(keys: Sequence[Key], line: Questline) -> list[str]:
    """Titles of quests by their keys."""
    return [quest.title for key in keys if (quest := line.quest(key))]
