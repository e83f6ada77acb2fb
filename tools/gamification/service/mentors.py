"""What a mentor reads about their own learner."""

from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.tool import Fact
from lti_tools.web.locale import gettext as _
from tools.gamification.service.playing import read_player


def about_learner(db: Session, activity_id: int, person_id: int, now: datetime) -> tuple[Fact, ...]:
    """How many quests are done, and when something was last shown."""
    player = read_player(db, activity_id, person_id, now)
    done = len(player.statement.facts.quests_done)
    wanted = sum(1 for one in player.quests if one.objectives)
    return (Fact(_("Quests done"), _("%(done)s of %(all)s", done=done, all=wanted)),)
