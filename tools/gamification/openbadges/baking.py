"""A badge inside its own picture: PNG and SVG (Open Badges 3.0, 5.3). Pure.

A picture carries one badge; baking again replaces it.
"""

import struct
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, register_namespace, tostring

from defusedxml import ElementTree as SafeTree
from defusedxml.common import DefusedXmlException

KEYWORD = b"openbadgecredential"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
SVG = "http://www.w3.org/2000/svg"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_UNPACKED = 1_000_000
"""Characters of a badge in a compressed chunk."""


class PictureInvalid(ValueError):
    """No picture that could carry a badge, or one that carries none; the message is a code."""


def bake_png(png: bytes, jws: str) -> bytes:
    """The picture with one uncompressed iTXt chunk that holds `jws`, right after the header."""
    text = KEYWORD + b"\0" + b"\0\0" + b"\0" + b"\0" + jws.encode()
    out = [_SIGNATURE]
    for kind, data in _chunks(png):
        if kind == b"iTXt" and data.startswith(KEYWORD + b"\0"):
            continue
        out.append(_chunk(kind, data))
        if kind == b"IHDR":
            out.append(_chunk(b"iTXt", text))
    return b"".join(out)


def unbake_png(png: bytes) -> str:
    """The badge in a picture; raises `PictureInvalid` where there is none or more than one."""
    found = [data for kind, data in _chunks(png) if kind == b"iTXt" and data.startswith(KEYWORD + b"\0")]
    if len(found) != 1:
        raise PictureInvalid("several-badges" if found else "no-badge")
    rest = found[0][len(KEYWORD) + 1 :]
    if len(rest) < 2:
        raise PictureInvalid("damaged")
    parts = rest[2:].split(b"\0", 2)
    if len(parts) != 3:
        raise PictureInvalid("damaged")
    text = parts[2]
    try:
        if rest[0]:
            text = zlib.decompressobj().decompress(text, MOST_UNPACKED)
        return text.decode().strip()
    except (zlib.error, UnicodeDecodeError) as error:
        raise PictureInvalid("damaged") from error


def bake_svg(svg: str, jws: str) -> str:
    """The drawing with `<openbadges:credential verify="…">` as the first thing in it."""
    root = _drawing(svg.encode())
    for old in [one for one in root if one.tag == f"{{{NAMESPACE}}}credential"]:
        root.remove(old)
    root.insert(0, Element(f"{{{NAMESPACE}}}credential", {"verify": jws}))
    register_namespace("", SVG)
    register_namespace("openbadges", NAMESPACE)
    return tostring(root, encoding="unicode")


def unbake_svg(svg: bytes) -> str:
    """The badge in a drawing, in the attribute or as text; raises `PictureInvalid`."""
    found = [one for one in _drawing(svg).iter() if one.tag == f"{{{NAMESPACE}}}credential"]
    if len(found) != 1:
        raise PictureInvalid("several-badges" if found else "no-badge")
    return (found[0].get("verify") or found[0].text or "").strip()


def unbake(content: bytes) -> str:
    """The badge in a picture, or `content` itself where it is a badge as text; raises `PictureInvalid`."""
    if content.startswith(_SIGNATURE):
        return unbake_png(content)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return unbake_svg(content)
    try:
        text = content.decode("ascii").strip()
    except UnicodeDecodeError as error:
        raise PictureInvalid("unknown-kind") from error
    if text.count(".") != 2 or any(char.isspace() for char in text):
        raise PictureInvalid("unknown-kind")
    return text


def _drawing(svg: bytes) -> Element:
    try:
        root: Element = SafeTree.fromstring(svg, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise PictureInvalid("damaged") from error
    if root.tag != f"{{{SVG}}}svg":
        raise PictureInvalid("unknown-kind")
    return root


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(kind, data) up to and with IEND; raises `PictureInvalid` for a cut-off or damaged file."""
    if not png.startswith(_SIGNATURE):
        raise PictureInvalid("unknown-kind")
    at = len(_SIGNATURE)
    while at + 12 <= len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        check = png[at + 8 + length : at + 12 + length]
        if check != struct.pack(">I", zlib.crc32(kind + data)):
            raise PictureInvalid("damaged")
        yield kind, data
        if kind == b"IEND":
            return
        at += 12 + length
    raise PictureInvalid("damaged")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
