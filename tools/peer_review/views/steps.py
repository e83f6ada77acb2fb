"""The steps of a peer review, for the timeline."""

from collections.abc import Iterable
from dataclasses import replace

from lti_tools.kit.schedule.timeline import Step, steps
from lti_tools.launches import now
from lti_tools.pure.schedule import Phase, Stand
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext
from tools.peer_review.phases import PHASES
from tools.peer_review.service.reading import Desk


def steps_of(phases: Iterable[Phase], desk: Desk | None = None) -> list[Step]:
    """The phases as their reader has them; with their desk, those in which they have something to do say what."""
    found = steps(PHASES, list(phases), now())
    return [_with_words(one, desk) for one in found] if desk else found


def _with_words(step: Step, desk: Desk) -> Step:
    """What is left for this person in a step of reviewing that is open."""
    phase = step.phase.key if step.phase else ""
    if step.stand is not Stand.OPEN or not any(one.phase == phase for one in desk.to_review):
        return step
    to_send, to_compare = desk.to_do(phase)
    words = [_to_send(to_send)] if to_send else []
    words += [_to_compare(to_compare)] if to_compare else []
    return replace(step, text=" ".join(words) or _("You have done everything here."))


def _to_send(number: int) -> str:
    return ngettext("You have %(num)s review to send.", "You have %(num)s reviews to send.", number)


def _to_compare(number: int) -> str:
    return ngettext("You have %(num)s pair of works to compare.", "You have %(num)s pairs of works to compare.", number)
