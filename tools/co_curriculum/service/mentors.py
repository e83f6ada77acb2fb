"""What a mentor reads about their own learner: whether they took part, never what they chose."""

from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.tool import Fact
from lti_tools.web.locale import gettext as _
from tools.co_curriculum.service.reading import read_vote
from tools.co_curriculum.store_ballots import voters


def about_learner(db: Session, activity_id: int, person_id: int, now: datetime) -> tuple[Fact, ...]:
    vote = read_vote(db, activity_id, now)
    if vote.is_hidden:
        took_part = _("Told after the close, as the vote is secret")
    elif person_id in voters(db, activity_id):
        took_part = _("Yes")
    else:
        took_part = _("No") if vote.is_closed else _("Not yet")
    return (Fact(_("Took part in the vote"), took_part),)
