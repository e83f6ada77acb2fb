"""The door of scrubbing: a file of a known kind in, a copy without the names we know the places of out."""

from collections.abc import Callable
from typing import BinaryIO

from lti_tools.kit.uploads.kinds import KINDS, Kind, ending_of
from lti_tools.kit.uploads.refused import FileRefused
from lti_tools.kit.uploads.scrubbing.archive import scrub_archive
from lti_tools.kit.uploads.scrubbing.boxes import scrub_boxes
from lti_tools.kit.uploads.scrubbing.ebml import scrub_ebml
from lti_tools.kit.uploads.scrubbing.notebook import scrub_notebook
from lti_tools.kit.uploads.scrubbing.office import scrub_office
from lti_tools.kit.uploads.scrubbing.opendocument import scrub_opendocument
from lti_tools.kit.uploads.scrubbing.pdf import scrub_pdf
from lti_tools.kit.uploads.scrubbing.pictures import scrub_picture
from lti_tools.kit.uploads.scrubbing.tags import scrub_mp3, scrub_wav
from lti_tools.kit.uploads.scrubbing.vorbis import scrub_flac, scrub_ogg
from lti_tools.kit.uploads.sniffing import sniff
from lti_tools.kit.uploads.streams import copy, temporary
from lti_tools.kit.uploads.zips import Budget

PLAIN: dict[str, Callable[[BinaryIO, BinaryIO], None]] = {
    "pdf": scrub_pdf,
    "mp3": scrub_mp3,
    "wav": scrub_wav,
    "ogg": scrub_ogg,
    "flac": scrub_flac,
    "mp4": scrub_boxes,
    "m4a": scrub_boxes,
    "mov": scrub_boxes,
    "webm": scrub_ebml,
    "weba": scrub_ebml,
    "notebook": scrub_notebook,
}
PICTURES = ("png", "jpeg", "webp", "gif")
OFFICE = ("docx", "xlsx", "pptx")
OPEN_DOCUMENT = ("odt", "ods", "odp")
TEXTS = ("text", "markdown", "csv", "code")


def scrub(kind: Kind, source: BinaryIO, target: BinaryIO, budget: Budget | None = None) -> None:
    """Write the scrubbed copy of `source` to `target`, both seekable; raises `FileRefused`."""
    budget, name = budget or Budget(), kind.name
    source.seek(0)
    if name in PICTURES:
        scrub_picture(name, source, target)
    elif name in OFFICE:
        scrub_office(source, target, budget, _inside_document)
    elif name in OPEN_DOCUMENT:
        scrub_opendocument(source, target, budget, _inside_document)
    elif name == "zip":
        scrub_archive(source, target, budget, _inside_archive)
    elif name in TEXTS:
        copy(source, target)
    else:
        PLAIN[name](source, target)
    target.seek(0)


def _inside_archive(name: str, content: BinaryIO, budget: Budget) -> tuple[BinaryIO, str]:
    """One file of an archive: accepted as if it had come alone."""
    kind = sniff(content, name)
    return scrubbed_copy(kind, content, budget), neutral_ending(kind, name)


def _inside_document(name: str, content: BinaryIO, budget: Budget) -> BinaryIO | bytes:
    """A picture, a recording or a document inside a document; what is of no known kind is left out."""
    try:
        kind = sniff(content, name, by_content_alone=True)
        if kind.name in (*TEXTS, "zip"):
            return b""
        return scrubbed_copy(kind, content, budget)
    except FileRefused as error:
        if error.code in ("bomb", "nested", "macros", "pixels"):
            raise
        return b""


def scrubbed_copy(kind: Kind, source: BinaryIO, budget: Budget | None = None) -> BinaryIO:
    """A temporary file with the scrubbed copy, for the caller to close; raises `FileRefused`."""
    target = temporary()
    try:
        scrub(kind, source, target, budget)
    except BaseException:
        target.close()
        raise
    return target


def neutral_ending(kind: Kind, name: str) -> str:
    """The ending of a neutral name: the file's own where it is one of its kind's, else the kind's first."""
    ending = ending_of(name)
    return ending if ending in kind.endings else kind.endings[0]


def check_complete() -> set[str]:
    """The kinds that have no way to be scrubbed; none."""
    return set(KINDS) - {*PLAIN, *PICTURES, *OFFICE, *OPEN_DOCUMENT, *TEXTS, "zip"}
