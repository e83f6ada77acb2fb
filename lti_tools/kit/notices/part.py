"""Notices as a part of the kit."""

from collections.abc import Iterable
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from lti_tools.kit.notices import store
from lti_tools.kit.notices.steps import steps
from lti_tools.kit.notices.views import make_blueprint
from lti_tools.kit.part import MenuItem, Part
from lti_tools.launches import CurrentLaunch
from lti_tools.web.locale import gettext as _


def _menu(_launch: CurrentLaunch) -> Iterable[MenuItem]:
    return (MenuItem(_("Notices"), url_for("kit-notices.show"), "bell", count_url=url_for("kit-notices.count")),)


def _export(db: Session, person_id: int, context_id: int | None) -> dict[str, Any]:
    wish = store.wish_of(db, person_id)
    return {
        "notices": [
            {
                "code": row.code,
                "at": row.created_at.isoformat(),
                "read": row.read_at.isoformat() if row.read_at else None,
            }
            for row in store.of_person(db, person_id, context_id)
        ],
        "mail": {"pace": wish.pace.value, "quiet_from": wish.quiet_from, "quiet_until": wish.quiet_until},
    }


part = Part(
    name="notices",
    blueprint=make_blueprint,
    menu=_menu,
    erase=store.forget_person,
    export=_export,
    steps=steps,
)
