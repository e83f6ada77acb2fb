"""What the pages of a set share: the frame around them, what somebody is called, numbers as browsers send them."""

from typing import Any

from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from lti_tools import roster
from lti_tools.kit.groups import store
from lti_tools.kit.groups.store import Listed
from lti_tools.kit.groups.terms import Source
from lti_tools.launches import CurrentLaunch, current_launch
from lti_tools.rights import Right
from lti_tools.web.locale import gettext as _

IN_THE_LOG = "the change is kept in the set's own change log and undone there"
Answer = Response | str | tuple[str, int]


def frame(db: Session, launch: CurrentLaunch, group_set_id: int) -> dict[str, Any]:
    """What every page of a set shows around its content; `NotFound` for another course's set."""
    found = store.set_of(db, launch.context_id, group_set_id)
    here = store.used_by(db, launch.activity)
    return {
        "group_set": found,
        "used_here": here is not None and here.id == found.id,
        "by_hand": found.source != Source.LMS,
        "can_undo": launch.may(Right.SETTINGS) and store.last_undoable(db, found.id) is not None,
        "teaches": launch.may(Right.SETTINGS),
    }


def name_of(name: str, person_id: int | None) -> str:
    """What a page calls somebody; the LMS may keep names to itself."""
    return name or _("Person %(number)s", number=person_id)


def students_here(db: Session) -> list[Listed]:
    """The students of this session's course, as lists of people are compared with them."""
    context_id = current_launch().context_id
    return store.listed(db, context_id, [one.person_id for one in roster.learners(db, context_id)])
