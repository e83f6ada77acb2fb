"""An activity's settings as values: what the settings form stores, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lti_tools.kit.schedule.plans import read_plans
from lti_tools.pure.schedule import Plan
from tools.co_curriculum.phases import PHASES

MOST_OPTIONS = 60
OPTION_LENGTH = 200
LIVE, AFTER_CLOSE = "live", "after-close"


@dataclass(frozen=True, kw_only=True)
class VoteSettings:
    """The rules that a teacher set for one vote."""

    title: str
    question: str
    """Markdown."""
    options: tuple[str, ...]
    most: int | None
    """How many options one person may approve; None for any number."""
    plan: Plan
    """When voting opens and closes; it opens with two options at the earliest."""
    live: bool
    """Students see the count while the vote is open."""
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
        plan=read_plans(PHASES, stored)[0],
        live=stored.get("results") == LIVE,
        graded=bool(stored.get("graded", False)),
        points=int(stored.get("points", 10)),
        comments=bool(stored.get("comments", False)),
    )
