"""Word, Excel and PowerPoint: document properties, authors of comments and changes, paths, thumbnails, signatures."""

import re
import zipfile
from collections.abc import Callable
from typing import Any, BinaryIO

from lti_tools.kit.uploads.refused import FileRefused
from lti_tools.kit.uploads.scrubbing.xml import drop, local, parse, written
from lti_tools.kit.uploads.zips import Budget, entries, open_zip, put, read, unpack

Inner = Callable[[str, BinaryIO, Budget], BinaryIO | bytes]
"""(name, content, budget) -> the content scrubbed, for pictures and documents inside a document."""

CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
CUSTOM = APP.replace(b"extended", b"custom")
PROPERTIES = {"docprops/core.xml": CORE, "docprops/app.xml": APP, "docprops/custom.xml": CUSTOM}
AUTHOR = "Author"
NAMES = {
    "author": AUTHOR, "initials": "A", "userName": AUTHOR, "displayName": AUTHOR, "userId": AUTHOR, "user": AUTHOR,
    "providerId": "None", "lastModifiedBy": AUTHOR, "creator": AUTHOR, "lastEditedBy": AUTHOR,
}  # fmt: skip
"""Attributes of any part that name a person -> what they say instead."""
TIMES = ("date", "dateUtc", "dt", "dT", "created", "modified", "dateTime")
"""Attributes with the minute somebody wrote; looked at in parts about comments and changes."""
NEVER = "2000-01-01T00:00:00Z"
AUTHORS = ("author", "lastModifiedBy", "creator", "manager", "company")
"""Elements whose text is a person."""
GONE = re.compile(
    r"(docprops/thumbnail|_xmlsignatures/|.*/printersettings/|.*vbadata|.*/revisions/users|userxml/)", re.I
)
GONE_TYPES = ("thumbnail", "digital-signature", "printersettings", "signature", "attachedtemplate", "mailmergesource")
"""Ends of relationship types that go with their parts."""
MEDIA = re.compile(r".*/(media|embeddings)/[^/]+$", re.I)
MACROS = re.compile(r".*(vbaproject\.bin|/activex/|/macrosheets/)", re.I)
PEOPLE = re.compile(r".*(comment|people|persons?/|author)", re.I)
ABOUT_THINGS = re.compile(r".*(comment|document\d*\.xml|people|foot|head|endnotes|revision)", re.I)


def scrub_office(source: BinaryIO, target: BinaryIO, budget: Budget, inner: Inner) -> None:
    """Write the document anew with every part scrubbed; raises `FileRefused`."""
    with open_zip(source) as archive, zipfile.ZipFile(target, "w") as clean, budget.deeper():
        infos = entries(archive, budget)
        names = _known_names(archive)
        for info in sorted(infos, key=lambda one: one.filename != "[Content_Types].xml"):
            if MACROS.match(info.filename):
                raise FileRefused("macros")
            if GONE.match(info.filename):
                continue
            put(clean, info.filename, _part(archive, info, names, budget, inner))


def _part(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, names: set[str], budget: Budget, inner: Inner
) -> BinaryIO | bytes:
    lower = info.filename.lower()
    if lower in PROPERTIES:
        return PROPERTIES[lower]
    with unpack(archive, info) as content:
        if MEDIA.match(info.filename):
            return inner(info.filename, content, budget)
        data = content.read()
    if lower.endswith(".rels"):
        return _relations(data)
    if lower.endswith(".vml"):
        return _drawing(info.filename, data, names)
    if lower.endswith(".xml"):
        return _xml(info.filename, data, names)
    return data if lower.endswith((".odttf", ".ttf", ".fntdata")) else b""


def _known_names(archive: zipfile.ZipFile) -> set[str]:
    """Who the document says its people are: Excel writes them into the text of comments too."""
    found: set[str] = set()
    for info in archive.infolist():
        if info.filename.lower() in PROPERTIES or (PEOPLE.match(info.filename) and info.filename.endswith(".xml")):
            root = parse(read(archive, info.filename, 10_000_000) or CORE)
            for one in root.iter():
                found |= {value for key, value in one.items() if local(key) in ("author", "displayName", "name")}
                if isinstance(one.tag, str) and local(one.tag) in AUTHORS:
                    found.add(one.text)
    return {name for name in found if name and len(name) > 2}


def _relations(data: bytes) -> bytes:
    root = parse(data)
    drop(root, lambda one: str(one.get("Type", "")).lower().rpartition("/")[2] in GONE_TYPES)
    for one in root.iter():
        place = str(one.get("Target", ""))
        if one.get("TargetMode") == "External" and (place.lower().startswith("file:") or "\\" in place):
            one.set("Target", "about:blank")
    return written(root)


def _xml(name: str, data: bytes, names: set[str]) -> bytes:
    root = parse(data)
    if re.match(r"customxml/item\d+\.xml", name, re.I):
        _empty(root)
        return written(root)
    if local(root.tag) == "Types":
        drop(root, lambda one: GONE.match(str(one.get("PartName", "")).lstrip("/")) is not None)
        return written(root)
    drop(root, lambda one: local(one.tag) in ("absPath", "fileSharing", "mailMerge", "attachedTemplate"))
    people, things = PEOPLE.match(name) is not None, ABOUT_THINGS.match(name) is not None
    for one in root.iter():
        if isinstance(one.tag, str):
            _clean(one, people, things, names)
    return written(root)


def _drawing(name: str, data: bytes, names: set[str]) -> bytes:
    """The shapes of comments; old Excel wrote some that are no XML."""
    try:
        return _xml(name, data, names)
    except FileRefused as error:
        if error.code != "broken":
            raise
        return b"<xml/>"


def _clean(one: Any, people: bool, things: bool, names: set[str]) -> None:
    for key, _value in one.items():
        word = local(key)
        if word in NAMES and (things or people or word not in ("user", "userId")):
            one.set(key, NAMES[word])
        elif people and word == "name":
            one.set(key, AUTHOR)
        elif things and word in TIMES:
            one.set(key, NEVER)
    if local(one.tag) in AUTHORS and one.text:
        one.text = AUTHOR
    elif people and one.text:
        for name in names:
            one.text = one.text.replace(name, AUTHOR)


def _empty(root: Any) -> None:
    """The shape of a part without its texts and values: document properties are bound to the page through it."""
    for one in root.iter():
        if isinstance(one.tag, str):
            one.text = one.tail = None
            for key, _value in one.items():
                if not str(key).startswith("{http://www.w3.org/"):
                    one.set(key, "")
