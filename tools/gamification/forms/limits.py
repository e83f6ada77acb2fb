"""Limits of points as a form: from what, in how long, how many."""

from typing import Any

from wtforms import RadioField, SelectField

from lti_tools.web.forms import Form, WholeNumberField
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.gamification.domain.questline.line import MOST_CAPS, CapRule, Questline
from tools.gamification.domain.rules import Window

SKILL = "skill:"
"""Begins the choice of a skill; the others are the keys of chapters and quests."""
WINDOWS = {Window.DAY: lazy("A day"), Window.WEEK: lazy("A week"), Window.EVER: lazy("In all")}


class LimitForm(Form):
    """One more limit."""

    of = SelectField(lazy("Points from what?"))
    window = RadioField(
        lazy("In how long?"),
        choices={window.value: text for window, text in WINDOWS.items()},
        default=Window.WEEK.value,
        description=lazy("A limit for a day or a week holds back what can be repeated without end, nothing else."),
    )
    points = WholeNumberField(lazy("At most so many points"), least=1, most=10**6)

    def __init__(self, line: Questline, formdata: Any = None, **data: Any) -> None:
        super().__init__(formdata, **data)
        self._line = line
        self.of.choices = places(line)

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and len(self._line.caps) >= MOST_CAPS:
            self.points.errors = [_("There are as many limits as there can be. Remove one first.")]
        elif good and any((one.of, one.skill, one.window) == self._key() for one in self._line.caps):
            self.of.errors = [_("There is such a limit already. Remove it first.")]
        return good and not any(field.errors for field in self)

    def _key(self) -> tuple[str, str, Window]:
        chosen = self.of.data or ""
        skill = chosen.removeprefix(SKILL) if chosen.startswith(SKILL) else ""
        return "" if skill else chosen, skill, Window(self.window.data)

    def to_cap(self) -> CapRule:
        of, skill, window = self._key()
        return CapRule(points=self.points.data or 1, window=window, of=of, skill=skill)


def places(line: Questline) -> dict[str, str]:
    """What a limit can lie over: choice -> words."""
    found = {"": _("Everything")}
    for chapter in line.chapters:
        found[chapter.key] = _("Chapter: %(title)s", title=chapter.title)
        found |= {quest.key: _("Quest: %(title)s", title=quest.title) for quest in chapter.quests}
    skills = sorted({one.skill for _quest, one in line.objectives() if one.skill})
    return found | {SKILL + name: _("Skill: %(name)s", name=name) for name in skills}
