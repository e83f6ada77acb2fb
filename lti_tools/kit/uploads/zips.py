"""Opening archives that others made: bounded in number, size, ratio and depth before a byte is unpacked."""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, cast

from lti_tools.kit.uploads.refused import FileRefused
from lti_tools.kit.uploads.streams import copy, temporary

MOST_ENTRIES = 5_000
MOST_UNPACKED = 600_000_000
"""Bytes over all depths."""
MOST_RATIO = 250
"""Unpacked to packed, of one entry that unpacks to more than `RATIO_FROM`. XML of office files reaches 100."""
RATIO_FROM = 5_000_000
MOST_DEPTH = 3
"""Archives inside each other, office files counted."""

_NEUTRAL_TIME = (1980, 1, 1, 0, 0, 0)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError, KeyError)


@dataclass
class Budget:
    """What one upload may cost in all; handed down into archives inside archives."""

    entries: int = MOST_ENTRIES
    unpacked: int = MOST_UNPACKED
    depth: int = 0

    def take(self, size: int) -> None:
        """Account for one entry of `size` bytes; raises `FileRefused` when it is too much."""
        self.entries -= 1
        self.unpacked -= size
        if self.entries < 0 or self.unpacked < 0:
            raise FileRefused("bomb")

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """One archive further in."""
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise FileRefused("nested")
        yield
        self.depth -= 1


def open_zip(file: BinaryIO) -> zipfile.ZipFile:
    """Read the directory of an archive; raises `FileRefused`."""
    try:
        return zipfile.ZipFile(file)
    except _BROKEN as error:
        raise FileRefused("broken") from error


def entries(archive: zipfile.ZipFile, budget: Budget) -> list[zipfile.ZipInfo]:
    """The files of an archive, without folders, accounted for by what they claim to be; raises `FileRefused`."""
    found = [info for info in archive.infolist() if not info.filename.endswith("/")]
    names = {info.filename for info in found}
    if len(names) != len(found) or "" in names:
        raise FileRefused("broken")
    for info in found:
        budget.take(info.file_size)
        if info.file_size > RATIO_FROM and info.file_size > MOST_RATIO * max(info.compress_size, 1):
            raise FileRefused("bomb")
        if info.flag_bits & 1:
            raise FileRefused("protected")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise FileRefused("links")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise FileRefused("broken")
    return found


def unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    """One entry as a temporary file at its beginning: never more bytes than it claimed; raises `FileRefused`."""
    target = temporary()
    try:
        with archive.open(info) as source:
            copied = copy(cast(BinaryIO, source), target)
    except _BROKEN as error:
        target.close()
        raise FileRefused("broken") from error
    if copied != info.file_size:
        target.close()
        raise FileRefused("broken")
    target.seek(0)
    return target


def read(archive: zipfile.ZipFile, name: str, most: int = 1_000_000) -> bytes:
    """A small entry by name; empty where there is none, it is larger than `most` or cannot be read."""
    try:
        info = archive.getinfo(name)
        return archive.read(info) if info.file_size <= most else b""
    except _BROKEN:
        return b""


def neutral(name: str, *, stored: bool = False) -> zipfile.ZipInfo:
    """An entry that says nothing but its name: no time, no owner, no comment, no extra field."""
    info = zipfile.ZipInfo(name, _NEUTRAL_TIME)
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    info.create_system = 3
    return info


def put(archive: zipfile.ZipFile, name: str, content: BinaryIO | bytes, *, stored: bool = False) -> None:
    """Write one neutral entry; a file is closed afterwards."""
    info = neutral(name, stored=stored)
    if isinstance(content, bytes):
        archive.writestr(info, content)
        return
    with content, archive.open(info, "w") as target:
        content.seek(0)
        copy(content, cast(BinaryIO, target))
