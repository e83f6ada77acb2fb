"""What the record keeps of streaks."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from lti_tools.kit.audit.actions import Action, Entry
from lti_tools.web.locale import lazy
from tools.gamification.profiles import store

WEEK_EXCUSED = "quests.week-excused"


def _count_again(db: Session, entry: Entry, _now: datetime) -> None:
    if entry.about_id is not None:
        store.count_week(db, entry.activity_id, entry.about_id, date.fromisoformat(str(entry.subject["week"])))


ACTIONS = (Action(code=WEEK_EXCUSED, title=lazy("Week of a streak excused"), undo=_count_again),)
