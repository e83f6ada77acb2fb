"""MP4, M4A and MOV: boxes inside boxes (ISO/IEC 14496-12). What can hold a name is blanked in place."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from lti_tools.kit.uploads.refused import FileRefused
from lti_tools.kit.uploads.streams import blank, copy, read_at, size_of, unpacked

KEPT: dict[bytes, frozenset[bytes]] = {
    b"": frozenset((b"ftyp", b"styp", b"moov", b"mdat", b"moof", b"sidx", b"mfra")),
    b"moov": frozenset((b"mvhd", b"trak", b"mvex", b"iods")),
    b"mvex": frozenset((b"trex", b"mehd", b"trep")),
    b"trak": frozenset((b"tkhd", b"edts", b"mdia")),
    b"edts": frozenset((b"elst",)),
    b"mdia": frozenset((b"mdhd", b"hdlr", b"minf")),
    b"minf": frozenset((b"vmhd", b"smhd", b"hdlr", b"dinf", b"stbl")),
    b"dinf": frozenset((b"dref",)),
    b"stbl": frozenset(
        (b"stsd", b"stts", b"stss", b"stps", b"ctts", b"cslg", b"stsc", b"stsz", b"stz2", b"stco", b"co64", b"sdtp",
         b"sgpd", b"sbgp", b"subs")
    ),
    b"moof": frozenset((b"mfhd", b"traf")),
    b"traf": frozenset((b"tfhd", b"tfdt", b"trun", b"sdtp", b"sgpd", b"sbgp", b"subs", b"saiz", b"saio")),
    b"mfra": frozenset((b"tfra", b"mfro")),
}  # fmt: skip
"""Box -> the boxes in it that are needed to play; "" is the file. All others (udta, meta, uuid...) are blanked."""
IN_SAMPLES = frozenset((b"udta", b"meta", b"uuid", b"free", b"skip", b"name", b"wide"))
PLAYED = (b"vide", b"soun")
NAMES_ITS_MAKER = 24
"""Where the name begins in a handler box: version, flags, two types and three reserved words come before."""
MOST_CHUNKS = 5_000_000


@dataclass(frozen=True)
class Box:
    """One box: where it begins, where its body begins, where it ends."""

    kind: bytes
    place: int
    body: int
    end: int


def boxes(file: BinaryIO, place: int, end: int) -> Iterator[Box]:
    """The boxes between two places; raises `FileRefused` where they do not fill the room exactly."""
    while place < end:
        size, kind = unpacked(">I4s", read_at(file, place, 8))
        body = place + 8
        if size == 1:
            (size,) = unpacked(">Q", read_at(file, body, 8))
            body += 8
        until = end if size == 0 else place + int(size)
        if until < body or until > end:
            raise FileRefused("broken")
        yield Box(bytes(kind), place, body, until)
        place = until


def handlers(file: BinaryIO) -> set[bytes]:
    """The kinds of tracks of a recording: b"vide", b"soun" and others."""
    found = set()
    for movie in boxes(file, 0, size_of(file)):
        if movie.kind == b"moov":
            found |= {_handler(file, track) for track in boxes(file, movie.body, movie.end) if track.kind == b"trak"}
    return found


def scrub_boxes(source: BinaryIO, target: BinaryIO) -> None:
    """Copy a recording without the names in it; raises `FileRefused`."""
    copy(source, target)
    size = size_of(target)
    mdat = [(box.body, box.end) for box in boxes(target, 0, size) if box.kind == b"mdat"]
    fragmented = any(box.kind == b"moof" for box in boxes(target, 0, size))
    _clean(target, b"", 0, size, mdat, fragmented)


def _clean(file: BinaryIO, parent: bytes, place: int, end: int, mdat: list[tuple[int, int]], fragmented: bool) -> None:
    for box in boxes(file, place, end):
        if box.kind not in KEPT[parent]:
            void(file, box)
        elif box.kind == b"trak" and _handler(file, box) not in PLAYED:
            if fragmented:
                raise FileRefused("tracks")
            _blank_samples(file, box, mdat)
            void(file, box)
        elif box.kind in KEPT:
            _clean(file, box.kind, box.body, box.end, mdat, fragmented)
        elif box.kind in _EDITS:
            _EDITS[box.kind](file, box)


def void(file: BinaryIO, box: Box) -> None:
    """Make a box free space of zeros."""
    file.seek(box.place + 4)
    file.write(b"free")
    blank(file, box.body, box.end - box.body)


def _child(file: BinaryIO, box: Box, *path: bytes) -> Box | None:
    """The first box at the end of a path of kinds."""
    found: Box | None = box
    for kind in path:
        if found is None:
            return None
        found = next((one for one in boxes(file, found.body, found.end) if one.kind == kind), None)
    return found


def _handler(file: BinaryIO, track: Box) -> bytes:
    handler = _child(file, track, b"mdia", b"hdlr")
    return read_at(file, handler.body + 8, 4) if handler else b""


def _forget_times(file: BinaryIO, box: Box) -> None:
    """Creation and change: when somebody recorded may be enough to know who."""
    wide = read_at(file, box.body, 1) == b"\x01"
    blank(file, box.body + 4, min(16 if wide else 8, box.end - box.body - 4))


def _forget_handler_name(file: BinaryIO, box: Box) -> None:
    if box.end > box.body + NAMES_ITS_MAKER:
        blank(file, box.body + NAMES_ITS_MAKER, box.end - box.body - NAMES_ITS_MAKER)


def _forget_places(file: BinaryIO, box: Box) -> None:
    """Data references may hold the path of a file on somebody's computer: all become "in this file"."""
    for entry in boxes(file, box.body + 8, box.end):
        blank(file, entry.body, entry.end - entry.body)
        if entry.end >= entry.body + 4:
            file.seek(entry.body + 3)
            file.write(b"\x01")


def _forget_encoders(file: BinaryIO, box: Box) -> None:
    """Sample descriptions: the compressor's name of a picture track, and boxes of no use in them."""
    for entry in boxes(file, box.body + 8, box.end):
        header = 78
        if _is_sound(entry):
            (version,) = unpacked(">H", read_at(file, entry.body + 8, 2))
            header = {0: 28, 1: 44}.get(int(version), 64)
        elif entry.end >= entry.body + 74:
            blank(file, entry.body + 42, 32)
        if entry.end - entry.body > header + 8:
            for inner in _lenient(file, entry.body + header, entry.end):
                if inner.kind in IN_SAMPLES:
                    void(file, inner)


SOUNDS = frozenset(
    (b"mp4a", b"alac", b"ac-3", b"ec-3", b"Opus", b"fLaC", b"samr", b"sawb", b"sowt", b"twos", b"lpcm", b"in24",
     b"in32", b"fl32", b"fl64", b"ulaw", b"alaw", b".mp3", b"ms\x00\x02", b"ms\x00\x11", b"ima4", b"raw ", b"NONE")
)  # fmt: skip
"""Codecs of sound, by the kind of their sample description."""


def _is_sound(entry: Box) -> bool:
    return entry.kind in SOUNDS


def _lenient(file: BinaryIO, place: int, end: int) -> list[Box]:
    """The boxes of a sample description; old QuickTime ends them with four zero bytes, others with what is no box."""
    found = []
    try:
        for box in boxes(file, place, end):
            found.append(box)
    except FileRefused:
        return found
    return found


def _blank_samples(file: BinaryIO, track: Box, mdat: list[tuple[int, int]]) -> None:
    """Blank what a track that goes (chapters, subtitles, places) has in the media data."""
    table = _child(file, track, b"mdia", b"minf", b"stbl")
    if table is None:
        return
    for place, length in _chunks(file, table):
        if not any(start <= place and place + length <= end for start, end in mdat):
            raise FileRefused("broken")
        blank(file, place, length)


def _chunks(file: BinaryIO, table: Box) -> Iterator[tuple[int, int]]:
    """(place, length) of each chunk of a track, from its sample table."""
    found = {box.kind: box for box in boxes(file, table.body, table.end)}
    sizes_box, runs_box = found.get(b"stsz"), found.get(b"stsc")
    places_box = found.get(b"stco") or found.get(b"co64")
    if sizes_box is None or runs_box is None or places_box is None:
        raise FileRefused("tracks")
    constant, samples = unpacked(">II", read_at(file, sizes_box.body + 4, 8))
    sizes = None if constant else _numbers(file, sizes_box, 12, samples, 4)
    (count,) = unpacked(">I", read_at(file, places_box.body + 4, 4))
    places = _numbers(file, places_box, 8, count, 4 if places_box.kind == b"stco" else 8)
    (count,) = unpacked(">I", read_at(file, runs_box.body + 4, 4))
    runs = _numbers(file, runs_box, 8, count * 3, 4)
    sample = 0
    for number, place in enumerate(places, 1):
        in_chunk = next((runs[at + 1] for at in range(len(runs) - 3, -1, -3) if runs[at] <= number), 0)
        length = constant * in_chunk if sizes is None else sum(sizes[sample : sample + in_chunk])
        sample += in_chunk
        yield place, int(length)


def _numbers(file: BinaryIO, box: Box, skip: int, count: int, width: int) -> list[int]:
    if count > MOST_CHUNKS or box.body + skip + count * width > box.end:
        raise FileRefused("broken")
    data = read_at(file, box.body + skip, count * width)
    return [int.from_bytes(data[at : at + width]) for at in range(0, len(data), width)]


_EDITS = {
    b"mvhd": _forget_times,
    b"tkhd": _forget_times,
    b"mdhd": _forget_times,
    b"hdlr": _forget_handler_name,
    b"dref": _forget_places,
    b"stsd": _forget_encoders,
}
