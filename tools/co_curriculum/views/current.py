"""The vote of the request at hand."""

from sqlalchemy.orm import Session

from lti_tools.launches import current_launch, now
from tools.co_curriculum.service.reading import Vote, read_vote
from tools.co_curriculum.settings import read_settings


def current_vote(db: Session) -> Vote:
    """The vote of this session's activity, under the settings that the session was opened with just now."""
    launch = current_launch()
    return read_vote(db, launch.activity, now(), read_settings(launch.settings))
