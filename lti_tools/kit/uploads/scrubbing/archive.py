"""ZIP archives: every file inside sniffed and scrubbed, every entry renamed, no time, owner or comment left."""

import re
import zipfile
from collections.abc import Callable
from typing import BinaryIO

from lti_tools.kit.uploads.refused import FileRefused
from lti_tools.kit.uploads.zips import Budget, entries, open_zip, put, unpack

Member = Callable[[str, BinaryIO, Budget], tuple[BinaryIO, str]]
"""(name, content, budget) -> (content scrubbed, ending)."""
CRUMBS = re.compile(r"(__MACOSX/|.*\.DS_Store$|.*Thumbs\.db$|.*desktop\.ini$|.*/\.git/|\.git/|.*/__pycache__/)", re.I)
"""What systems leave in archives; nobody packed it on purpose."""


def scrub_archive(source: BinaryIO, target: BinaryIO, budget: Budget, member: Member) -> None:
    """Write the archive anew: "folder-1/file-2.py"; raises `FileRefused` if one file inside is not accepted."""
    with open_zip(source) as archive, zipfile.ZipFile(target, "w") as clean, budget.deeper():
        folders: dict[str, str] = {"": ""}
        number = 0
        for info in entries(archive, budget):
            if CRUMBS.match(info.filename) or not info.file_size:
                continue
            number += 1
            folder = info.filename.replace("\\", "/").rpartition("/")[0].strip("/")
            place = folders.setdefault(folder, f"folder-{len(folders)}/")
            name = re.split(r"[/\\]", info.filename)[-1]
            with unpack(archive, info) as content:
                scrubbed, ending = _one(name, content, budget, member)
            put(clean, f"{place}file-{number}{ending}", scrubbed)
        if not number:
            raise FileRefused("empty")


def _one(name: str, content: BinaryIO, budget: Budget, member: Member) -> tuple[BinaryIO, str]:
    try:
        return member(name, content, budget)
    except FileRefused as error:
        if error.code in ("bomb", "nested", "member"):
            raise
        raise FileRefused("member", name=name[:80], why=error) from error
