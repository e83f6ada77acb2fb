"""The schedule, as the suite's composition knows it."""

from collections.abc import Iterable

from flask import url_for

from lti_tools.kit.part import MenuItem, Part
from lti_tools.kit.schedule import personal_data
from lti_tools.kit.schedule.deeds import ACTIONS
from lti_tools.kit.schedule.views import make_blueprint
from lti_tools.launches import CurrentLaunch
from lti_tools.suite import current_suite
from lti_tools.web.locale import gettext as _


def _menu(launch: CurrentLaunch) -> Iterable[MenuItem]:
    tool = current_suite().tool(launch.tool)
    if tool is not None and tool.phases and launch.configured:
        label = _("Dates and more time") if launch.is_staff else _("My dates")
        yield MenuItem(label, url_for("kit-schedule.show"), "clock")


part = Part(
    name="schedule",
    blueprint=make_blueprint,
    menu=_menu,
    erase=personal_data.erase,
    export=personal_data.export,
    actions=ACTIONS,
)
