"""Settings under which a tool has pages that its settings form as it comes does not lead to: their activities are
crawled too, by a student, a teacher, and the student again.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Flask

from lti_tools.kit.schedule.plans import with_plan
from lti_tools.pure.schedule import End, Plan, Start
from tests.support.peers import TWO_ROUNDS, peer_settings, play_two_rounds
from tests.support.platform import ForgedPlatform
from tests.support.votes import vote_settings

PROPOSING = with_plan(vote_settings(open_now=False, approve=True, options=[]), Plan(key="propose", start=Start.NOW))
_OVER = Plan(
    key="vote",
    start=Start.DATE,
    opens_at=datetime(2026, 1, 1, tzinfo=UTC),
    end=End.DATE,
    closes_at=datetime(2026, 1, 2, tzinfo=UTC),
)
DECIDING = with_plan(
    with_plan(vote_settings(answer_by="2026-01-03T00:00:00+00:00", binding="binds"), _OVER),
    Plan(key="decide", start=Start.AFTER),
)
TEAMS = with_plan(peer_settings(by_group=True, contribution="shares"), Plan(key="review", start=Start.NOW))
FURTHER: Mapping[str, tuple[Mapping[str, Any], ...]] = {"topic-vote": (PROPOSING, DECIDING), "peer-review": (TEAMS,)}
Play = Callable[[Flask, ForgedPlatform, str], None]
FURTHER_PLAYED: Mapping[str, tuple[tuple[Mapping[str, Any], Play], ...]] = {
    "peer-review": ((TWO_ROUNDS, play_two_rounds),)
}
"""The same with what happens in the activity, at this resource link, once a student has opened it."""
