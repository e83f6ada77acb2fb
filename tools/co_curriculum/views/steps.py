"""The steps of a vote: voting as its reader has it, then the result."""

from markupsafe import Markup

from lti_tools.kit.schedule.timeline import Step, steps
from lti_tools.launches import now
from lti_tools.pure.schedule import Stand, stand
from lti_tools.web.formats import time_element
from lti_tools.web.locale import gettext as _
from tools.co_curriculum.domain.methods import Method
from tools.co_curriculum.phases import DECIDE, PHASES, VOTE
from tools.co_curriculum.service.reading import Vote


def steps_of(vote: Vote) -> list[Step]:
    """Voting and the result, for the timeline."""
    found = steps(PHASES, tuple(vote.phases.values()), now())
    if vote.settings.proposals.idea_box and vote.settings.proposing:
        return [one for one in found if one.phase is None or one.phase.key != VOTE.key]
    if DECIDE.key in vote.phases:
        found.append(_follow_up(vote))
    after = 1 + next(place for place, one in enumerate(found) if one.phase and one.phase.key == VOTE.key)
    return [*found[:after], _result(vote), *found[after:]]


def _follow_up(vote: Vote) -> Step:
    """What becomes of what was accepted; it has no dates, and no end."""
    begun = stand(vote.phases[DECIDE.key], now()) is Stand.CLOSED
    return Step(
        title=_("What becomes of it"),
        stand=Stand.OPEN if begun else Stand.WAITING,
        when=_("from the decision on"),
        text=_("Of each proposal that was accepted you see whether it is planned, in progress, done or dropped."),
    )


def _result(vote: Vote) -> Step:
    when: str | Markup = _("when voting has closed for everybody")
    if vote.phase.over_at:
        when = time_element(vote.phase.over_at)
    if vote.card.method is not Method.APPROVAL:
        text = _("You see here what was chosen, and step by step how it came about.")
    else:
        text = _(
            "You see here how many people chose each option. The option that most people chose wins. If several are "
            "level, the teacher decides between them, openly."
        )
    return Step(title=_("The result"), stand=Stand.CLOSED if vote.is_over else Stand.WAITING, when=when, text=text)
