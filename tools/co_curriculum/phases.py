"""The phases of a topic vote."""

from lti_tools.kit.schedule.declared import DeclaredPhase
from lti_tools.web.locale import lazy

VOTE = DeclaredPhase(
    key="vote",
    title=lazy("Voting"),
    text=lazy("Choose, and change your choice as often as you like. The result comes when everybody's time is over."),
)
PHASES = (VOTE,)
