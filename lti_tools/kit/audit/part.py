"""The record as a part of the kit."""

from collections.abc import Iterable
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from lti_tools.kit.audit import store
from lti_tools.kit.audit.tables_out import RECORD
from lti_tools.kit.audit.views import make_blueprint
from lti_tools.kit.part import MenuItem, Part
from lti_tools.launches import CurrentLaunch
from lti_tools.rights import Right, may
from lti_tools.web.locale import gettext as _


def _menu(launch: CurrentLaunch) -> Iterable[MenuItem]:
    if may(launch.role, Right.RUN):
        yield MenuItem(_("Record of changes"), url_for("kit-audit.show"), "clock")


def _export(db: Session, person_id: int, context_id: int | None) -> dict[str, Any]:
    """What the person did; of what others did about them, what and when but neither who nor why."""
    done, about = [], []
    for row in store.of_person(db, person_id, context_id):
        what = {"action": row.action, "at": row.at.isoformat(), "activity": row.activity_id}
        if row.doer_id == person_id:
            done.append({**what, "reason": row.reason})
        else:
            about.append(what)
    return {"done": done, "about": about}


part = Part(name="audit", blueprint=make_blueprint, menu=_menu, erase=store.forget, export=_export, exports=(RECORD,))
