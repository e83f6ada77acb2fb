"""The settings of an activity of quests."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, RadioField
from wtforms import Form as AnyForm

from lti_tools.web.forms import Form, LongTextField, WholeNumberField
from lti_tools.web.forms import TextField as Text
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.gamification.settings import BOARD_WEEKS, WORD, WORDS, Boards, Columns

Settings = dict[str, Any]


class SettingsForm(Form):
    """What belongs to the activity as a whole; the quests themselves are written in the builder."""

    title = Text(lazy("Title"), max_length=200)
    intro = LongTextField(
        lazy("What is this about?"),
        required=False,
        max_length=5000,
        description=lazy("The beginning of the story, above the student's first page. Markdown works here."),
    )
    graded = BooleanField(
        lazy("Send a grade to the gradebook"),
        default=True,
        description=lazy("Nothing is sent before you have looked at the grades and said so."),
    )
    points = WholeNumberField(lazy("Points of the full grade"), required=False, least=1, most=100, default=100)
    columns = RadioField(
        lazy("Columns in the gradebook"),
        choices={
            Columns.ONE.value: lazy("One for everything"),
            Columns.CHAPTERS.value: lazy("One for each chapter: the share of its quests that is done"),
        },
        default=Columns.ONE.value,
    )
    absent_days = WholeNumberField(
        lazy("After how many days without evidence do team goals stop waiting for somebody?"),
        required=False,
        least=0,
        most=365,
        default=14,
        description=lazy("They are told before, and are back with their next evidence. 0: goals always wait."),
    )
    calm = BooleanField(
        lazy("Calm mode for everybody"),
        description=lazy("Pages without movement, boards and looks. Students can choose it for themselves too."),
    )
    streaks = BooleanField(
        lazy("Weekly streaks"),
        description=lazy(
            "Students see in how many weeks they showed something; only their teacher sees it too. Holidays of the "
            "course calendar are no weeks, two missed weeks are forgiven, a side quest mends one. Never part of the "
            "grade."
        ),
    )
    boards = RadioField(
        lazy("Boards"),
        choices={
            Boards.OFF.value: lazy("None"),
            Boards.TEAMS.value: lazy("Teams"),
            Boards.PEOPLE.value: lazy("Teams and students"),
        },
        default=Boards.OFF.value,
        description=lazy(
            "Only who wants to be there is on them, under another name, and sees two places up and down. There are no "
            "last places, and no board below five."
        ),
    )
    board_weeks = WholeNumberField(
        lazy("Points of how many weeks count on boards?"), required=False, least=1, most=52, default=BOARD_WEEKS
    )
    word_points = Text(lazy("Your word for points"), required=False, max_length=WORD)
    word_level = Text(lazy("Your word for level"), required=False, max_length=WORD)
    word_team = Text(lazy("Your word for team"), required=False, max_length=WORD)
    word_boss = Text(lazy("Your word for boss"), required=False, max_length=WORD)

    shown_when = {"points": "graded=on", "columns": "graded=on", "board_weeks": "boards=teams people"}

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and self.graded.data and self.points.data is None:
            self.points.errors = [_("Say how many points, from 1 to 100.")]
            return False
        return good


def to_settings(form: AnyForm) -> Settings:
    """The valid form -> settings as stored."""
    data = form.data
    return {
        "title": data["title"],
        "intro": data["intro"] or "",
        "graded": bool(data["graded"]),
        "points": data["points"] or 100,
        "columns": data["columns"] or Columns.ONE.value,
        "absent_days": data["absent_days"] or 0,
        "calm": bool(data["calm"]),
        "streaks": bool(data["streaks"]),
        "boards": data["boards"] or Boards.OFF.value,
        "board_weeks": data["board_weeks"] or BOARD_WEEKS,
        "words": {name: data[f"word_{name}"] or "" for name in WORDS},
    }


def from_settings(stored: Mapping[str, Any]) -> Settings:
    """Settings as stored -> the form's data; what is missing gets the form's default."""
    words = stored.get("words") or {}
    own = {f"word_{name}": words.get(name, "") for name in WORDS}
    return {**{name: value for name, value in stored.items() if name != "words"}, **own} | {
        "title": stored.get("title") or _("Quests")
    }
