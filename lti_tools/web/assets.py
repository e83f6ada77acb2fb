"""Stylesheets, scripts and pictures, read once at the start, served from memory under addresses that name their hash.

Every `.css` of a folder becomes one `<name>.css` and every `.js` one `<name>.js`: requests are dear on a slow line.
Scripts are ES modules with one behaviour each; they import nothing, and one that fails leaves the others running.
"""

import gzip
import hashlib
import mimetypes
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from flask import Blueprint, Request, Response, abort, request
from werkzeug.wrappers import Response as AnyResponse

PATH = "/assets"
"""Where they are served."""
FIRST_SHEETS = ("tokens.css", "base.css")
"""What the other sheets of a folder build on; they follow by name."""
LAST_SHEETS = ("contrast.css", "print.css")
"""What has the last word."""

_FOREVER = "public, max-age=31536000, immutable"
_TEXT = ("text/css", "text/javascript", "image/svg+xml", "application/json")


@dataclass(frozen=True)
class Asset:
    """One file as it is served."""

    content: bytes
    gzipped: bytes
    kind: str
    address: str
    """Its name with the hash of its content put in: `lti.3f9ac81d02.css`."""


class Assets:
    """All files of the suite and its tools by name: `lti.css`, `topic-vote.js`, `lti/mark.svg`."""

    def __init__(self, folders: Mapping[str, Path]) -> None:
        """Read the folders, keyed by the name that their bundles get; a missing folder has no assets."""
        self._by_name: dict[str, Asset] = {}
        for name, folder in folders.items():
            self._read(name, folder)
        self._by_address = {asset.address: asset for asset in self._by_name.values()}

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> Asset:
        return self._by_name[name]

    def address(self, name: str) -> str:
        """The address of an asset below the blueprint's; raises KeyError for one that does not exist."""
        return self._by_name[name].address

    def blueprint(self) -> Blueprint:
        """Serves the assets below `PATH`."""
        routes = Blueprint("assets", __name__, url_prefix=PATH)

        @routes.get("/<path:address>")
        def file(address: str) -> AnyResponse:
            return self._respond(address, request)

        return routes

    def _respond(self, address: str, asked: Request) -> AnyResponse:
        asset = self._by_address.get(address)
        caching = _FOREVER
        if asset is None:  # an address of another version: what we have now, not to be kept under it
            asset, caching = self._by_name.get(_without_hash(address)) or abort(404), "no-cache"
        zipped = bool(asset.gzipped) and asked.accept_encodings.quality("gzip") > 0
        response = Response(asset.gzipped if zipped else asset.content, mimetype=asset.kind)
        if zipped:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = caching
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.set_etag(asset.address)
        return response.make_conditional(asked)

    def _read(self, name: str, folder: Path) -> None:
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        sheets = sorted((path for path in paths if path.suffix == ".css"), key=_sheet_order)
        scripts = [path for path in paths if path.suffix == ".js"]
        if sheets:
            self._add(f"{name}.css", "\n".join(path.read_text("utf-8") for path in sheets).encode())
        if scripts:
            self._add(f"{name}.js", "\n".join(_guarded(path) for path in scripts).encode())
        for path in paths:
            if path.suffix not in (".css", ".js"):
                self._add(f"{name}/{path.relative_to(folder).as_posix()}", path.read_bytes())

    def _add(self, name: str, content: bytes) -> None:
        self._by_name[name] = _asset(name, content)


@lru_cache(maxsize=256)
def _asset(name: str, content: bytes) -> Asset:
    """Pressed once, for however many applications of the process."""
    kind = "text/javascript" if name.endswith(".js") else mimetypes.guess_type(name)[0] or "application/octet-stream"
    path = PurePosixPath(name)
    digest = hashlib.sha256(content).hexdigest()[:12]
    gzipped = gzip.compress(content, 9, mtime=0) if kind in _TEXT else b""
    return Asset(content, gzipped, kind, str(path.with_name(f"{path.stem}.{digest}{path.suffix}")))


def _sheet_order(path: Path) -> tuple[int, str]:
    if path.name in FIRST_SHEETS:
        return FIRST_SHEETS.index(path.name), ""
    return len(FIRST_SHEETS) + (path.name in LAST_SHEETS), path.name


def _guarded(path: Path) -> str:
    """The script without the words above it, which are for who reads its file."""
    code = "".join(line for line in path.read_text("utf-8").splitlines(keepends=True) if not line.startswith("//"))
    return f"try {{\n{code}}} catch (error) {{ console.error({path.name!r}, error); }}"


def _without_hash(address: str) -> str:
    path = PurePosixPath(address)
    stem, dot, _ = path.stem.rpartition(".")
    return str(path.with_name(stem + path.suffix)) if dot and stem else address


def static_folders(packages: Iterable[tuple[str, Path]]) -> dict[str, Path]:
    """The folders for `Assets`: the suite's own, some pages' own, then each tool's `static/` under its slug."""
    static = Path(__file__).parent.parent / "static"
    own = {"lti": static / "lti", "lti-admin": static / "admin", "lti-uploads": static / "uploads"}
    return own | {slug: package / "static" for slug, package in packages}
