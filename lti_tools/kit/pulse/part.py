"""The pulse as a part of the kit. It holds nothing about any person, so there is nothing to hand out or to erase."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from flask import url_for
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lti_tools.kit.part import MenuItem, Part
from lti_tools.kit.pulse import pulse
from lti_tools.kit.pulse.kinds import ACTIONS, KINDS, tell_closed
from lti_tools.kit.pulse.tables import PulseRow
from lti_tools.kit.pulse.views import make_blueprint
from lti_tools.launches import CurrentLaunch, Role
from lti_tools.store.database import Database
from lti_tools.store.tables.activities import Activity
from lti_tools.suite import Suite
from lti_tools.web.locale import gettext as _
from lti_tools.worker import Step

SECRETS = ("kit_pulse_answer", "kit_pulse_tag")


def _menu(launch: CurrentLaunch) -> Iterable[MenuItem]:
    if launch.role is Role.OBSERVER:
        return ()
    return (MenuItem(_("Class pulse"), url_for("kit-pulse.show"), "pulse"),)


def _tick(db: Session, now: datetime) -> None:
    for row in pulse.due(db, now):
        if pulse.close(db, row.activity_id, row.id, now):
            context_id = db.scalars(select(Activity.context_id).where(Activity.id == row.activity_id)).one()
            tell_closed(db, row.activity_id, context_id, row.id, now)


def scrub(database: Database, _now: datetime) -> int:
    """Take what closed questions deleted out of the database's files too; repeated until it was done."""
    with database.read() as db:
        waiting = db.scalars(select(PulseRow.id).where(PulseRow.to_scrub)).all()
    if waiting:
        database.scrub(*SECRETS)
        with database.write() as db:
            db.execute(update(PulseRow).where(PulseRow.id.in_(waiting)).values(to_scrub=False))
    return len(waiting)


def _steps(suite: Suite, _owners: Sequence[Any]) -> tuple[Step, ...]:
    return (Step("pulse.scrub", timedelta(seconds=20), partial(scrub, suite.database)),)


part = Part(
    name="pulse",
    blueprint=make_blueprint,
    menu=_menu,
    tick=_tick,
    steps=_steps,
    notices=KINDS,
    actions=ACTIONS,
)
