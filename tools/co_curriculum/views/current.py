"""The vote of the request at hand, under the settings that the session was opened with just now."""

from lti_tools.launches import current_launch, now
from lti_tools.store.database import Runner
from tools.co_curriculum.service import sealing
from tools.co_curriculum.service.reading import Vote, read_vote, read_vote_of
from tools.co_curriculum.settings import read_settings
from tools.co_curriculum.store_ballots import CastBallot


def current_vote(db: Runner) -> Vote:
    """The vote of this session's activity."""
    launch = current_launch()
    return read_vote(db, launch.activity, now(), read_settings(launch.settings))


def current_vote_and_ballot(db: Runner) -> tuple[Vote, CastBallot | None]:
    """The vote of this session's activity and this person's ballot in it, secret or not."""
    launch = current_launch()
    vote, own = read_vote_of(db, launch.activity, launch.person_id, now(), read_settings(launch.settings))
    if vote.is_hidden and launch.person_id is not None:
        own = sealing.own_ballot(db, launch.activity, launch.person_id, vote.options)
    return vote, own
