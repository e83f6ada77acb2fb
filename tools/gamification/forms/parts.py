"""The builder's forms of chapters, quests and bosses, and the data of each."""

from typing import Any

from wtforms import BooleanField

from lti_tools.web.forms import (
    Form,
    LocalDateTimeField,
    LongTextField,
    WholeNumberField,
)
from lti_tools.web.forms import TextField as Text
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.gamification.domain.questline.line import (
    MOST_OBJECTIVES,
    MOST_POINTS,
    TEXT,
    TITLE,
    BossRule,
    Chapter,
    Quest,
)


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
    ends_at = LocalDateTimeField(
        lazy("To be reached by"),
        description=lazy(
            "Leave this empty for no end. A team that has not made it by then says what it learnt and goes on; "
            "nothing is lost."
        ),
    )

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
    names = ("title", "story", "health_each", "least", "most", "reward", "whole_class", "ends_at")
    return {name: getattr(one, name) for name in names}
