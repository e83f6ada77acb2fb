"""Who works with proposals in the request at hand."""

from lti_tools.launches import Right, Role, current_launch
from tools.co_curriculum.service.proposing import Proposer

WRITERS = (Role.INSTRUCTOR, Role.LEARNER)
READERS = (Role.INSTRUCTOR, Role.ASSISTANT, Role.LEARNER)


def proposer() -> Proposer:
    launch = current_launch()
    return Proposer(launch.activity, launch.person_id, launch.may(Right.RUN))
