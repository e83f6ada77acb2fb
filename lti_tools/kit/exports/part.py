"""Exports as a part of the kit."""

from collections.abc import Iterable

from flask import url_for

from lti_tools.kit.exports.actions import ACTIONS
from lti_tools.kit.exports.everything import NAMED_ARCHIVE, NAMELESS_ARCHIVE
from lti_tools.kit.exports.views import make_blueprint
from lti_tools.kit.part import MenuItem, Part
from lti_tools.launches import CurrentLaunch
from lti_tools.rights import Right, may
from lti_tools.web.locale import gettext as _


def _menu(launch: CurrentLaunch) -> Iterable[MenuItem]:
    if may(launch.role, Right.RUN):
        yield MenuItem(_("Tables to download"), url_for("kit-exports.show"), "file")


part = Part(
    name="exports", blueprint=make_blueprint, menu=_menu, actions=ACTIONS, jobs=(NAMELESS_ARCHIVE, NAMED_ARCHIVE)
)
