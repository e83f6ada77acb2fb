"""Jobs as a part of the kit."""

from collections.abc import Iterable

from flask import url_for

from lti_tools.kit.jobs import personal_data
from lti_tools.kit.jobs.views import make_blueprint
from lti_tools.kit.part import MenuItem, Part
from lti_tools.launches import CurrentLaunch
from lti_tools.rights import Right, may
from lti_tools.web.locale import gettext as _


def _menu(launch: CurrentLaunch) -> Iterable[MenuItem]:
    if may(launch.role, Right.RUN):
        yield MenuItem(_("Long tasks"), url_for("kit-jobs.listing"), "clock")


part = Part(name="jobs", blueprint=make_blueprint, menu=_menu, erase=personal_data.erase, export=personal_data.export)
