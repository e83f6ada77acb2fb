"""The schedule, as the suite's composition knows it."""

from lti_tools.kit.part import Part
from lti_tools.kit.schedule import personal_data

part = Part(name="schedule", erase=personal_data.erase, export=personal_data.export)
