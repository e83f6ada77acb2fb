"""What quests tell people outside their pages, and when."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lti_tools import roster
from lti_tools.kit.notices.kinds import Kind
from lti_tools.kit.notices.notices import notify
from lti_tools.launches import STAFF
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext

PUBLISHED, ANSWERED, WON, ABSENT = "quests.published", "quests.answered", "quests.won", "quests.absent"
THANKED = "quests.thanked"
ABSENT_SOON = "quests.absent-soon"


def _published(arguments: Mapping[str, Any]) -> str:
    return _("“%(title)s” has begun: your first quests are open.", title=arguments["title"])


def _answered(arguments: Mapping[str, Any]) -> str:
    return _("Your teacher has answered your work in “%(title)s”.", title=arguments["title"])


def _won(arguments: Mapping[str, Any]) -> str:
    return _("You reached a goal together in “%(title)s”.", title=arguments["title"])


def _absent(arguments: Mapping[str, Any]) -> str:
    return _(
        "Nothing new from you in “%(title)s” for a while. Your team will go on without waiting; with your next "
        "evidence you are back.",
        title=arguments["title"],
    )


def _absent_soon(arguments: Mapping[str, Any]) -> str:
    number = int(arguments.get("students", 1))
    return ngettext(
        "%(num)s student has shown nothing in “%(title)s” for a while. In two days team goals stop waiting for them; "
        "you can change that.",
        "%(num)s students have shown nothing in “%(title)s” for a while. In two days team goals stop waiting for them; "
        "you can change that.",
        number,
        title=arguments["title"],
    )


def _thanked(arguments: Mapping[str, Any]) -> str:
    return _("Somebody sent you a thank-you card in “%(title)s”.", title=arguments["title"])


KINDS = {
    PUBLISHED: Kind(say=_published, endpoint="quests.home"),
    ANSWERED: Kind(say=_answered, endpoint="quests.home"),
    WON: Kind(say=_won, endpoint="quests.team"),
    THANKED: Kind(say=_thanked, endpoint="quests.thanks"),
    ABSENT: Kind(say=_absent, endpoint="quests.home"),
    ABSENT_SOON: Kind(say=_absent_soon, endpoint="quests.battles"),
}


def tell_published(db: Session, activity_id: int, context_id: int, now: datetime) -> None:
    """The course's learners, at the first publishing alone."""
    notify(db, activity_id, [one.person_id for one in roster.learners(db, context_id)], PUBLISHED, now)


def tell_answered(db: Session, activity_id: int, people: Sequence[int], work_id: int, now: datetime) -> None:
    notify(db, activity_id, people, ANSWERED, now, key=f"{work_id}-{now.isoformat()}")


def tell_thanked(db: Session, activity_id: int, person_id: int, now: datetime) -> None:
    notify(db, activity_id, [person_id], THANKED, now, key=now.isoformat())


def tell_staff_absent(db: Session, activity_id: int, context_id: int, number: int, now: datetime) -> None:
    """So many students were just told that they soon count as absent; who they are stands on the teacher's page."""
    staff = [one.person_id for one in roster.members(db, context_id) if one.role in STAFF]
    notify(db, activity_id, staff, ABSENT_SOON, now, arguments={"students": number}, key=now.isoformat())
