"""The class overview as a part of the kit; it keeps nothing of its own."""

from collections.abc import Iterable

from flask import url_for

from lti_tools.kit.overview.views import ACTIONS, make_blueprint
from lti_tools.kit.part import MenuItem, Part
from lti_tools.launches import CurrentLaunch
from lti_tools.rights import Right
from lti_tools.suite import current_suite
from lti_tools.web.locale import gettext as _


def _menu(launch: CurrentLaunch) -> Iterable[MenuItem]:
    tool = current_suite().tool(launch.tool)
    if tool is not None and tool.overview is not None and launch.configured and launch.may(Right.SEE_PEOPLE):
        yield MenuItem(_("Class overview"), url_for("kit-overview.show"), "people")


part = Part(name="overview", blueprint=make_blueprint, menu=_menu, actions=ACTIONS)
