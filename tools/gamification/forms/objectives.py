"""The form of an objective: the fields of its way alone."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from wtforms import BooleanField, RadioField, SelectField

from lti_tools.web.forms import (
    Form,
    LinesField,
    LocalDateTimeField,
    LongTextField,
    WholeNumberField,
)
from lti_tools.web.forms import TextField as Text
from lti_tools.web.locale import lazy
from tools.gamification.domain.questline.line import (
    HANDED_IN,
    MOST_POINTS,
    SHARED,
    TEXT,
    TITLE,
    TRIED,
    Objective,
    Questline,
    Way,
)
from tools.gamification.domain.questline.reading import CODE, MOST_CODES
from tools.gamification.domain.rules import Window
from tools.gamification.service.events import ACTIONS

ONCE, DAY, WEEK = "once", "day", "week"
BASES = frozenset({Way.QUIZ, Way.RESULT, Way.OUTSIDE})
"""Ways with a score of their own: against it one can improve."""
OF_SOME_WAYS = ("codes", "codes_until", "peers", "action", "outside", "passing", "approved", "shared")


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
    outside = Text(
        lazy("What the outside system calls it"),
        max_length=60,
        filters=(lambda text: text.strip() if text else text,),
        description=lazy("A word of your choice, e.g. “lab.finished”. The system sends it with each call."),
    )
    passing = WholeNumberField(lazy("Counts from percent"), least=1, most=100, default=1)
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

    base = SelectField(
        lazy("Improvement points: better than in which objective?"),
        validate_choice=False,
        description=lazy(
            "On top of the points, measured against one's own result there: 30 for more than 10 percent better or all "
            "right, 20 for as good or better, 10 for up to 10 percent less, else 5."
        ),
    )

    shared = BooleanField(
        lazy("The team hands in one for all"),
        description=lazy("Everybody in it can change it until you answer. It counts for each, and against no boss."),
    )
    instead_of = SelectField(
        lazy("A second way to"),
        validate_choice=False,
        description=lazy("It is offered after two tries that did not count, and counts as that objective."),
    )

    shown_when = {"times": "repeat=day week"}

    def __init__(
        self,
        way: Way,
        formdata: Any = None,
        *,
        bases: Sequence[tuple[str, str]] = (),
        firsts: Sequence[tuple[str, str]] = (),
        **data: Any,
    ) -> None:
        super().__init__(formdata, **data)
        self.instead_of.choices = [("", "–"), *firsts]
        self.firsts = {key for key, _title in firsts}
        if not firsts:
            del self.instead_of
        self.base.choices = [("", "–"), *bases]
        self.bases = {key for key, _title in bases}
        if not bases or way not in (BASES | HANDED_IN) - {Way.PEERS}:
            del self.base
        self.action.choices = [(code, str(title)) for code, title in ACTIONS.items()]
        for name in _fields_of_others(way):
            del self[name]


def _fields_of_others(way: Way) -> Sequence[str]:
    own = {
        Way.CODE: ("codes", "codes_until"),
        Way.PEERS: ("peers",),
        Way.EVENT: ("action",),
        Way.RESULT: ("passing",),
        Way.OUTSIDE: ("outside", "passing"),
    }
    keep = set(own.get(way, ())) | ({"approved"} if way in HANDED_IN - {Way.PEERS} else set())
    keep |= {"shared"} if way in SHARED else set()
    return [name for name in OF_SOME_WAYS if name not in keep]


def bases_for(line: Questline, key: str) -> list[tuple[str, str]]:
    """(key, title) of the objectives against which this one can be measured."""
    return [(one.key, one.title) for _, one in line.objectives() if one.way in BASES and one.key != key]


def firsts_for(line: Questline, key: str) -> list[tuple[str, str]]:
    """(key, title) of what this one can be a second way to: what can be tried in its quest; a way leads to no way."""
    quest = next(quest for quest, one in line.objectives() if one.key == key)
    if key in quest.second_ways.values():
        return []
    return [(one.key, one.title) for one in quest.first_ways if one.way in TRIED and not one.shared and one.key != key]


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
        "outside": one.action,
        "passing": one.passing,
        "shared": one.shared,
        "instead_of": one.instead_of,
        "repeat": repeat,
        "base": one.base,
        "times": one.times or None,
    }


def changed_objective(one: Objective, form: ObjectiveForm) -> Objective:
    data = form.data
    window = {DAY: Window.DAY, WEEK: Window.WEEK}.get(data.pop("repeat"))
    codes = tuple(data.pop("codes", None) or ())
    if "base" in data and data["base"] not in form.bases:
        data["base"] = ""
    if "instead_of" in data and data["instead_of"] not in form.firsts:
        data["instead_of"] = ""
    if "outside" in data:
        data["action"] = data.pop("outside")
    return replace(
        one,
        **{name: value for name, value in data.items() if name not in ("times", "skill")},
        skill=data["skill"] or "",
        codes=codes,
        once_per=window,
        times=(data["times"] or 0) if window else 0,
    )
