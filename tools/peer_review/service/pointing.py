"""Comments on regions: of pictures, and of drawn pages of PDF files. They are added beside the form of the review."""

from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.uploads.drawn import WHOLE_FILE
from lti_tools.kit.uploads.kinds import Family
from lti_tools.launches import CurrentLaunch
from tools.peer_review import note_refusals as refusals
from tools.peer_review.domain.notes.notes import Note
from tools.peer_review.domain.notes.regions import Region
from tools.peer_review.models import Review
from tools.peer_review.service import noting, reviewing
from tools.peer_review.uploads import NamedFile

POINTED_AT = (Family.PICTURE, Family.PDF)
"""Families in which one can point at a place."""


def add(
    db: Session,
    launch: CurrentLaunch,
    review_id: int,
    file: NamedFile,
    page: int,
    region: Region | None,
    comment: str,
    now: datetime,
) -> Review:
    """Add a comment on a page of a file, or a region of it; what stands in the form of the review is left as it is.

    Raises a `Refusal` where the region is none or no review can be written now, `NotFound` where there is no such page.
    """
    if page not in file.pictures:
        raise NotFound(f"no page {page} in file {file.id}")
    if region is not None and not region.is_inside:
        raise refusals.no_such_region()
    row = reviewing.hold_on(db, launch, review_id, now)
    row.rubric_id = reviewing.rubric_for(db, row, launch.activity).id
    noting.add(db, row, Note(text=comment, file=file.id, page=page or None, region=region))
    return row


def first_page(file: NamedFile) -> int:
    """Where to begin; `WHOLE_FILE` where there is nothing to point at yet."""
    return min(file.pictures, default=WHOLE_FILE)
