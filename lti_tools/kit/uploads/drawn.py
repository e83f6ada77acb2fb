"""Files as pictures that somebody can point at, small ones first: pictures themselves, and drawn pages of PDF files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from lti_tools.kit.uploads.kinds import Family
from lti_tools.kit.uploads.pages_store import pages_of
from lti_tools.kit.uploads.rules import Drawing, StoredFile
from lti_tools.kit.uploads.showing import ShownFile, token_of
from lti_tools.kit.uploads.tables import UploadPage
from lti_tools.launches import CurrentLaunch
from lti_tools.suite import Suite

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


def drawn_files(
    suite: Suite, db: Session, launch: CurrentLaunch, files: Sequence[tuple[StoredFile, ShownFile]]
) -> Sequence[Mapping[int, Drawn]]:
    """For each of `files`, which this reader may see, what can be pointed at in it, by page; nothing for most kinds."""
    pages = pages_of(db, [file.id for file, _shown in files if file.drawn is Drawing.DONE])
    return [
        _pages(token_of(suite, launch, file.id), pages[file.id]) if file.id in pages else _picture(shown)
        for file, shown in files
    ]


def _pages(token: str, pages: Sequence[UploadPage]) -> Mapping[int, Drawn]:
    return {
        one.number: Drawn(
            one.number,
            url_for("kit-uploads.drawn", token=token, number=one.number),
            width=one.width,
            height=one.height,
        )
        for one in pages
    }


def _picture(shown: ShownFile) -> Mapping[int, Drawn]:
    if shown.family != Family.PICTURE or not shown.address:
        return {}
    return {WHOLE_FILE: Drawn(WHOLE_FILE, shown.small, shown.address)}
