"""A timeline of an activity: where I am, what is next, my own dates; `lti/kit/schedule/timeline.html` draws it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lti_tools.kit.schedule.declared import DeclaredPhase
from lti_tools.pure.schedule import Phase, Stand, stand


@dataclass(frozen=True, kw_only=True)
class Step:
    """One line. Tools put steps of their own among the phases: `when` is then text or markup of theirs."""

    title: str
    stand: Stand
    text: str = ""
    when: str = ""
    phase: Phase | None = None

    @property
    def state(self) -> str:
        """As the stylesheet calls it."""
        return {Stand.WAITING: "next", Stand.OPEN: "now", Stand.CLOSED: "done"}[self.stand]


def steps(declared: Iterable[DeclaredPhase], phases: Sequence[Phase], now: datetime) -> list[Step]:
    """The steps of the phases that an activity has, as the reader of `phases` has them, in order."""
    known = {phase.key: phase for phase in declared}
    return [
        Step(title=str(known[one.key].title), text=str(known[one.key].text), stand=stand(one, now), phase=one)
        for one in phases
        if one.key in known
    ]
