"""Recordings made box by box and element by element, a name in every place that has room for one."""

import struct

from tests.support.corpus.names import NAME
from tests.support.corpus.sound import comments

SAMPLE = bytes(range(200)) * 2
CHAPTER = struct.pack(">H", len(NAME)) + NAME.encode()


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def full(kind: bytes, *parts: bytes, version: int = 0) -> bytes:
    return box(kind, bytes([version]) + bytes(3), *parts)


def udta() -> bytes:
    item = box(b"\xa9ART", box(b"data", struct.pack(">II", 1, 0), NAME.encode()))
    meta = full(b"meta", full(b"hdlr", bytes(4), b"mdirappl", bytes(9)), box(b"ilst", item))
    return box(b"udta", box(b"\xa9aut", struct.pack(">HH", len(NAME), 0) + NAME.encode()), meta)


def stbl(entry: bytes, place: int, size: int) -> bytes:
    return box(
        b"stbl",
        full(b"stsd", struct.pack(">I", 1), entry),
        full(b"stts", struct.pack(">III", 1, 1, 1)),
        full(b"stsc", struct.pack(">IIII", 1, 1, 1, 1)),
        full(b"stsz", struct.pack(">III", 0, 1, size)),
        full(b"stco", struct.pack(">II", 1, place)),
    )


def track(handler: bytes, entry: bytes, place: int, size: int, number: int) -> bytes:
    head = full(b"vmhd", bytes(8)) if handler == b"vide" else full(b"smhd", bytes(4))
    path = full(b"dref", struct.pack(">I", 1), full(b"url ", f"file:///home/{NAME}/film.mov\0".encode()))
    return box(
        b"trak",
        full(b"tkhd", struct.pack(">IIIII", 3_800_000_000, 3_800_000_001, number, 0, 1), bytes(60)),
        box(
            b"mdia",
            full(b"mdhd", struct.pack(">IIIIHH", 3_800_000_000, 3_800_000_001, 1000, 1, 0, 0)),
            full(b"hdlr", bytes(4), handler, bytes(12), f"{NAME}'s handler\0".encode()),
            box(b"minf", head, box(b"dinf", path), stbl(entry, place, size)),
        ),
        udta(),
    )


def picture_entry() -> bytes:
    name = NAME.encode()[:31]
    body = bytes(6) + struct.pack(">H", 1) + bytes(16) + struct.pack(">HH", 64, 48) + bytes(14)
    return box(b"avc1", body + bytes([len(name)]) + name.ljust(31, b"\0") + bytes(4), box(b"avcC", b"\1dabc"), udta())


def sound_entry() -> bytes:
    body = bytes(6) + struct.pack(">H", 1) + bytes(8) + struct.pack(">HHHHI", 1, 16, 0, 0, 44100 << 16)
    return box(b"mp4a", body, full(b"esds", bytes(20)))


def recording(brand: bytes, *, video: bool = True, chapters: bool = True) -> bytes:
    """`moov` behind the media data, as cameras write it; the places in the sample tables are true."""
    head = box(b"ftyp", brand, struct.pack(">I", 0), brand)
    before = head + box(b"uuid", bytes(16), NAME.encode()) + box(b"free", NAME.encode())
    place = len(before) + 8
    media = box(b"mdat", SAMPLE, SAMPLE, CHAPTER)
    tracks = [track(b"soun", sound_entry(), place, len(SAMPLE), 1)]
    if video:
        tracks.append(track(b"vide", picture_entry(), place + len(SAMPLE), len(SAMPLE), 2))
    if chapters:
        text = box(b"text", bytes(60) + NAME.encode())
        tracks.append(track(b"text", text, place + 2 * len(SAMPLE), len(CHAPTER), 3))
    movie = box(
        b"moov",
        full(b"mvhd", struct.pack(">IIII", 3_800_000_000, 3_800_000_001, 1000, 1), bytes(80)),
        *tracks,
        udta(),
        full(b"meta", NAME.encode("utf-16-be")),
    )
    return before + media + movie + box(b"meta", NAME.encode())


def mp4() -> bytes:
    return recording(b"isom")


def m4a() -> bytes:
    return recording(b"M4A ", video=False)


def mov() -> bytes:
    return recording(b"qt  ")


def element(identity: int, *parts: bytes, size: int = 0) -> bytes:
    """`size` 8 writes the length in eight bytes."""
    body = b"".join(parts)
    length = len(body)
    head = identity.to_bytes((identity.bit_length() + 7) // 8, "big")
    if size == 8 or length > 16000:
        return head + b"\x01" + length.to_bytes(7, "big") + body
    return head + (bytes([0x80 | length]) if length < 127 else (0x4000 | length).to_bytes(2, "big")) + body


def webm(*, video: bool = True, unknown_sizes: bool = False) -> bytes:
    name = NAME.encode()
    head = element(0x1A45DFA3, element(0x4286, b"\1"), element(0x4282, b"webm"), element(0xEC, name))
    info = element(
        0x1549A966,
        element(0x2AD7B1, (1_000_000).to_bytes(3, "big")),
        element(0x7BA9, name),
        element(0x4D80, b"muxer of " + name),
        element(0x5741, b"writer of " + name),
        element(0x4461, bytes(8)),
        element(0x7384, name + b".webm"),
    )
    packets = [bytes(30), b"\x03vorbis" + comments() + b"\1", b"\x05vorbis" + bytes(20)]
    lacing = b"\2" + b"".join(b"\xff" * (len(one) // 255) + bytes([len(one) % 255]) for one in packets[:2])
    sound = element(
        0xAE,
        element(0xD7, b"\1"),
        element(0x83, b"\2"),
        element(0x86, b"A_VORBIS"),
        element(0x536E, name),
        element(0x63A2, lacing, *packets),
        element(0xE1, element(0xB5, struct.pack(">f", 44100))),
    )
    picture = element(
        0xAE, element(0xD7, b"\2"), element(0x83, b"\1"), element(0x86, b"V_VP8"), element(0x258688, name)
    )
    tracks = element(0x1654AE6B, element(0xBF, bytes(4)), sound, picture if video else b"")
    inside = element(0xE7, b"\0") + element(0xA3, b"\x81\0\0\x80", SAMPLE) + element(0xEC, name)
    cluster = element(0x1F43B675, inside)
    if unknown_sizes:
        cluster = bytes.fromhex("1F43B675") + b"\x01" + b"\xff" * 7 + inside
    tags = element(0x1254C367, element(0x7373, element(0x67C8, element(0x45A3, b"ARTIST"), element(0x4487, name))))
    files = element(0x1941A469, element(0x61A7, element(0x466E, name), element(0x465C, name)))
    chapters = element(0x1043A770, element(0x45B9, element(0xB6, element(0x80, element(0x85, name)))))
    segment = (info, tracks, cluster, tags, files, chapters, cluster)
    if unknown_sizes:
        return head + bytes.fromhex("18538067") + b"\x01" + b"\xff" * 7 + b"".join(segment)
    return head + element(0x18538067, *segment, size=8)
