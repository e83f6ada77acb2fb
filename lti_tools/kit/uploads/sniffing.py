"""What a file is, by its content: never by its name, which only has to agree, nor by what a browser says."""

import codecs
from typing import BinaryIO

import puremagic

from lti_tools.kit.uploads import zips
from lti_tools.kit.uploads.kinds import ALL, KINDS, Kind, ending_of
from lti_tools.kit.uploads.refused import FileRefused
from lti_tools.kit.uploads.scrubbing import boxes, ebml, tags, vorbis
from lti_tools.kit.uploads.scrubbing.notebook import LARGEST, read_notebook
from lti_tools.kit.uploads.streams import PIECE, read_at, size_of

HEAD = 512
SIGNATURES = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"fLaC", "flac"),
)
OFFICE = {
    b"wordprocessingml.document.main+xml": "docx",
    b"spreadsheetml.sheet.main+xml": "xlsx",
    b"presentationml.presentation.main+xml": "pptx",
    b"presentationml.slideshow.main+xml": "pptx",
}
OPEN_DOCUMENT = {KINDS[name].mime.encode(): name for name in ("odt", "ods", "odp")}
STILL_PICTURES = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis", b"jp2 ", b"jpx ", b"crx ")
CONTROL = bytes(code for code in range(32) if code not in (8, 9, 10, 12, 13, 27)) + b"\x7f"
"""Bytes that no text has; escape and backspace stand in terminal logs."""


def sniff(file: BinaryIO, name: str, *, by_content_alone: bool = False) -> Kind:
    """The kind of a seekable file called `name`; raises `FileRefused` for no accepted kind or an ending that disagrees.

    Texts are told apart by their ending, since content does not: all are treated alike.
    """
    if not size_of(file):
        raise FileRefused("empty")
    kind = _by_content(file) or _text(file, name)
    ending = ending_of(name)
    if ending and not by_content_alone and ending not in kind.endings:
        if not any(ending in one.endings for one in ALL):
            raise FileRefused("unknown", looks=ending)
        raise FileRefused("mismatch", ending=ending, label=kind.label)
    file.seek(0)
    return kind


def _by_content(file: BinaryIO) -> Kind | None:
    head = read_at(file, 0, HEAD)
    for signature, name in SIGNATURES:
        if head.startswith(signature):
            return KINDS[name]
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return KINDS["webp"]
    if tags.is_wave(head):
        return KINDS["wav"]
    if head[:4] == b"OggS":
        file.seek(0)
        return KINDS["ogg"] if vorbis.first_codec(file) else _unknown(head)
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return _webm(file, head)
    if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide"):
        return _recording(file, head)
    if head[:4] == b"PK\x03\x04":
        return _zip(file)
    if head[:3] == b"ID3" or head[:8] == b"APETAGEX" or tags.frame_length(head):
        tags.sound_of(file)
        return KINDS["mp3"]
    return None


def _webm(file: BinaryIO, head: bytes) -> Kind:
    if ebml.doc_type(file) != "webm":
        return _unknown(head)
    return KINDS["webm" if ebml.VIDEO in ebml.track_types(file) else "weba"]


def _recording(file: BinaryIO, head: bytes) -> Kind:
    brand = head[8:12] if head[4:8] == b"ftyp" else b"qt  "
    if brand in STILL_PICTURES:
        return _unknown(head)
    found = boxes.handlers(file)
    if b"vide" in found:
        return KINDS["mov" if brand == b"qt  " else "mp4"]
    return KINDS["m4a"] if b"soun" in found else _unknown(head)


def _zip(file: BinaryIO) -> Kind:
    with zips.open_zip(file) as archive:
        kind = OPEN_DOCUMENT.get(zips.read(archive, "mimetype", 200).strip())
        types = zips.read(archive, "[Content_Types].xml")
    if kind:
        return KINDS[kind]
    if b"macroEnabled" in types:
        raise FileRefused("macros")
    return KINDS[next((name for main, name in OFFICE.items() if main in types), "zip")]


def _text(file: BinaryIO, name: str) -> Kind:
    if not _is_text(file):
        _unknown(read_at(file, 0, HEAD))
    ending = ending_of(name)
    if ending == ".ipynb":
        read_notebook(read_at(file, 0, LARGEST + 1))
        return KINDS["notebook"]
    return next((kind for kind in ALL if kind.mime == "text/plain" and ending in kind.endings), KINDS["text"])


def _is_text(file: BinaryIO) -> bool:
    """UTF-8, UTF-16 with a byte order mark, or an old eight-bit code; no control characters in any of them."""
    head = read_at(file, 0, 4)
    decoder = None
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        decoder = codecs.getincrementaldecoder("utf-16")()
    file.seek(0)
    while piece := file.read(PIECE):
        if decoder is not None:
            try:
                piece = decoder.decode(piece).encode("utf-8")
            except UnicodeError:
                return False
        if len(piece.translate(None, CONTROL)) < len(piece):
            return False
    return True


def _unknown(head: bytes) -> Kind:
    raise FileRefused("unknown", looks=looks_like(head))


def looks_like(head: bytes) -> str:
    """The ending that content like this mostly has, for a sentence; empty where nobody knows."""
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return ""
    return next((str(one.extension) for one in found if one.extension and one.confidence >= 0.2), "")


def decoded(data: bytes) -> str:
    """Text for a page, whatever its code: UTF-8, UTF-16 with a mark, else Windows-1251 (old Russian files)."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1251", "replace")
