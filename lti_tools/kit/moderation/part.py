"""Moderation as a part of the kit."""

from collections.abc import Iterable

from flask import url_for

from lti_tools.kit.moderation import store
from lti_tools.kit.moderation.actions import ACTIONS
from lti_tools.kit.moderation.telling import KINDS
from lti_tools.kit.moderation.views import make_blueprint
from lti_tools.kit.part import MenuItem, Part
from lti_tools.launches import CurrentLaunch, Right, Role
from lti_tools.web.locale import gettext as _


def _menu(launch: CurrentLaunch) -> Iterable[MenuItem]:
    if launch.may(Right.TRIAGE):
        yield MenuItem(_("What was reported"), url_for("kit-moderation.queue"), "flag")
    elif launch.role is Role.LEARNER:
        yield MenuItem(_("My reports and decisions"), url_for("kit-moderation.mine"), "flag")


part = Part(
    name="moderation",
    blueprint=make_blueprint,
    menu=_menu,
    erase=store.erase,
    export=store.export,
    actions=ACTIONS,
    notices=KINDS,
)
