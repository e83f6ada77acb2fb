"""The writing coach as a part of the kit: it has an address and no rows."""

from lti_tools.kit.coach.views import make_blueprint
from lti_tools.kit.part import Part

part = Part(name="coach", blueprint=make_blueprint)
