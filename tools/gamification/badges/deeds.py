"""What the record keeps of badges, and how each deed is taken back."""

from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.kit.audit.actions import Action, Entry
from lti_tools.web.locale import lazy
from tools.gamification.badges import store

ADDED, CHANGED, RETIRED = "quests.badge-added", "quests.badge-changed", "quests.badge-retired"
GIVEN, TAKEN = "quests.badge-given", "quests.badge-taken"
_LABELS = {"title": lazy("Badge"), "count": lazy("Students")}


def _retire(db: Session, entry: Entry, now: datetime) -> None:
    row = store.badge_of(db, entry.activity_id, int(entry.subject["badge"]), to_change=True)
    row.retired_at = None if row.retired_at else now
    db.flush()


def _not_given(db: Session, entry: Entry, now: datetime) -> None:
    for award in store.batch_of(db, int(entry.subject["badge"]), str(entry.subject["batch"])):
        store.take_back(db, award, now)


ACTIONS = (
    Action(code=ADDED, title=lazy("Badge added"), undo=_retire, labels=_LABELS),
    Action(
        code=CHANGED,
        title=lazy("Badge changed"),
        why_not=lazy("Open the badge and write it as it was."),
        labels=_LABELS,
    ),
    Action(code=RETIRED, title=lazy("Badge put away or brought back"), undo=_retire, labels=_LABELS),
    Action(code=GIVEN, title=lazy("Badge given"), undo=_not_given, labels=_LABELS),
    Action(
        code=TAKEN,
        title=lazy("Badge taken back"),
        why_not=lazy("What was taken back stays so for everybody who verifies it. Give the badge again."),
        labels=_LABELS,
    ),
)
