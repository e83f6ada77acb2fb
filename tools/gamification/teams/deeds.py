"""What the record keeps of small teams, and how it is taken back."""

from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.kit.audit.actions import Action, Entry
from lti_tools.web.locale import lazy
from tools.gamification.store import lines
from tools.gamification.teams import store, tasks

SOLO, TOGETHER = "quests.solo", "quests.put-together"


def _not_alone(db: Session, entry: Entry, _now: datetime) -> None:
    store.end_solo(db, entry.activity_id, int(entry.subject.get("team", 0)))


def _apart(db: Session, entry: Entry, now: datetime) -> None:
    context_id = lines.published(db, entry.activity_id).context_id
    by = entry.doer_id or 0
    tasks.part_again(db, context_id, entry.activity_id, int(entry.subject.get("team", 0)), by, now)


ACTIONS = (
    Action(code=SOLO, title=lazy("A team's goals go on with one member"), undo=_not_alone),
    Action(code=TOGETHER, title=lazy("Two teams put together"), undo=_apart),
)
