"""Ogg and FLAC: the comments of Vorbis, Opus, Speex and FLAC streams emptied, page checksums made right again."""

from dataclasses import dataclass, field
from typing import BinaryIO

from lti_tools.kit.uploads.refused import FileRefused
from lti_tools.kit.uploads.streams import copy, exactly, size_of, unpacked

VORBIS, OPUS, SPEEX, FLAC = b"\x01vorbis", b"OpusHead", b"Speex   ", b"\x7fFLAC"
MOST_HEADER = 1 << 24
"""Bytes of headers of one stream; covers lie in them."""
PADDING, STREAMINFO, SEEKTABLE = 1, 0, 3


def blanked_comment(packet: bytes) -> bytes:
    """A comment header of the same length that says nothing: no vendor, no comments, zeros behind."""
    for prefix, end in ((b"\x03vorbis", b"\x01"), (b"OpusTags", b""), (b"", b"")):
        if packet.startswith(prefix):
            head = prefix + bytes(8) + end
            if len(packet) < len(head):
                raise FileRefused("broken")
            return head + bytes(len(packet) - len(head))
    raise FileRefused("broken")


@dataclass
class _Stream:
    """One logical stream: how many of its header packets are still to come, and where the one at hand lies."""

    codec: bytes
    headers: int
    begun: bool = False
    """The identification header has passed."""
    pieces: list[tuple[int, int, int]] = field(default_factory=list)
    """(page, place in its body, length) of the packet that is coming together."""


@dataclass
class _Page:
    head: bytearray
    lacing: bytes
    body: bytearray


def first_codec(file: BinaryIO) -> bytes:
    """The codec of the first stream, one of those above; empty for one that is not known."""
    page = _read_page(file)
    return _codec(bytes(page.body)) if page else b""


def _codec(packet: bytes) -> bytes:
    return next((codec for codec in (VORBIS, OPUS, SPEEX, FLAC) if packet.startswith(codec)), b"")


def scrub_ogg(source: BinaryIO, target: BinaryIO) -> None:
    """Copy the pages with the comments emptied; raises `FileRefused` for streams that are no known sound."""
    streams: dict[bytes, _Stream] = {}
    waiting: list[_Page] = []
    """Pages read and not written: a comment in them may not be whole yet."""
    while page := _read_page(source):
        serial = bytes(page.head[14:18])
        if page.head[5] & 2:
            streams[serial] = _begin(page)
        if serial not in streams:
            raise FileRefused("broken")
        waiting.append(page)
        _collect(streams[serial], waiting)
        if sum(len(one.body) for one in waiting) > MOST_HEADER:
            raise FileRefused("broken")
        if not any(stream.headers or stream.pieces for stream in streams.values()):
            _write(target, waiting)
            waiting.clear()
    if any(stream.headers for stream in streams.values()):
        raise FileRefused("broken")
    _write(target, waiting)


def _begin(page: _Page) -> _Stream:
    codec = _codec(bytes(page.body))
    if not codec:
        raise FileRefused("tracks")
    number = 1
    if codec == FLAC:
        (number,) = unpacked(">H", bytes(page.body[7:9]))
        number = int(number) or 1 << 16  # unknown: a block says that it is the last
    return _Stream(codec, 1 + int(number))


def _collect(stream: _Stream, pages: list[_Page]) -> None:
    """Follow the packets of the newest page; each header packet that is whole is emptied where it lies."""
    if not stream.headers:
        return
    number, page, place = len(pages) - 1, pages[-1], 0
    for size in page.lacing:
        stream.pieces.append((number, place, size))
        place += size
        if size < 255:
            packet = _empty(stream, pages) if stream.begun else b""
            stream.pieces, stream.begun = [], True
            stream.headers -= 1
            if stream.codec == FLAC and packet and packet[0] & 128:
                stream.headers = 0
            if not stream.headers:
                return


def _empty(stream: _Stream, pages: list[_Page]) -> bytes:
    """Overwrite the packet at hand with one of the same length that says nothing; return it as it was."""
    packet = b"".join(bytes(pages[page].body[at : at + size]) for page, at, size in stream.pieces)
    if stream.codec == FLAC:
        if len(packet) < 4:
            raise FileRefused("broken")
        clean = packet[:4] + bytes(len(packet) - 4)
        if packet[0] & 127 not in (STREAMINFO, SEEKTABLE, 4):
            clean = bytes([packet[0] & 128 | PADDING]) + packet[1:4] + bytes(len(packet) - 4)
        elif packet[0] & 127 != 4:
            return packet
    else:
        clean = blanked_comment(packet)
    done = 0
    for page, at, size in stream.pieces:
        pages[page].body[at : at + size] = clean[done : done + size]
        done += size
    return packet


def _read_page(file: BinaryIO) -> _Page | None:
    head = file.read(27)
    if not head:
        return None
    if len(head) < 27 or head[:5] != b"OggS\x00":
        raise FileRefused("broken")
    lacing = exactly(file, head[26])
    return _Page(bytearray(head), lacing, bytearray(exactly(file, sum(lacing))))


def _write(target: BinaryIO, pages: list[_Page]) -> None:
    for page in pages:
        page.head[22:26] = bytes(4)
        whole = bytes(page.head) + page.lacing + bytes(page.body)
        page.head[22:26] = _checksum(whole).to_bytes(4, "little")
        target.write(bytes(page.head) + page.lacing + bytes(page.body))


def _table() -> list[int]:
    found = []
    for byte in range(256):
        value = byte << 24
        for _ in range(8):
            value = (value << 1) ^ (0x04C11DB7 if value & 0x80000000 else 0)
        found.append(value & 0xFFFFFFFF)
    return found


_TABLE = _table()


def _checksum(data: bytes) -> int:
    """Ogg's CRC (RFC 3533): polynomial 0x04c11db7, nothing reflected."""
    value, table = 0, _TABLE
    for byte in data:
        value = (value << 8 & 0xFFFFFFFF) ^ table[value >> 24 ^ byte]
    return value


def scrub_flac(source: BinaryIO, target: BinaryIO) -> None:
    """Copy stream information, seek table and sound; raises `FileRefused`."""
    size = size_of(source)
    if exactly(source, 4) != b"fLaC":
        raise FileRefused("broken")
    kept: list[tuple[int, bytes]] = []
    last = False
    while not last:
        head = exactly(source, 4)
        last, kind, length = bool(head[0] & 128), head[0] & 127, int.from_bytes(head[1:])
        if length > size:
            raise FileRefused("broken")
        body = exactly(source, length)
        if kind in (STREAMINFO, SEEKTABLE):
            kept.append((kind, body))
    if not kept:
        raise FileRefused("broken")
    target.write(b"fLaC")
    for number, (kind, body) in enumerate(kept, 1):
        target.write(bytes([kind | (128 if number == len(kept) else 0)]) + len(body).to_bytes(3) + body)
    copy(source, target, size - source.tell())
