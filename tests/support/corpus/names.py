"""The name that is planted everywhere, and the search for it in whatever a file unpacks to."""

import base64
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator

import pikepdf

FAMILY = "Quillfeather"
NAME = f"Zebulon {FAMILY}"
CODES = ("utf-8", "utf-16-le", "utf-16-be")
NEEDLES = tuple(word.encode(code) for word in (FAMILY, FAMILY.upper(), FAMILY.lower()) for code in CODES)


def hits(data: bytes) -> int:
    """How often the family name stands in a file, in any code, in anything it unpacks to."""
    return sum(piece.count(needle) for piece in pieces(data) for needle in NEEDLES)


def pieces(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """A file and everything inside of it."""
    yield data
    if depth > 6:
        return
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive.comment
            for info in archive.infolist():
                yield info.filename.encode() + info.extra + info.comment
                yield from pieces(archive.read(info), depth + 1)
    elif data[:5] == b"%PDF-":
        with pikepdf.Pdf.open(io.BytesIO(data)) as pdf:
            for found in pdf.objects:
                yield str(found).encode()
                yield from strings(found, 0)
                if isinstance(found, pikepdf.Stream):
                    yield from (found.read_raw_bytes(), unfiltered(found))
    elif data.lstrip()[:1] == b"{":
        yield from inside_json(json.loads(data), depth)
    else:
        for at in (match.start() for match in re.finditer(rb"x[\x01\x5e\x9c\xda]", data)):
            try:
                yield zlib.decompressobj().decompress(data[at:], 1 << 20)
            except zlib.error:
                continue


def strings(found: object, depth: int) -> Iterator[bytes]:
    if isinstance(found, pikepdf.String):
        yield bytes(found)
    elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream) and depth < 8:
        for key in found.keys():  # noqa: SIM118
            yield key.encode()
            yield from strings(found[key], depth + 1)
    elif isinstance(found, pikepdf.Array) and depth < 8:
        for one in found:
            yield from strings(one, depth + 1)


def unfiltered(found: pikepdf.Stream) -> bytes:
    try:
        return found.read_bytes()
    except pikepdf.PdfError:
        return b""


def inside_json(found: object, depth: int) -> Iterator[bytes]:
    if isinstance(found, dict):
        for key, value in found.items():
            yield key.encode()
            yield from inside_json(value, depth)
    elif isinstance(found, list):
        for value in found:
            yield from inside_json(value, depth)
    elif isinstance(found, str):
        yield found.encode()
        if len(found) > 60 and re.fullmatch(r"[A-Za-z0-9+/=\s]+", found):
            yield from pieces(base64.b64decode(found), depth + 1)
