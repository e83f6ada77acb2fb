"""What moderation tells people: the author how it was decided, reporters that it was. No names and no words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.kit.moderation.tables import Case, Report
from lti_tools.kit.notices.kinds import Kind
from lti_tools.kit.notices.notices import notify, withdraw
from lti_tools.web.locale import gettext as _

REMOVED, KEPT, DECIDED = "moderation.removed", "moderation.kept", "moderation.decided"
"""To the author, twice; to whoever reported."""
PAGE = "kit-moderation.mine"


def _removed(arguments: Mapping[str, Any]) -> str:
    return _("Something that you wrote in “%(title)s” was removed. Read why there.", title=arguments["title"])


def _kept(arguments: Mapping[str, Any]) -> str:
    return _("Something that you wrote in “%(title)s” was looked at, and stays.", title=arguments["title"])


def _decided(arguments: Mapping[str, Any]) -> str:
    return _("What you reported in “%(title)s” was looked at. Read there how it was decided.", title=arguments["title"])


KINDS = {
    REMOVED: Kind(say=_removed, endpoint=PAGE),
    KEPT: Kind(say=_kept, endpoint=PAGE),
    DECIDED: Kind(say=_decided, endpoint=PAGE),
}


def tell_decision(db: Session, case: Case, number: int, doer_id: int, now: datetime, *, removed: bool) -> None:
    """After a decision that stands in the record as entry `number`; not to whoever took it."""
    key = f"{case.id}-{number}"
    if case.author_id not in (None, doer_id):
        notify(db, case.activity_id, [case.author_id], REMOVED if removed else KEPT, now, key=key)
    reporters = select(Report.person_id).where(Report.case_id == case.id, Report.person_id.is_not(None))
    told = {one for one in db.scalars(reporters) if one is not None} - {doer_id, case.author_id}
    notify(db, case.activity_id, told, DECIDED, now, key=key)


def tell_nothing(db: Session, case: Case) -> None:
    """A decision was taken back: what its author has not read yet has nothing to say any more."""
    if case.author_id is not None:
        withdraw(db, case.activity_id, REMOVED, KEPT, people=[case.author_id])
