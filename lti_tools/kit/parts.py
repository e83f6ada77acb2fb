"""Every part of the activity kit that has pages, tables or work of its own; one line each."""

from lti_tools.kit.part import Part

PARTS: tuple[Part, ...] = ()
