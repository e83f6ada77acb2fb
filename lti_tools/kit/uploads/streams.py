"""Reading files in pieces: copies that stop at a bound, numbers out of bytes, temporary files that spill to disk."""

import struct
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from lti_tools.kit.uploads.refused import FileRefused

PIECE = 1 << 20
"""Bytes copied at a time."""
IN_MEMORY = 4 << 20
"""A temporary file of up to so many bytes never touches the disk."""


def temporary() -> BinaryIO:
    """A file of one's own, gone when it is closed."""
    return cast(BinaryIO, SpooledTemporaryFile(max_size=IN_MEMORY))


def size_of(file: BinaryIO) -> int:
    """The length of a seekable file; its position becomes the beginning."""
    size = file.seek(0, 2)
    file.seek(0)
    return size


def exactly(file: BinaryIO, length: int) -> bytes:
    """`length` bytes; raises `FileRefused` where the file ends before."""
    found = file.read(length)
    if len(found) < length:
        raise FileRefused("broken")
    return found


def read_at(file: BinaryIO, place: int, length: int) -> bytes:
    """`length` bytes from `place` on, fewer where the file ends before, none before its beginning."""
    if place < 0:
        return b""
    file.seek(place)
    return file.read(length)


def copy(source: BinaryIO, target: BinaryIO, length: int | None = None) -> int:
    """Copy `length` bytes, or all that are left; raises `FileRefused` where the file ends before."""
    left, copied = length, 0
    while left is None or left > 0:
        piece = source.read(PIECE if left is None else min(PIECE, left))
        if not piece:
            if left is None:
                break
            raise FileRefused("broken")
        target.write(piece)
        copied += len(piece)
        left = None if left is None else left - len(piece)
    return copied


def blank(file: BinaryIO, place: int, length: int) -> None:
    """Overwrite with zeros in place."""
    file.seek(place)
    while length > 0:
        piece = min(PIECE, length)
        file.write(bytes(piece))
        length -= piece


def unpacked(layout: str, data: bytes) -> tuple[Any, ...]:
    """`struct.unpack` of the first bytes; raises `FileRefused` where there are too few."""
    size = struct.calcsize(layout)
    if len(data) < size:
        raise FileRefused("broken")
    return struct.unpack(layout, data[:size])
