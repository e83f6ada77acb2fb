"""When a quest opens, as a form: the conditions that fit into it, and back."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectField

from lti_tools.web.forms import (
    CheckboxesField,
    Form,
    WholeNumberField,
)
from lti_tools.web.locale import lazy
from tools.gamification.domain.conditions.condition import (
    ALWAYS,
    AtLeast,
    Badge,
    Condition,
    Failed,
    Level,
    QuestDone,
    Xp,
)
from tools.gamification.domain.questline.line import (
    Quest,
    Questline,
)

ALL, ANY = "all", "any"


class OpensForm(Form):
    """When a quest opens beside its date: after others, from a level or number of points, or as a second way."""

    quests = CheckboxesField(lazy("After these quests"), validate_choice=False)
    number = RadioField(
        lazy("How many of them?"), choices={ALL: lazy("All of them"), ANY: lazy("Any one of them")}, default=ALL
    )
    level = WholeNumberField(lazy("From this level"), required=False, least=2, most=100)
    points = WholeNumberField(lazy("From this many points"), required=False, least=1, most=10**6)
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

    def __init__(
        self, line: Questline, quest: Quest, badges: Sequence[tuple[str, str]], formdata: Any = None, **data: Any
    ) -> None:
        super().__init__(formdata, **data)
        self.badge.choices = [("", "–"), *badges]
        self._badges = {key for key, _name in badges}
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
        if self.badge.data and self.badge.data in self._badges:
            parts.append(Badge(self.badge.data))
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
            case Badge(badge) if "badge" not in data:
                data["badge"] = badge
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
