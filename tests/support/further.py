"""Settings under which a tool has pages that its settings form as it comes does not lead to: their activities are
crawled too, by a student, a teacher, and the student again.
"""

from collections.abc import Mapping
from typing import Any

from lti_tools.kit.schedule.plans import with_plan
from lti_tools.pure.schedule import Plan, Start
from tests.support.votes import vote_settings

PROPOSING = with_plan(vote_settings(open_now=False, approve=True, options=[]), Plan(key="propose", start=Start.NOW))
FURTHER: Mapping[str, tuple[Mapping[str, Any], ...]] = {"topic-vote": (PROPOSING,)}
