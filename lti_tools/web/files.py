"""Files that people upload: kept under the hash of their content, given back as downloads that run nothing."""

import hashlib
import re
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO
from urllib.parse import quote
from uuid import uuid4

import wtforms
from flask import Response
from fsspec.core import url_to_fs
from werkzeug.datastructures import FileStorage
from wtforms import validators

from lti_tools.web.formats import format_number
from lti_tools.web.locale import gettext

_SPACE = re.compile(r"[a-z0-9]+(?:[-/][a-z0-9]+)*")
_KEY = re.compile(rf"{_SPACE.pattern}/[0-9a-f]{{64}}")
_SHOWN = ("image/jpeg", "image/png", "image/webp")
PIECE = 1 << 20
"""Bytes copied at a time."""
_SANDBOX = "sandbox; default-src 'none'"


class FileStore:
    """Files in a folder or an object store (`LTI_TOOLS_FILES_URL`, any fsspec address)."""

    def __init__(self, url: str) -> None:
        self._system, self._root = url_to_fs(url)

    def put(self, content: bytes, space: str) -> str:
        """Keep `content` in `space` ("activity-7/person-3") and return its key; the same content twice is one file.

        A space is what is removed together, so that erasing a person needs no search for others who sent the same file.
        """
        key = f"{self._checked(space)}/{hashlib.sha256(content).hexdigest()}"
        if not self._system.exists(self._path(key)):
            with self._half_written(key) as target:
                target.write(content)
        return key

    def keep(self, file: BinaryIO, space: str) -> str:
        """As `put`, for a seekable file of any size: it goes through in pieces and never stands in memory."""
        digest, _ = digest_of(file)
        key = f"{self._checked(space)}/{digest}"
        if not self._system.exists(self._path(key)):
            with self._half_written(key) as target:
                shutil.copyfileobj(file, target, PIECE)
        return key

    def open(self, key: str) -> BinaryIO:
        """The content under `key` as a seekable file, for the caller to close; raises FileNotFoundError."""
        found: BinaryIO = self._system.open(self._path(key), "rb")
        return found

    def get(self, key: str) -> bytes:
        """The content under `key`; raises FileNotFoundError."""
        content: bytes = self._system.cat_file(self._path(key))
        return content

    def remove(self, key: str) -> None:
        """Forget one file; one that is gone already is fine."""
        if self._system.exists(self._path(key)):
            self._system.rm_file(self._path(key))

    def remove_space(self, space: str) -> None:
        """Forget everything below `space`."""
        self._checked(space)
        if self._system.exists(f"{self._root}/{space}"):
            self._system.rm(f"{self._root}/{space}", recursive=True)

    @contextmanager
    def _half_written(self, key: str) -> Iterator[BinaryIO]:
        """A file that takes its place only when all of it is there."""
        path, half = self._path(key), f"{self._path(key)}.{uuid4().hex}"
        self._system.makedirs(path.rpartition("/")[0], exist_ok=True)
        with self._system.open(half, "wb") as target:
            yield target
        self._system.mv(half, path)

    def _checked(self, space: str) -> str:
        if not _SPACE.fullmatch(space):
            raise ValueError(f"{space!r} is no name for a space of files")
        return space

    def _path(self, key: str) -> str:
        if not _KEY.fullmatch(key):
            raise FileNotFoundError(key)
        return f"{self._root}/{key}"


def digest_of(file: BinaryIO) -> tuple[str, int]:
    """(SHA-256 in hex, size in bytes) of a seekable file; its position becomes the beginning."""
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while piece := file.read(PIECE):
        digest.update(piece)
        size += len(piece)
    file.seek(0)
    return digest.hexdigest(), size


def download(content: bytes, name: str) -> Response:
    """`content` as a download called `name`: never shown, never run, never guessed at."""
    response = _closed(content, "application/octet-stream")
    response.headers["Content-Disposition"] = disposition(name)
    return response


def disposition(name: str, *, inline: bool = False) -> str:
    """The Content-Disposition header: a download called `name`, or a file shown where it stands."""
    name = safe_name(name)
    plain = "".join(char if " " <= char < "\x7f" and char not in '"\\%' else "_" for char in name)
    way = "inline" if inline else "attachment"
    return f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def picture(content: bytes, kind: str) -> Response:
    """A picture that `pictures.redraw` made, for `<img>`."""
    return _closed(content, kind if kind in _SHOWN else "application/octet-stream")


def safe_name(name: str) -> str:
    """A file name for a person to read: no folders, no invisible or direction-changing characters, at most 120 long."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip(" .")
    if len(shown) > 120:
        stem, dot, ending = shown.rpartition(".")
        shown = f"{stem[: 119 - len(ending)]}.{ending}" if dot and len(ending) <= 10 else shown[:120]
    return shown or "file"


@dataclass(frozen=True)
class Upload:
    """A file as it came with a form."""

    name: str
    content: bytes


class UploadField(wtforms.FileField):
    """One file of at most `most_bytes`; `data` is an `Upload` or None. `endings` are those allowed, such as ".pdf"."""

    data: Upload | None

    def __init__(
        self,
        label: str | None = None,
        *,
        most_bytes: int = 10_000_000,
        endings: tuple[str, ...] = (),
        required: bool = True,
        **options: Any,
    ) -> None:
        self.most_bytes, self.endings, self.needed = most_bytes, endings, required
        if endings:
            options["render_kw"] = {"accept": ",".join(endings), **options.get("render_kw", {})}
        super().__init__(label, **options)
        self.flags.optional = not required

    @property
    def too_large(self) -> str:
        """What is said of a file above the limit; the page says so before such a file is sent."""
        most = format_number(self.most_bytes / 1_000_000, 1)
        return gettext("This file is larger than %(most)s MB.", most=most)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        for file in valuelist:
            if isinstance(file, FileStorage) and file.filename:
                self.data = Upload(safe_name(file.filename), file.stream.read(self.most_bytes + 1))
                return

    def pre_validate(self, form: Any) -> None:
        if self.data is None:
            if self.needed:
                raise validators.StopValidation(gettext("Choose a file."))
        elif len(self.data.content) > self.most_bytes:
            raise validators.StopValidation(self.too_large)
        elif self.endings and not self.data.name.lower().endswith(self.endings):
            kinds = ", ".join(self.endings)
            raise validators.StopValidation(gettext("Choose a file of one of these kinds: %(kinds)s.", kinds=kinds))


def _closed(content: bytes, kind: str) -> Response:
    response = Response(content, mimetype=kind)
    response.headers["Content-Security-Policy"] = _SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response
