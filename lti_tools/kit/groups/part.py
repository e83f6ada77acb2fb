"""Groups, as the suite's composition knows them."""

from lti_tools.kit.groups import following, personal_data
from lti_tools.kit.part import Part

part = Part(name="groups", erase=personal_data.erase, export=personal_data.export, tick=following.tick)
