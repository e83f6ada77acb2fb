"""The parts of taking part, in words."""

from lti_tools.web.locale import lazy
from tools.co_curriculum.domain.participation import Part

PARTS = {
    Part.VOTE: lazy("voting"),
    Part.LIST: lazy("your list of topics"),
    Part.PROPOSE: lazy("proposing something"),
    Part.DISCUSS: lazy("commenting"),
}
CHOICES = {
    Part.VOTE.value: lazy("Voting, “no preference” and undecided too"),
    Part.LIST.value: lazy("Giving a list of topics, where you ask for one after the vote"),
    Part.PROPOSE.value: lazy("Proposing something that comes onto the list"),
    Part.DISCUSS.value: lazy("Writing a comment"),
}
