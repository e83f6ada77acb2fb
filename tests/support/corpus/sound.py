"""Recordings of sound with a name in every tag: made by hand, a moment of silence long."""

import io
import struct
import wave

from tests.support.corpus.names import NAME

FRAME = b"\xff\xfb\x90\x00" + bytes(413)
"""One MPEG 1 layer III frame: 128 kbit/s, 44.1 kHz, silence."""


def id3v2() -> bytes:
    def frame(kind: bytes, body: bytes) -> bytes:
        return kind + struct.pack(">I", len(body)) + b"\0\0" + body

    body = frame(b"TPE1", b"\x03" + NAME.encode()) + frame(b"TIT2", b"\x01\xff\xfe" + NAME.encode("utf-16-le"))
    body += frame(b"COMM", b"\x03eng\0" + NAME.encode()) + bytes(30)
    size = len(body)
    sync = bytes((size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127))
    return b"ID3\x03\0\0" + sync + body


def ape() -> bytes:
    value = NAME.encode()
    item = struct.pack("<II", len(value), 0) + b"Artist\0" + value
    foot = b"APETAGEX" + struct.pack("<IIII", 2000, len(item) + 32, 1, 1 << 31) + bytes(8)
    head = foot[:20] + struct.pack("<I", (1 << 31) | (1 << 29)) + bytes(8)
    return head + item + foot


def lyrics() -> bytes:
    body = b"LYRICSBEGINEAR00020" + NAME.encode()
    return body + str(len(body)).zfill(6).encode() + b"LYRICS200"


def id3v1() -> bytes:
    return b"TAG" + NAME.encode()[:30].ljust(30, b"\0") * 3 + bytes(35)


def mp3() -> bytes:
    return id3v2() + FRAME * 20 + ape() + lyrics() + id3v1()


def wav() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\x01\x02" * 801)
    info = b"INFOIART" + struct.pack("<I", len(NAME)) + NAME.encode() + bytes(len(NAME) % 2)
    bext = NAME.encode().ljust(602, b"\0")
    data = out.getvalue()[12:]
    for kind, body in ((b"LIST", info), (b"bext", bext), (b"iXML", NAME.encode() + b"!"), (b"id3 ", id3v2())):
        data += kind + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)
    return b"RIFF" + struct.pack("<I", len(data) + 4) + b"WAVE" + data


def comments() -> bytes:
    """A vendor and comments in the form of Vorbis; one cover so long that it fills several pages."""
    vendor = f"encoder of {NAME}".encode()
    fields = [f"ARTIST={NAME}".encode(), b"METADATA_BLOCK_PICTURE=" + (NAME.encode() + b"==") * 3200]
    data = struct.pack("<I", len(vendor)) + vendor + struct.pack("<I", len(fields))
    return data + b"".join(struct.pack("<I", len(one)) + one for one in fields)


def ogg_crc(data: bytes) -> int:
    """Bit by bit, as RFC 3533 says it; written apart from the one that is tested."""
    value = 0
    for byte in data:
        value ^= byte << 24
        for _ in range(8):
            value = value << 1 ^ 0x04C11DB7 if value & 0x80000000 else value << 1
            value &= 0xFFFFFFFF
    return value


def ogg_pages(packets: list[bytes], serial: int) -> bytes:
    """Each packet begins a page; long ones go on over further pages."""
    out, number = b"", 0
    for at, packet in enumerate(packets):
        lacing = [255] * (len(packet) // 255) + [len(packet) % 255]
        place = 0
        for start in range(0, len(lacing), 255):
            some = bytes(lacing[start : start + 255])
            flags = (1 if start else 0) | (2 if at == 0 else 0) | (4 if at == len(packets) - 1 else 0)
            body = packet[place : place + sum(some)]
            place += len(body)
            page = b"OggS\0" + bytes([flags]) + struct.pack("<qIII", at, serial, number, 0) + bytes([len(some)])
            page += some + body
            page = page[:22] + struct.pack("<I", ogg_crc(page)) + page[26:]
            out, number = out + page, number + 1
    return out


def ogg_vorbis() -> bytes:
    head = b"\x01vorbis" + struct.pack("<IBIiiiBB", 0, 1, 44100, 0, 128000, 0, 0xB8, 1)
    return ogg_pages([head, b"\x03vorbis" + comments() + b"\x01", b"\x05vorbis" + bytes(200), bytes(300)], 7)


def ogg_opus() -> bytes:
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48000, 0, 0)
    return ogg_pages([head, b"OpusTags" + comments() + NAME.encode(), bytes(120)], 9)


def flac_block(kind: int, body: bytes, *, last: bool = False) -> bytes:
    return bytes([kind | (128 if last else 0)]) + len(body).to_bytes(3, "big") + body


def ogg_flac() -> bytes:
    head = b"\x7fFLAC\x01\x00\x00\x02fLaC" + flac_block(0, bytes(34))
    return ogg_pages([head, flac_block(4, comments()), flac_block(6, NAME.encode(), last=True), b"\xff\xf8" * 50], 11)


def flac() -> bytes:
    blocks = flac_block(0, bytes(range(34))) + flac_block(4, comments()) + flac_block(2, b"riff" + NAME.encode())
    return b"fLaC" + blocks + flac_block(6, NAME.encode() * 9, last=True) + b"\xff\xf8" + bytes(500)
