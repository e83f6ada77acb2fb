"""WebM: elements inside elements (EBML, RFC 8794; Matroska, RFC 9559). Names become void elements."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from lti_tools.kit.uploads.refused import FileRefused
from lti_tools.kit.uploads.scrubbing.vorbis import blanked_comment
from lti_tools.kit.uploads.streams import blank, copy, read_at, size_of

HEADER, SEGMENT, CLUSTER, INFO, TRACKS, TRACK = 0x1A45DFA3, 0x18538067, 0x1F43B675, 0x1549A966, 0x1654AE6B, 0xAE
DOC_TYPE, TRACK_TYPE, CODEC, CODEC_PRIVATE, VOID = 0x4282, 0x83, 0x86, 0x63A2, 0xEC
VIDEO, AUDIO = 1, 2
WRITERS = frozenset((0x4D80, 0x5741))
"""MuxingApp and WritingApp have to be there: they are blanked."""
KEPT: dict[int, frozenset[int]] = {
    HEADER: frozenset((0x4286, 0x42F7, 0x42F2, 0x42F3, DOC_TYPE, 0x4287, 0x4285)),
    SEGMENT: frozenset((0x114D9B74, INFO, CLUSTER, TRACKS, 0x1C53BB6B, 0xE7, 0xA7, 0xAB, 0xA3, 0xA0)),
    INFO: frozenset((0x2AD7B1, 0x4489)) | WRITERS,
    TRACKS: frozenset((TRACK,)),
    TRACK: frozenset(
        (0xD7, 0x73C5, TRACK_TYPE, 0xB9, 0x88, 0x55AA, 0x9C, 0x6DE7, 0x6DF8, 0x23E383, 0x234E7A, 0x23314F, 0x55EE,
         0x22B59C, 0x22B59D, CODEC, CODEC_PRIVATE, 0x56AA, 0x56BB, 0xE0, 0xE1, 0x6D80)
    ),
}  # fmt: skip
"""Element -> what is needed in it to play. A segment's clusters are walked flat, so their elements stand beside them.
All others (Tags, Attachments, Chapters, titles, dates, names, checksums) become void."""


@dataclass(frozen=True)
class Element:
    """One element: its id, where it begins, where its body begins, where it ends; `open` where it does not say."""

    id: int
    place: int
    body: int
    end: int
    open: bool


def elements(file: BinaryIO, place: int, end: int) -> Iterator[Element]:
    """The elements between two places; a cluster's own follow it. Raises `FileRefused`."""
    while place < end:
        element = _element(file, place, end)
        yield element
        place = element.body if element.id == CLUSTER else element.end


def _element(file: BinaryIO, place: int, end: int) -> Element:
    head = read_at(file, place, 12)
    identity, used = _number(head, keep_marker=True)
    size, more = _number(head[used:], keep_marker=False)
    body = place + used + more
    is_open = size == (1 << (7 * more)) - 1
    if is_open and identity not in (SEGMENT, CLUSTER):
        raise FileRefused("broken")
    until = end if is_open else body + size
    if until > end:
        raise FileRefused("broken")
    return Element(identity, place, body, until, is_open)


def _number(data: bytes, *, keep_marker: bool) -> tuple[int, int]:
    """(value, length) of a variable-length number; ids keep the marker bit."""
    if not data or not data[0]:
        raise FileRefused("broken")
    length = 9 - data[0].bit_length()
    if len(data) < length or (keep_marker and length > 4):
        raise FileRefused("broken")
    first = data[0] if keep_marker else data[0] & ((1 << (8 - length)) - 1)
    return int.from_bytes(bytes([first]) + data[1:length]), length


def doc_type(file: BinaryIO) -> str:
    """ "webm" or "matroska"; raises `FileRefused`."""
    header = _element(file, 0, size_of(file))
    found = [one for one in elements(file, header.body, header.end) if one.id == DOC_TYPE]
    return _body(file, found[0]).rstrip(b"\0").decode("ascii", "replace") if found else ""


def track_types(file: BinaryIO) -> set[int]:
    """What kinds of tracks a recording has (1 is picture, 2 sound)."""
    size = size_of(file)
    found: set[int] = set()
    for segment in elements(file, 0, size):
        for tracks in elements(file, segment.body, segment.end) if segment.id == SEGMENT else ():
            if tracks.id == TRACKS:
                found |= {_track_type(file, one) for one in elements(file, tracks.body, tracks.end) if one.id == TRACK}
                return found
    return found


def scrub_ebml(source: BinaryIO, target: BinaryIO) -> None:
    """Copy a recording without the names in it; raises `FileRefused`."""
    copy(source, target)
    for element in elements(target, 0, size_of(target)):
        if element.id not in (HEADER, SEGMENT):
            void(target, element)
        else:
            _clean(target, element)


def _clean(file: BinaryIO, parent: Element) -> None:
    for element in elements(file, parent.body, parent.end):
        if element.id not in KEPT[parent.id]:
            void(file, element)
        elif element.id in WRITERS:
            blank(file, element.body, element.end - element.body)
        elif element.id in (INFO, TRACKS, TRACK):
            if element.id == TRACK and _track_type(file, element) not in (VIDEO, AUDIO):
                raise FileRefused("tracks")
            _clean(file, element)
        elif element.id == CODEC_PRIVATE and _is_vorbis(file, parent):
            _forget_comment(file, element)


def void(file: BinaryIO, element: Element) -> None:
    """Make an element an empty one of the same length."""
    size = element.end - element.place
    if element.open or size < 2:
        raise FileRefused("broken")
    file.seek(element.place)
    if size < 9:
        file.write(bytes((VOID, 0x80 | (size - 2))) + bytes(size - 2))
        return
    file.write(bytes((VOID, 1)) + (size - 9).to_bytes(7))
    blank(file, element.place + 9, size - 9)


def _body(file: BinaryIO, element: Element) -> bytes:
    if element.end - element.body > 1 << 24:
        raise FileRefused("broken")
    return read_at(file, element.body, element.end - element.body)


def _track_type(file: BinaryIO, track: Element) -> int:
    found = [one for one in elements(file, track.body, track.end) if one.id == TRACK_TYPE]
    return int.from_bytes(_body(file, found[0])) if found else 0


def _is_vorbis(file: BinaryIO, track: Element) -> bool:
    codecs = [one for one in elements(file, track.body, track.end) if one.id == CODEC]
    return bool(codecs) and _body(file, codecs[0]).startswith(b"A_VORBIS")


def _forget_comment(file: BinaryIO, private: Element) -> None:
    """Vorbis keeps its three headers here, the comments in the middle, their lengths in Xiph's lacing before them."""
    data, sizes, place = _body(file, private), [], 1
    for _ in range(2):
        size = 0
        while place < len(data):
            size += data[place]
            place += 1
            if data[place - 1] < 255:
                break
        sizes.append(size)
    start, end = place + sizes[0], place + sum(sizes)
    if not data or data[0] != 2 or end > len(data):
        raise FileRefused("broken")
    file.seek(private.body + start)
    file.write(blanked_comment(data[start:end]))
