"""Mentors, as the suite's composition knows them."""

from collections.abc import Iterable

from flask import url_for

from lti_tools.kit.mentors.mentors import learner_ids
from lti_tools.kit.mentors.views import make_blueprint
from lti_tools.kit.part import MenuItem, Part
from lti_tools.launches import CurrentLaunch, Role
from lti_tools.web.locale import gettext as _


def _menu(launch: CurrentLaunch) -> Iterable[MenuItem]:
    if launch.role is Role.OBSERVER and learner_ids(launch.message):
        yield MenuItem(_("About your student"), url_for("kit-mentors.home"), "people")


part = Part(name="mentors", blueprint=make_blueprint, menu=_menu)
