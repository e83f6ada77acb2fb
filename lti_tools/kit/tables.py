"""The kit's own tables (prefix `kit_`): importing this module registers those of every part."""

from lti_tools.kit.pseudonyms.tables import Pseudonym

__all__ = ["Pseudonym"]
from lti_tools.kit.schedule import tables as _schedule  # noqa: F401

PREFIX = "kit_"
