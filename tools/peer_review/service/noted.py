"""Comments tied to places of a work as somebody reads them: in a list, and as numbered regions of pictures."""

from collections.abc import Sequence
from dataclasses import dataclass

from lti_tools.kit.uploads.drawn import WHOLE_FILE, Drawn
from tools.peer_review.domain.notes.notes import Note, read_notes, time_text
from tools.peer_review.models import Review
from tools.peer_review.uploads import NamedFile


@dataclass(frozen=True)
class ShownNote:
    """A note as a reader sees it; `file` is None where the file is gone, or the note is about the text."""

    note: Note
    file: NamedFile | None
    place: int
    """Among all notes of the review, from 0."""
    number: int = 0
    """Of its rectangle, from 1; 0 where it has none, or the picture is not there."""

    @property
    def time(self) -> str:
        return "" if self.note.second is None else time_text(self.note.second)

    @property
    def picture(self) -> Drawn | None:
        """What it can be shown on."""
        return self.file.pictures.get(self.note.page or WHOLE_FILE) if self.file else None

    @property
    def address(self) -> str:
        """Where the file shows the place by itself: PDF viewers know pages, players know times."""
        if self.file is None:
            return ""
        if self.note.page is not None:
            return f"{self.file.shown.address}#page={self.note.page}"
        if self.note.second is not None:
            return f"{self.file.shown.address}#t={self.note.second}"
        return self.file.shown.page


@dataclass(frozen=True)
class Figure:
    """A picture with the rectangles of the notes on it."""

    file: NamedFile
    picture: Drawn
    notes: Sequence[ShownNote]


@dataclass(frozen=True)
class ShownNotes:
    """The notes of one review for one reader."""

    everything: Sequence[ShownNote]

    def __len__(self) -> int:
        return len(self.everything)

    @property
    def plain(self) -> list[ShownNote]:
        """Those without a rectangle on a picture."""
        return [one for one in self.everything if not one.number]

    @property
    def figures(self) -> list[Figure]:
        """A picture each, in the order of their first rectangles."""
        found: dict[tuple[int, int], Figure] = {}
        for one in self.everything:
            if one.number and one.file and one.picture:
                key = (one.file.id, one.picture.page)
                before = found[key].notes if key in found else ()
                found[key] = Figure(one.file, one.picture, (*before, one))
        return list(found.values())

    def on(self, file: NamedFile, page: int) -> list[ShownNote]:
        """Those about one page of a file."""
        return [one for one in self.everything if one.file == file and (one.note.page or WHOLE_FILE) == page]


def shown_notes(row: Review, files: Sequence[NamedFile]) -> ShownNotes:
    """The notes of a review for somebody who sees `files`."""
    by_id = {one.id: one for one in files}
    found: list[ShownNote] = []
    number = 0
    for place, note in enumerate(read_notes(row.notes)):
        one = ShownNote(note, by_id.get(note.file or 0), place)
        if note.region is not None and one.picture is not None:
            number += 1
            one = ShownNote(note, one.file, place, number)
        found.append(one)
    return ShownNotes(found)
