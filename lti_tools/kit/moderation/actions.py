"""Decisions in the record, and how a first one is taken back."""

from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.audit.actions import Action, Entry
from lti_tools.kit.moderation import moderation
from lti_tools.kit.moderation.tables import Case
from lti_tools.pure.moderation import State
from lti_tools.web.locale import lazy


def _back(db: Session, entry: Entry, now: datetime) -> None:
    case = db.get(Case, entry.subject.get("case"), with_for_update=True)
    if case is None or case.activity_id != entry.activity_id:
        raise NotFound
    moderation.take_back(db, case, State(entry.after["state"]), now)


ACTIONS = (
    Action(code=moderation.KEPT, title=lazy("Decided that something reported stays"), undo=_back),
    Action(code=moderation.REMOVED, title=lazy("Removed what somebody wrote"), undo=_back),
)
