"""The phases of a topic vote, in order; a quick vote on a list of the teacher's has the one of voting alone."""

from lti_tools.kit.schedule.declared import DeclaredPhase
from lti_tools.pure.schedule import End, Start
from lti_tools.web.locale import lazy

PROPOSE = DeclaredPhase(
    key="propose",
    title=lazy("Proposing"),
    text=lazy("Say what you would like to work on, and read what others propose."),
    optional=True,
    used_at_first=False,
)
DISCUSS = DeclaredPhase(
    key="discuss",
    title=lazy("Talking it over"),
    text=lazy("Ask, argue for and against, and improve your proposal."),
    optional=True,
    used_at_first=False,
    starts=(Start.AFTER, Start.DATE, Start.HAND),
)
VOTE = DeclaredPhase(
    key="vote",
    title=lazy("Voting"),
    text=lazy("Choose, and change your choice as often as you like. The result comes when everybody's time is over."),
    starts=(Start.NOW, Start.AFTER, Start.DATE, Start.HAND),
)
DECIDE = DeclaredPhase(
    key="decide",
    title=lazy("The decision"),
    text=lazy("The teacher says openly what becomes of each proposal, and why."),
    optional=True,
    used_at_first=False,
    starts=(Start.AFTER,),
    ends=(End.HAND,),
)
PLACE = DeclaredPhase(
    key="place",
    title=lazy("Choosing topics"),
    text=lazy("Say which topics you would like to work on. Places are given out when everybody's lists are in."),
    optional=True,
    used_at_first=False,
    may_overlap=True,
    starts=(Start.AFTER, Start.DATE, Start.HAND),
)
PHASES = (PROPOSE, DISCUSS, VOTE, DECIDE, PLACE)
"""Between voting and the decision stands the result, which comes by itself; what becomes of the decisions is no window
in time either. Without the last one, students are asked for their topics by hand all the same."""
