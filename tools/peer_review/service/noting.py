"""Comments tied to places of a work: added to a review while it is written, taken out of it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.uploads.kinds import Family
from lti_tools.launches import CurrentLaunch
from lti_tools.web.markdown import render
from tools.peer_review import note_refusals as refusals
from tools.peer_review import reviews
from tools.peer_review.domain.notes.notes import (
    MOST_NOTES,
    Note,
    find_passage,
    read_page,
    read_time,
    write_note,
)
from tools.peer_review.models import Review, Work
from tools.peer_review.refusals import changed_elsewhere
from tools.peer_review.service import reviewing
from tools.peer_review.uploads import NamedFile


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A comment as it comes from the form."""

    text: str
    quote: str = ""
    near: int = 0
    file: str = ""
    """The name that all readers know it by; empty for the text of the work."""
    place: str = ""
    """A page or a time, by the kind of the file."""


class _Words(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def words_of(work: Work) -> str:
    """The text of a work as a browser counts its characters when it is shown."""
    return "".join(_Words(render(work.text)).found)


def read_typed(typed: Typed, work: Work, files: Sequence[NamedFile]) -> Note:
    """The note that was typed; raises a `Refusal` where its place is not in the work."""
    if not typed.text.strip():
        raise refusals.empty_note()
    if not typed.file:
        found = find_passage(words_of(work), typed.quote, typed.near)
        if found is None:
            raise refusals.no_such_passage()
        return Note(text=typed.text, quote=typed.quote, start=found[0])
    file = next((one for one in files if one.name == typed.file), None)
    if file is None:
        raise refusals.no_such_file()
    if file.shown.family == Family.PDF:
        page = read_page(typed.place)
        if page is None:
            raise refusals.no_such_page()
        return Note(text=typed.text, file=file.id, page=page)
    if file.shown.family in (Family.AUDIO, Family.VIDEO):
        second = read_time(typed.place)
        if second is None:
            raise refusals.no_such_time()
        return Note(text=typed.text, file=file.id, second=second)
    return Note(text=typed.text, file=file.id)


def add(db: Session, row: Review, note: Note) -> None:
    """In the transaction that saved the review; raises a `Refusal` where there are enough."""
    if len(row.notes) >= MOST_NOTES:
        raise refusals.enough_notes()
    row.notes = [*row.notes, write_note(note)]
    db.flush()


def remove(db: Session, launch: CurrentLaunch, review_id: int, place: int, version: int, now: datetime) -> None:
    """Take the note at `place` out; raises a `Refusal` where the review was changed since the page was made."""
    row = reviews.review_with_id(db, launch.activity, review_id, to_change=True)
    if row.reviewer_id != launch.person_id:
        raise NotFound(f"review {review_id} is somebody else's")
    reviewing.open_for(db, launch.activity, launch.person_id, now, row.role)
    if row.version != version or not 0 <= place < len(row.notes):
        raise changed_elsewhere()
    row.notes = [one for number, one in enumerate(row.notes) if number != place]
    row.version, row.saved_at = row.version + 1, now
    db.flush()
