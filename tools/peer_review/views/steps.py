"""The steps of a peer review, for the timeline."""

from collections.abc import Iterable

from lti_tools.kit.schedule.timeline import Step, steps
from lti_tools.launches import now
from lti_tools.pure.schedule import Phase
from tools.peer_review.phases import PHASES


def steps_of(phases: Iterable[Phase]) -> list[Step]:
    """The phases as their reader has them."""
    return steps(PHASES, list(phases), now())
