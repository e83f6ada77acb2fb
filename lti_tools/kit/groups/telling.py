"""What groups tell people: a place in a group for somebody who waited for one."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.kit.groups import store
from lti_tools.kit.groups.tables import GroupSet
from lti_tools.kit.notices.kinds import Kind
from lti_tools.kit.notices.notices import notify
from lti_tools.web.locale import gettext as _

MOVED_UP = "groups.moved-up"


def _moved_up(_arguments: Mapping[str, Any]) -> str:
    return _("You waited for a place in a group, and you have it now.")


KINDS = {MOVED_UP: Kind(say=_moved_up, endpoint="kit-groups.home")}


def tell_moved_up(db: Session, held: GroupSet, people: Collection[int], deed_id: int, now: datetime) -> None:
    """In the inbox of an activity that works with the set, or of the course's first one."""
    activity_id = store.activity_for(db, held.context_id, held.id)
    if activity_id is not None:
        notify(db, activity_id, people, MOVED_UP, now, key=str(deed_id))
