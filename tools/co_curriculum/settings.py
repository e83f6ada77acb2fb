"""An activity's settings as values: what the settings form stores, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from lti_tools.kit.schedule.plans import read_instant, read_plans
from lti_tools.pure.schedule import Plan
from tools.co_curriculum.domain.methods import RECOMMENDED, Method, Question
from tools.co_curriculum.domain.participation import USUAL, Part
from tools.co_curriculum.domain.rule_card import NAMED, SECRET
from tools.co_curriculum.phases import PHASES, PROPOSE, VOTE

MOST_OPTIONS = 60
"""Lines of the teacher's own list; people may propose more."""
OPTION_LENGTH = 200
LIVE, AFTER_CLOSE = "live", "after-close"
OWN = "own"
"""In place of a question: the teacher picks the count."""
MOST_WINNERS, MOST_WEEKS, MOST_BUDGET = 30, 60, 100


class Binding(StrEnum):
    """What the result of the vote is worth."""

    BINDS = "binds"
    VETO = "veto"
    """It binds unless the teacher vetoes it on grounds stated beforehand."""
    ADVISES = "advises"


@dataclass(frozen=True, kw_only=True)
class Mandate:
    """What the class may decide, said before anybody proposes."""

    up_for_choice: str = ""
    """Markdown."""
    fixed: str = ""
    """Markdown: what is not up for choice, and why."""
    weeks: int | None = None
    """How many weeks of the course it is about, 1..52."""
    binding: Binding | None = None
    """None where the teacher has not said."""
    veto_grounds: str = ""
    answer_by: datetime | None = None
    """By when the teacher's decision is there."""
    deciders: int = 1
    """How many teachers have to say the same before it is the decision."""


@dataclass(frozen=True, kw_only=True)
class ProposalRules:
    """How students propose."""

    most_each: int | None = 3
    """Proposals of one person that wait or stand on the list; None for any number."""
    approve: bool = False
    """The teacher looks at each before others see it."""
    pseudonyms: bool = False
    """Under invented names, for teachers too; else under their own."""
    supports: bool = False
    """Students say before the vote what they would like, and everybody sees how many do."""
    idea_box: bool = False
    """Proposals are taken all the time and decided upon without a vote."""


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
    plans: tuple[Plan, ...]
    """The phases that this vote has, in order."""
    live: bool
    """Students see the count while the vote is open; never of a secret one."""
    graded: bool
    points: int
    """Whole points for taking part, 1..100."""
    counted: tuple[Part, ...] = USUAL
    """What taking part means; each part is worth the same."""
    comments: bool
    """People may comment on the options; off where an older form stored the settings."""
    voters: tuple[str, ...] = ()
    """Names of the groups or sections that vote; none: everybody."""
    latecomers: bool = True
    """Who joins the course after the opening votes too."""
    mandate: Mandate = Mandate()
    proposals: ProposalRules = ProposalRules()

    @property
    def plan(self) -> Plan:
        """When voting opens and closes; it opens with two options at the earliest."""
        return next(plan for plan in self.plans if plan.key == VOTE.key)

    def has(self, key: str) -> bool:
        """Whether the vote has this phase."""
        return any(plan.key == key for plan in self.plans)

    @property
    def proposing(self) -> bool:
        """Whether students propose."""
        return self.has(PROPOSE.key)


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
        plans=read_plans(PHASES, stored),
        live=stored.get("results") == LIVE and stored.get("secrecy") != SECRET,
        graded=bool(stored.get("graded", False)),
        points=int(stored.get("points", 10)),
        counted=tuple(Part(one) for one in stored.get("parts", USUAL)),
        comments=bool(stored.get("comments", False)),
        voters=tuple(stored.get("voters") or ()),
        latecomers=bool(stored.get("latecomers", True)),
        mandate=_mandate(stored),
        proposals=_proposals(stored),
    )


def _mandate(stored: Mapping[str, Any]) -> Mandate:
    binding = stored.get("binding")
    return Mandate(
        up_for_choice=str(stored.get("up_for_choice", "")),
        fixed=str(stored.get("fixed", "")),
        weeks=stored.get("about_weeks"),
        binding=Binding(binding) if binding else None,
        veto_grounds=str(stored.get("veto_grounds", "")),
        answer_by=read_instant(stored.get("answer_by")),
        deciders=int(stored.get("deciders") or 1),
    )


def _proposals(stored: Mapping[str, Any]) -> ProposalRules:
    return ProposalRules(
        most_each=stored.get("most_each", 3),
        approve=bool(stored.get("approve", False)),
        pseudonyms=bool(stored.get("pseudonyms", False)),
        supports=bool(stored.get("supports", False)),
        idea_box=bool(stored.get("idea_box", False)),
    )


def _method(stored: Mapping[str, Any]) -> Method:
    asks = stored.get("asks", Question.QUICK.value)
    if asks == OWN:
        return Method(stored.get("method") or Method.APPROVAL)
    return RECOMMENDED[Question(asks)]
