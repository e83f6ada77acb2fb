"""An activity's settings as values: what the settings form stores, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lti_tools.kit.schedule.plans import read_plans
from lti_tools.pure.schedule import Plan
from tools.co_curriculum.domain.methods import RECOMMENDED, Method, Question
from tools.co_curriculum.domain.rule_card import NAMED, SECRET
from tools.co_curriculum.phases import PHASES

MOST_OPTIONS = 60
OPTION_LENGTH = 200
LIVE, AFTER_CLOSE = "live", "after-close"
OWN = "own"
"""In place of a question: the teacher picks the count."""
MOST_WINNERS, MOST_WEEKS, MOST_BUDGET = 30, 60, 100


@dataclass(frozen=True, kw_only=True)
class VoteSettings:
    """The rules that a teacher set for one vote."""

    title: str
    question: str
    """Markdown."""
    options: tuple[str, ...]
    most: int | None
    """How many options one person may approve; None for any number."""
    method: Method
    """How ballots are counted: what the teacher's question asks for, or what they picked."""
    winners: int
    weeks: int
    budget: int
    """Dots, or points of a quadratic vote, that each person has."""
    quorum: int
    """Percent of the students who have to take part."""
    secrecy: str
    whole: bool
    """Whole ballots are published even of a small class."""
    plan: Plan
    """When voting opens and closes; it opens with two options at the earliest."""
    live: bool
    """Students see the count while the vote is open; never of a secret one."""
    graded: bool
    points: int
    """Whole points for taking part, 1..100."""
    comments: bool
    """People may comment on the options; off where an older form stored the settings."""


def read_settings(stored: Mapping[str, Any]) -> VoteSettings:
    """Settings as stored -> values; keys that an older form did not know get their defaults."""
    return VoteSettings(
        title=str(stored.get("title", "")),
        question=str(stored.get("question", "")),
        options=tuple(stored.get("options", ())),
        most=stored.get("most"),
        method=_method(stored),
        winners=int(stored.get("winners") or 1),
        weeks=int(stored.get("weeks") or 1),
        budget=int(stored.get("budget") or 5),
        quorum=int(stored.get("quorum") or 0),
        secrecy=SECRET if stored.get("secrecy") == SECRET else NAMED,
        whole=bool(stored.get("whole", False)),
        plan=read_plans(PHASES, stored)[0],
        live=stored.get("results") == LIVE and stored.get("secrecy") != SECRET,
        graded=bool(stored.get("graded", False)),
        points=int(stored.get("points", 10)),
        comments=bool(stored.get("comments", False)),
    )


def _method(stored: Mapping[str, Any]) -> Method:
    asks = stored.get("asks", Question.QUICK.value)
    if asks == OWN:
        return Method(stored.get("method") or Method.APPROVAL)
    return RECOMMENDED[Question(asks)]
