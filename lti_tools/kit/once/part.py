"""Forms that are sent once, as the suite knows them: keys to erase, to tell of and to forget in time."""

from lti_tools.kit.once import store
from lti_tools.kit.part import Part

part = Part(name="once", erase=store.erase, export=store.export, tick=store.forget_old)
