"""Files as pictures that somebody can point at, small ones first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lti_tools.kit.uploads.kinds import Family
from lti_tools.kit.uploads.showing import ShownFile

WHOLE_FILE = 0
"""The key of a file that is a picture itself; pages count from 1."""


@dataclass(frozen=True)
class Drawn:
    """One picture for one reader."""

    page: int
    """`WHOLE_FILE`, or the page of the file."""
    address: str
    large: str = ""
    """A sharper one where there is one."""
    width: int = 0
    """Pixels; 0 where nobody knows before it has come."""
    height: int = 0


def drawn_files(files: Sequence[ShownFile]) -> Sequence[Mapping[int, Drawn]]:
    """For each of `files` what can be pointed at in it, by page; nothing for most kinds."""
    return [
        {WHOLE_FILE: Drawn(WHOLE_FILE, one.small, one.address)} if one.family == Family.PICTURE and one.address else {}
        for one in files
    ]
