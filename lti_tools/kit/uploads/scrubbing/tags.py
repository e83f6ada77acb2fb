"""MP3 and WAV: tags before and behind the sound left out, chunks that are no sound left out."""

from typing import BinaryIO

from lti_tools.kit.uploads.refused import FileRefused
from lti_tools.kit.uploads.streams import copy, read_at, size_of, unpacked

WAV_KEPT = (b"fmt ", b"fact", b"data")
RATES = (44100, 48000, 32000)
BITRATES = {
    (1, 1): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (1, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (1, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""(MPEG version, layer) -> kbit/s by index from 1."""


def frame_length(head: bytes) -> int:
    """Bytes of the MPEG sound frame that begins with these four; 0 where none does (ISO/IEC 11172-3, 13818-3)."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer = {3: 1, 2: 2, 0: 3}.get(head[1] >> 3 & 3, 0), 4 - (head[1] >> 1 & 3)
    rate, padding, speed = head[2] >> 4, head[2] >> 1 & 1, head[2] >> 2 & 3
    if not version or layer == 4 or speed == 3 or rate in (0, 15):
        return 0
    kbits = BITRATES[(min(version, 2), layer)][rate - 1]
    hertz = RATES[speed] // (1, 2, 4)[version - 1]
    if layer == 1:
        return (12 * kbits * 1000 // hertz + padding) * 4
    return (72 if layer == 3 and version > 1 else 144) * kbits * 1000 // hertz + padding


def sound_of(file: BinaryIO) -> tuple[int, int]:
    """Where the MPEG sound of a file begins and ends, all tags outside; raises `FileRefused` where there is none."""
    end = size_of(file)
    start = _after_tags(file, end)
    end = _before_tags(file, start, end)
    if not _begins_sound(file, start, end):
        raise FileRefused("broken")
    return start, end


def _begins_sound(file: BinaryIO, start: int, end: int) -> bool:
    """Two frames in a row: one alone comes about by chance."""
    first = frame_length(read_at(file, start, 4))
    if not first or start + first > end:
        return False
    return start + first == end or bool(frame_length(read_at(file, start + first, 4)))


def _after_tags(file: BinaryIO, end: int) -> int:
    place = 0
    while (head := read_at(file, place, 32))[:3] == b"ID3" or head[:8] == b"APETAGEX":
        if len(head) < 16:
            raise FileRefused("broken")
        if head[:3] == b"ID3":
            size = 10 + (head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]) + (10 if head[5] & 16 else 0)
        else:
            size = 32 + int.from_bytes(head[12:16], "little")
        place += size
        if place >= end:
            raise FileRefused("broken")
    while place < end and read_at(file, place, 1) == b"\0":  # padding that an editor left uncounted
        piece = read_at(file, place, 4096)
        place += len(piece) - len(piece.lstrip(b"\0"))
    return place


def _before_tags(file: BinaryIO, start: int, end: int) -> int:
    """Walk back over ID3v1 (with TAG+), ID3v2 footers, APE and Lyrics3 tags."""
    while True:
        before = end
        if read_at(file, end - 128, 3) == b"TAG" and end - 128 >= start:
            end -= 128
            if end - 227 >= start and read_at(file, end - 227, 4) == b"TAG+":
                end -= 227
        if end - 32 >= start and (foot := read_at(file, end - 32, 32))[:8] == b"APETAGEX":
            end -= int.from_bytes(foot[12:16], "little") + (32 if foot[23] & 128 else 0)
        if end - 10 >= start and (foot := read_at(file, end - 10, 10))[:3] == b"3DI":
            end -= 20 + (foot[6] << 21 | foot[7] << 14 | foot[8] << 7 | foot[9])
        if end - 15 >= start and (foot := read_at(file, end - 15, 15))[6:] == b"LYRICS200" and foot[:6].isdigit():
            end -= 15 + int(foot[:6])
        if end <= start:
            raise FileRefused("broken")
        if end == before:
            return end


def scrub_mp3(source: BinaryIO, target: BinaryIO) -> None:
    """Copy the frames from the first to the last; what lies between frames goes with the tags."""
    place, end = sound_of(source)
    source.seek(place)
    data_left, gap = end - place, 0
    while data_left > 4:
        head = read_at(source, place, 4)
        size = frame_length(head)
        if size and size <= data_left:
            source.seek(place)
            copy(source, target, size)
            gap = 0
        else:
            size = _to_next_frame(source, place, end)
            gap += size
            if gap > 1 << 20:
                raise FileRefused("broken")
        place += size
        data_left = end - place


def _to_next_frame(file: BinaryIO, place: int, end: int) -> int:
    """How many bytes there are to the next frame that another follows, or to the end."""
    piece = read_at(file, place + 1, 1 << 16)
    at = piece.find(b"\xff")
    while at >= 0:
        begins = place + 1 + at
        if frame_length(piece[at : at + 4]) and _begins_sound(file, begins, end):
            return 1 + at
        at = piece.find(b"\xff", at + 1)
    return min(1 + len(piece), end - place)


def scrub_wav(source: BinaryIO, target: BinaryIO) -> None:
    """Copy format and samples; titles, comments, authors (LIST INFO, bext, iXML, id3) stay behind."""
    size = size_of(source)
    riff, length, wave = unpacked("<4sI4s", source.read(12))
    if riff != b"RIFF" or wave != b"WAVE":
        raise FileRefused("broken")
    target.write(b"RIFF\0\0\0\0WAVE")
    end, place, kept = min(size, 8 + int(length)), 12, set()
    while place + 8 <= end:
        kind, length = unpacked("<4sI", read_at(source, place, 8))
        length = min(int(length), size - place - 8)  # recorders that were cut off leave a length too large
        if kind in WAV_KEPT and kind not in kept:
            kept.add(kind)
            target.write(bytes(kind) + length.to_bytes(4, "little"))
            source.seek(place + 8)
            copy(source, target, length)
            target.write(bytes(length % 2))
        place += 8 + length + length % 2
    if not {b"fmt ", b"data"} <= kept:
        raise FileRefused("broken")
    whole = target.tell()
    target.seek(4)
    target.write((whole - 8).to_bytes(4, "little"))


def is_wave(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WAVE"
