"""When a quest opens, as a form: the conditions that fit into it, and back."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import RadioField, SelectField

from lti_tools.web.forms import CheckboxesField, Form, LocalDateTimeField, WholeNumberField
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.gamification.domain.conditions.condition import (
    ALWAYS,
    AtLeast,
    Badge,
    Before,
    Condition,
    Failed,
    FeedbackRead,
    Level,
    Not,
    QuestDone,
    Score,
    Xp,
)
from tools.gamification.domain.questline.line import Quest, Questline

ALL, ANY, SOME = "all", "any", "some"


class OpensForm(Form):
    """When a quest opens beside its date: after others, by what was shown, as another or a second way."""

    join = RadioField(
        lazy("What you fill in below"),
        choices={ALL: lazy("Everything has to hold"), ANY: lazy("One thing of it is enough")},
        default=ALL,
    )
    quests = CheckboxesField(lazy("After these quests"), validate_choice=False)
    number = RadioField(
        lazy("How many of them?"),
        choices={ALL: lazy("All of them"), ANY: lazy("Any one of them"), SOME: lazy("So many of them")},
        default=ALL,
    )
    enough = WholeNumberField(lazy("How many?"), required=False, least=1, most=100)
    by = LocalDateTimeField(lazy("Done by then"), description=lazy("Leave this empty for any time."))
    level = WholeNumberField(lazy("From this level"), required=False, least=2, most=100)
    points = WholeNumberField(lazy("From this many points"), required=False, least=1, most=10**6)
    skill = SelectField(lazy("Points of which skill?"), validate_choice=False)
    score = SelectField(lazy("With a result in this objective"), validate_choice=False)
    percent = WholeNumberField(lazy("Of at least so many percent"), required=False, least=1, most=100, default=80)
    read = SelectField(lazy("After the answer to this was read"), validate_choice=False)
    badge = SelectField(lazy("With this badge"), validate_choice=False)
    failed = SelectField(lazy("Only for who has not managed this"), validate_choice=False)
    tries = WholeNumberField(
        lazy("After how many tries?"),
        required=False,
        least=1,
        most=20,
        default=2,
        description=lazy("A second way for who is stuck: it opens after so many tries."),
    )
    unless = CheckboxesField(
        lazy("Only for who has done none of these"),
        validate_choice=False,
        description=lazy("Ways to choose from: whoever has gone one of them finds this one closed."),
    )
    until = LocalDateTimeField(
        lazy("Only until"),
        description=lazy("Whoever has not begun by then finds it closed. Leave this empty for never."),
    )

    shown_when = {"enough": "number=some"}

    def __init__(
        self, line: Questline, quest: Quest, badges: Sequence[tuple[str, str]], formdata: Any = None, **data: Any
    ) -> None:
        super().__init__(formdata, **data)
        none = ("", "–")
        self.badge.choices = [none, *badges]
        self._badges = {key for key, _name in badges}
        others = {one.key: one.title for _, one in line.quests() if one.key != quest.key}
        self.quests.choices = self.unless.choices = others
        objectives = [(one.key, one.title) for owner, one in line.objectives() if owner.key != quest.key]
        self.failed.choices = self.score.choices = self.read.choices = [none, *objectives]
        self.skill.choices = [("", lazy("All points")), *((name, name) for name in _skills(line))]

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and self.number.data == SOME and not 1 <= (self.enough.data or 0) <= len(self.quests.data or ()):
            self.enough.errors = [_("Say how many of the quests that you ticked.")]
            return False
        return good

    def to_condition(self, line: Questline) -> Condition:
        """What was filled in, joined as it says; unknown keys are left out."""
        parts = tuple(self._parts(line))
        if not parts:
            return ALWAYS
        return parts[0] if len(parts) == 1 else AtLeast(1 if self.join.data == ANY else len(parts), parts)

    def _parts(self, line: Questline) -> Iterable[Condition]:
        known = {one.key for _, one in line.quests()}
        chosen = tuple(QuestDone(key, self.by.data) for key in self.quests.data or () if key in known)
        if chosen:
            numbers = {ANY: 1, SOME: min(self.enough.data or 1, len(chosen))}
            yield AtLeast(numbers.get(self.number.data, len(chosen)), chosen)
        if self.level.data:
            yield Level(self.level.data)
        if self.points.data:
            skill = self.skill.data or ""
            yield Xp(self.points.data, skill if skill in _skills(line) else "")
        if self.score.data and line.objective(self.score.data):
            yield Score(self.score.data, self.percent.data or 80)
        if self.read.data and line.objective(self.read.data):
            yield FeedbackRead(self.read.data)
        if self.badge.data and self.badge.data in self._badges:
            yield Badge(self.badge.data)
        if self.failed.data and line.objective(self.failed.data):
            yield Failed(self.failed.data, 100, self.tries.data or 2)
        gone = tuple(QuestDone(key) for key in self.unless.data or () if key in known)
        if gone:
            yield Not(AtLeast(1, gone))
        if self.until.data:
            yield Before(self.until.data)


def _skills(line: Questline) -> list[str]:
    return sorted({one.skill for _, one in line.objectives() if one.skill})


def opens_data(condition: Condition) -> dict[str, Any] | None:
    """The data of `OpensForm`; None for a condition that only a file can hold."""
    if condition == ALWAYS:
        return {}
    parts: Sequence[Condition] = (condition,)
    data: dict[str, Any] = {}
    if isinstance(condition, AtLeast) and not _quests_in(condition):
        if condition.number not in (1, len(condition.parts)):
            return None
        parts, data["join"] = condition.parts, ANY if condition.number == 1 else ALL
    for part in parts:
        fields = _fields(part)
        if not fields or fields.keys() & data.keys():
            return None
        data |= fields
    return data


def _fields(part: Condition) -> dict[str, Any]:
    """What one part is in the form; nothing where it does not fit."""
    match part:
        case Level(level):
            return {"level": level}
        case Xp(points, skill):
            return {"points": points, "skill": skill}
        case Score(objective, percent):
            return {"score": objective, "percent": percent}
        case FeedbackRead(objective):
            return {"read": objective}
        case Badge(badge):
            return {"badge": badge}
        case Failed(objective, 100, tries):
            return {"failed": objective, "tries": tries}
        case Before(at):
            return {"until": at}
        case Not(inner):
            quests = _quests_in(inner)
            plain = quests and not any(one.by for one in quests) and getattr(inner, "number", 1) == 1
            return {"unless": [one.quest for one in quests]} if plain else {}
    quests = _quests_in(part)
    if not quests or len({one.by for one in quests}) > 1:
        return {}
    number, most = getattr(part, "number", 1), len(quests)
    how = ALL if number == most else ANY if number == 1 else SOME
    return {
        "quests": [one.quest for one in quests],
        "number": how,
        "enough": number if how == SOME else None,
        "by": quests[0].by,
    }


def _quests_in(condition: Condition) -> list[QuestDone]:
    """The quests of a list of quests; empty for any other condition."""
    parts = condition.parts if isinstance(condition, AtLeast) else (condition,)
    found = [one for one in parts if isinstance(one, QuestDone)]
    return found if len(found) == len(parts) else []
