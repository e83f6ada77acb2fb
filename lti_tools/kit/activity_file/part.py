"""Activity files, templates and practice classes as a part of the kit."""

from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from lti_tools.kit.activity_file import library, practice, store
from lti_tools.kit.activity_file.views import make_blueprint
from lti_tools.kit.audit.actions import Action
from lti_tools.kit.part import MenuItem, Part
from lti_tools.launches import CurrentLaunch
from lti_tools.suite import current_suite
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy


def _menu(launch: CurrentLaunch) -> tuple[MenuItem, ...]:
    tool = current_suite().tool(launch.tool)
    if tool is None or tool.content is None:
        return ()
    if launch.practice:
        return (MenuItem(_("Practice desk"), url_for("kit-templates.desk"), "people"),)
    if not launch.is_staff:
        return ()
    return (MenuItem(_("Templates and files"), url_for("kit-templates.home"), "file"),)


def _erase(db: Session, person_id: int, context_id: int | None) -> None:
    """Credits, comments and practice classes belong to the platform: they go with the person, not with one course."""
    if context_id is None:
        store.forget_person(db, person_id)
        practice.remove_of(db, person_id)


def _export(db: Session, person_id: int, context_id: int | None) -> dict[str, Any]:
    return store.of_person(db, person_id) if context_id is None else {}


def _tick(db: Session, now: datetime) -> None:
    practice.remove_expired(db, now)


part = Part(
    name="templates",
    blueprint=make_blueprint,
    menu=_menu,
    erase=_erase,
    export=_export,
    tick=_tick,
    actions=(Action(code=library.LOADED, title=lazy("A file or template loaded"), undo=library.take_back),),
)
