"""Settings, and what belongs to them: an activity always has a questline, if only a first draft."""

from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.web.locale import gettext as _
from tools.gamification.domain.questline.writing import write
from tools.gamification.service import grading, ledger
from tools.gamification.service.building import first_draft
from tools.gamification.store import lines


def configure(db: Session, activity_id: int, now: datetime) -> None:
    """Give a new activity a small draft in the language of whoever sets it up; an older one follows its settings.

    Other points or columns mean other scores: where grades are sent, everybody's go out anew.
    """
    draft = first_draft(
        _("Chapter 1"), _("First quest"), _("Tell what you found out"), _("Be there"), _("What we reach together")
    )
    lines.ensure(db, activity_id, write(draft))
    grading.publish_columns(db, activity_id, now)
    place = lines.published(db, activity_id)
    if place.grades_from is not None:
        ledger.recompute(db, place, now)
