"""Levels, the time bonus and the grade as a form."""

import re
from dataclasses import replace
from typing import Any

from wtforms import RadioField

from lti_tools.web.forms import (
    Form,
    WholeNumberField,
)
from lti_tools.web.forms import TextField as Text
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.gamification.domain.questline.line import (
    MOST_BONUS,
    MOST_POINTS,
    Curve,
    GradeRule,
    GradeWay,
    LevelRule,
    Questline,
)


class RulesForm(Form):
    """Levels, the time bonus and what the grade is made of."""

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
    bonus = WholeNumberField(
        lazy("On top for a quest that is done by its due date, in percent of its points"),
        required=False,
        least=0,
        most=MOST_BONUS,
        description=lazy("Leave this empty for none. It is never part of the grade."),
    )
    grade = RadioField(
        lazy("What the grade is made of"),
        choices={
            GradeWay.QUESTS.value: lazy("Quests done; side quests do not matter"),
            GradeWay.CHAPTERS.value: lazy("Quests done in each chapter, with weights"),
            GradeWay.POINTS.value: lazy("Points out of a number"),
            GradeWay.LEVEL.value: lazy("The level, out of a level"),
            GradeWay.BEST.value: lazy("The best scores of objectives"),
            GradeWay.MASTERY.value: lazy("Objectives that are mastered"),
            GradeWay.STEPS.value: lazy("Percent by points, as I type them"),
        },
        default=GradeWay.QUESTS.value,
    )
    enough = WholeNumberField(
        lazy("How many give the full grade?"),
        required=False,
        least=0,
        most=10**6,
        description=lazy("Quests, points, the level, scores or objectives. Leave this empty for all there are."),
    )
    at_least = WholeNumberField(
        lazy("From how many percent is an objective mastered?"), required=False, least=1, most=100, default=80
    )
    weights = Text(
        lazy("Weights of the chapters"),
        required=False,
        max_length=300,
        description=lazy("One number for each chapter in their order, with commas: 1, 2, 1. Empty: all equally."),
    )
    level_steps = Text(
        lazy("Percent by level"),
        required=False,
        max_length=1000,
        description=lazy("Level=percent, rising, with commas: 2=20, 5=60, 8=100. Empty: equal steps."),
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
        "enough": "grade=quests points level best mastery",
        "at_least": "grade=mastery",
        "weights": "grade=chapters",
        "level_steps": "grade=level",
        "steps": "grade=steps",
    }

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and self.curve.data == Curve.HAND and not _rises(self.read_thresholds()):
            self.thresholds.errors = [_("Begin with 0, then let every number be above the one before.")]
        typed = self.grade.data == GradeWay.LEVEL and self.level_steps.data
        if good and typed and not _good(self.read_steps()):
            self.level_steps.errors = [_("Write pairs such as 2=20. Levels and percent rise, up to 100 percent.")]
        if good and self.grade.data == GradeWay.CHAPTERS and self.weights.data and not any(self.read_weights()):
            self.weights.errors = [_("Write one number for each chapter; at least one is more than 0.")]
        if good and self.grade.data == GradeWay.STEPS and not _good(self.read_steps()):
            self.steps.errors = [_("Write pairs such as 50=25. Points and percent rise, up to 100 percent.")]
        if good and self.grade.data == GradeWay.POINTS and not self.enough.data:
            self.enough.errors = [_("Say how many points give the full grade.")]
        return good and not any(field.errors for field in self)

    def read_thresholds(self) -> tuple[int, ...]:
        return tuple(int(number) for number in re.findall(r"\d{1,9}", self.thresholds.data or ""))

    def read_steps(self) -> tuple[tuple[int, int], ...]:
        wanted = self.level_steps if self.grade.data == GradeWay.LEVEL else self.steps
        return _pairs(wanted.data or "")

    def read_weights(self) -> tuple[int, ...]:
        return tuple(int(number) for number in re.findall(r"\d{1,4}", self.weights.data or ""))


def _pairs(text: str) -> tuple[tuple[int, int], ...]:
    pairs = re.findall(r"(\d{1,9})\s*=\s*(\d{1,3})", text)
    return tuple((int(points), int(percent)) for points, percent in pairs)


def _good(steps: tuple[tuple[int, int], ...]) -> bool:
    points, percents = [one for one, _ in steps], [one for _, one in steps]
    return bool(steps) and points == sorted(set(points)) and percents == sorted(percents) and percents[-1] <= 100


def _rises(numbers: tuple[int, ...]) -> bool:
    return len(numbers) > 1 and numbers[0] == 0 and list(numbers) == sorted(set(numbers))


def rules_data(line: Questline) -> dict[str, Any]:
    return {
        "curve": line.levels.curve,
        "number": line.levels.number,
        "base": line.levels.base,
        "step": line.levels.step,
        "thresholds": ", ".join(map(str, line.levels.thresholds)),
        "bonus": line.bonus or None,
        "grade": line.grade.way,
        "enough": line.grade.enough or None,
        "at_least": line.grade.at_least,
        "weights": ", ".join(str(line.grade.weights.get(one.key, 1)) for one in line.chapters)
        if line.grade.weights
        else "",
        "level_steps" if line.grade.way is GradeWay.LEVEL else "steps": ", ".join(
            f"{points}={percent}" for points, percent in line.grade.steps
        ),
    }


def changed_rules(line: Questline, form: RulesForm) -> Questline:
    """The questline under the form's rules."""
    data = form.data
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
        weights=dict(zip((one.key for one in line.chapters), form.read_weights(), strict=False)),
        steps=form.read_steps() if data["grade"] in (GradeWay.STEPS, GradeWay.LEVEL) else (),
        at_least=data["at_least"] or 80,
    )
    return replace(line, levels=levels, grade=grade, bonus=data["bonus"] or 0)
