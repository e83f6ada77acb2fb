"""An activity's settings as values: what the settings form stores, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lti_tools.kit.schedule.plans import read_plans
from lti_tools.pure.schedule import Plan
from tools.peer_review.comparing import read_comparing
from tools.peer_review.domain.aggregation.marks import Method
from tools.peer_review.domain.comparison.marks import Scale
from tools.peer_review.domain.rubric.criteria import Rubric, read_rubric
from tools.peer_review.flow import Flow, read_flow
from tools.peer_review.grading import Grading, read_grading
from tools.peer_review.learning import NONE, Learning, read_learning
from tools.peer_review.phases import CALIBRATE, PHASES

TITLE, INSTRUCTIONS, WORK_TEXT, LINK = 200, 10_000, 50_000, 500
MOST_LINKS = 5
MOST_REVIEWS = 10
MOST_LEAST = 500
TEXT, FILES, LINKS = "text", "files", "links"
PARTS = (TEXT, FILES, LINKS)
"""What can be handed in."""
FEEDBACK_ONLY, MARKS = "feedback", "marks"
ANYBODY, ACROSS, WITHIN = "anybody", "across", "within"
"""With regard to the activity's groups: any pair, never group mates, group mates alone."""


@dataclass(frozen=True, kw_only=True)
class PeerSettings:
    """The rules that a teacher set for one peer review."""

    title: str
    instructions: str
    """Markdown."""
    parts: tuple[str, ...]
    by_group: bool
    """One work for each of the activity's groups."""
    plans: tuple[Plan, ...]
    k: int
    """Reviews that everybody gives."""
    pairs: str
    pools: tuple[tuple[str, ...], ...]
    """Names of the sections and groups of each pool; none: everybody is in one."""
    author_hidden: bool
    reviewer_hidden: bool
    reveal: bool
    """The teacher may tell the names once reviewing is over; announced before anybody hands in."""
    rubric: Rubric
    least: int
    """Characters of a required comment."""
    extra: bool
    """Who is done may take more."""
    self_review: bool
    marked: bool
    """Marks reach students and the gradebook once the teacher releases them; else there is feedback alone."""
    method: Method
    single_marks: bool
    """Authors see what each reviewer chose, not the whole alone."""
    points: int
    learning: Learning
    flow: Flow
    reviewing_points: int
    """For having reviewed, in a column of its own; 0 for none."""
    grading: Grading
    scale: Scale
    """Of marks from comparisons."""

    @property
    def pays_reviewing(self) -> bool:
        """Whether having reviewed counts in the gradebook."""
        return bool(self.grading.reviewing_share if self.grading.one_column else self.reviewing_points)

    @property
    def asks_contribution(self) -> bool:
        """Whether members of groups say what each of them did."""
        return self.by_group and self.learning.contribution != NONE

    @property
    def compares(self) -> bool:
        """Whether the rubric, as it is now, asks to compare works two at a time."""
        return any(one.compares for one in self.rubric)

    @property
    def compares_alone(self) -> bool:
        """Whether marks come from comparisons and from nothing else."""
        return any(one.compares and one.weight for one in self.rubric) and not any(one.counts for one in self.rubric)

    @property
    def practises(self) -> bool:
        """Whether students practise on examples."""
        return any(plan.key == CALIBRATE.key for plan in self.plans)


def read_settings(stored: Mapping[str, Any]) -> PeerSettings:
    """Settings as stored -> values; keys that an older form did not know get their defaults."""
    return PeerSettings(
        title=str(stored.get("title", "")),
        instructions=str(stored.get("instructions", "")),
        parts=tuple(part for part in PARTS if part in stored.get("parts", (TEXT, FILES))),
        by_group=bool(stored.get("by_group", False)),
        plans=read_plans(PHASES, stored),
        k=int(stored.get("k", 4)),
        pairs=str(stored.get("pairs", ANYBODY)),
        pools=tuple(tuple(str(name) for name in pool) for pool in stored.get("pools", ())),
        author_hidden=bool(stored.get("author_hidden", True)),
        reviewer_hidden=bool(stored.get("reviewer_hidden", True)),
        reveal=bool(stored.get("reveal", False)),
        rubric=read_rubric(stored.get("rubric", ())),
        least=int(stored.get("least", 40)),
        extra=bool(stored.get("extra", True)),
        self_review=bool(stored.get("self_review", False)),
        marked=stored.get("marks") == MARKS,
        method=Method(stored.get("method", Method.WEIGHTED)),
        learning=read_learning(stored),
        flow=read_flow(stored),
        single_marks=bool(stored.get("single_marks", False)),
        points=int(stored.get("points", 100)),
        reviewing_points=int(stored.get("reviewing_points", 25)),
        grading=read_grading(stored),
        scale=read_comparing(stored),
    )
