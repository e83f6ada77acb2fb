"""What the pulse tells people, and what it writes into the record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lti_tools import roster
from lti_tools.kit.audit.actions import Action
from lti_tools.kit.notices.kinds import Kind
from lti_tools.kit.notices.notices import notify, withdraw
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy

OPENED, RESULT, CLOSED = "pulse.opened", "pulse.result", "pulse.closed"


def _opened(arguments: Mapping[str, Any]) -> str:
    return _("Your teacher asks how it is going in “%(title)s”: one question, without names.", title=arguments["title"])


def _result(arguments: Mapping[str, Any]) -> str:
    return _("You can see how it is going in “%(title)s” for the class.", title=arguments["title"])


KINDS = {
    OPENED: Kind(say=_opened, endpoint="kit-pulse.show"),
    RESULT: Kind(say=_result, endpoint="kit-pulse.show"),
}
ACTIONS = (
    Action(
        code=CLOSED,
        title=lazy("Class pulse closed"),
        why_not=lazy("The answers are mixed and the key is gone, so that nobody can be found. Ask a new question."),
    ),
)


def tell_closed(db: Session, activity_id: int, context_id: int, pulse_id: int, now: datetime) -> None:
    """The learners of the course; that the question was open has nothing to say any more."""
    withdraw(db, activity_id, OPENED)
    learners = [member.person_id for member in roster.learners(db, context_id)]
    notify(db, activity_id, learners, RESULT, now, key=str(pulse_id))
