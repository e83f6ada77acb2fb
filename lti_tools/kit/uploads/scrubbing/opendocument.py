"""OpenDocument files: meta.xml, authors of notes and changes, fields with names, thumbnails, macros."""

import re
import zipfile
from typing import Any, BinaryIO

from lti_tools.kit.uploads.refused import FileRefused
from lti_tools.kit.uploads.scrubbing.office import AUTHOR, Inner
from lti_tools.kit.uploads.scrubbing.xml import drop, local, parse, written
from lti_tools.kit.uploads.zips import Budget, entries, open_zip, put, unpack

META = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta xmlns:office='
    b'"urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"><office:meta/></office:document-meta>'
)
GONE = re.compile(
    r"(thumbnails/|basic/|scripts/|configurations2/|meta-inf/.*signatures|layout-cache|dialogs/|.*/thumbnails/)", re.I
)
PICTURES = re.compile(r"(.*/)?(pictures|media)/[^/]+$", re.I)
NAMES = (
    "creator", "creator-initials", "sender-initials", "initial-creator", "printed-by", "author-name", "author-initials",
    "sender-firstname", "sender-lastname", "sender-title", "sender-position", "sender-email", "sender-phone-private",
    "sender-fax", "sender-company", "sender-phone-work", "sender-street", "sender-city", "sender-postal-code",
    "sender-country", "sender-state-or-province", "user-defined", "editing-author",
)  # fmt: skip
"""Elements whose text is a person, wherever they stand: under notes, under changes, in the text as fields."""
TIMES = ("date", "creation-date", "print-date", "modification-date")
NEVER = "2000-01-01T00:00:00"
SETTINGS = ("PrinterName", "PrinterSetup", "PrinterPaperFromSetup", "RsidRoot", "Rsid", "CurrentDatabaseDataSource")


def scrub_opendocument(source: BinaryIO, target: BinaryIO, budget: Budget, inner: Inner) -> None:
    """Write the document anew with every part scrubbed; raises `FileRefused`."""
    with open_zip(source) as archive, zipfile.ZipFile(target, "w") as clean, budget.deeper():
        for info in sorted(entries(archive, budget), key=lambda one: one.filename != "mimetype"):
            if GONE.match(info.filename):
                continue
            with unpack(archive, info) as content:
                scrubbed = _part(info.filename, content, budget, inner)
            put(clean, info.filename, scrubbed, stored=info.filename == "mimetype")


def _part(name: str, content: BinaryIO, budget: Budget, inner: Inner) -> BinaryIO | bytes:
    lower = name.lower()
    if lower == "mimetype":
        return content.read(100).strip()
    if lower.rpartition("/")[2] == "meta.xml":
        return META
    if PICTURES.match(name):
        return inner(name, content, budget)
    if lower == "meta-inf/manifest.xml":
        return _manifest(content.read())
    if lower.endswith((".xml", ".rdf")):
        return _xml(content.read())
    return b""


def _manifest(data: bytes) -> bytes:
    root = parse(data)
    if any(local(one.tag) == "encryption-data" for one in root.iter() if isinstance(one.tag, str)):
        raise FileRefused("protected")
    drop(root, lambda one: any(local(key) == "full-path" and GONE.match(value) for key, value in one.items()))
    return written(root)


def _xml(data: bytes) -> bytes:
    root = parse(data)
    drop(root, lambda one: local(one.tag) in ("scripts", "event-listeners"))
    for one in root.iter():
        if isinstance(one.tag, str):
            _clean(one)
    return written(root)


def _clean(one: Any) -> None:
    word = local(one.tag)
    if word in NAMES and one.text:
        one.text = AUTHOR
    elif word in TIMES and one.text and _is_about(one):
        one.text = NEVER
    elif word == "config-item" and any(local(key) == "name" and value in SETTINGS for key, value in one.items()):
        one.text = None
    for key, value in one.items():
        if local(key) in ("author", "creator", "sender-initials"):
            one.set(key, AUTHOR)
        elif value.startswith(("file:", "vnd.sun.star.script:")):
            one.set(key, "")


def _is_about(one: Any) -> bool:
    """A date under a note or a change, not one that stands in the text."""
    parent = one.getparent()
    return parent is not None and local(parent.tag) in ("annotation", "change-info", "meta")
