"""Templates that a tool ships: files in its package, one per language, `starters/<language>/<name>.json`."""

import re
from functools import lru_cache
from pathlib import Path

from lti_tools.kit.activity_file.files import ActivityFile, parse
from lti_tools.registry import package_folder
from lti_tools.tool import Tool
from lti_tools.web.locale import reader

FOLDER, FALLBACK = "starters", "en"
NAME = re.compile(r"[a-z][a-z0-9-]{0,60}")


def names(tool: Tool) -> tuple[str, ...]:
    """The shipped templates' names, which are the same in every language."""
    return _names(package_folder(tool)) if tool.content else ()


def starters(tool: Tool) -> dict[str, ActivityFile]:
    """Every shipped template by name, in the reader's language where it is there."""
    return {name: starter for name in names(tool) if (starter := find(tool, name))}


def find(tool: Tool, name: str) -> ActivityFile | None:
    """One shipped template in the reader's language; None for a name that is none."""
    if name not in names(tool):
        return None
    folder = package_folder(tool) / FOLDER
    path = folder / reader().language / f"{name}.json"
    return parse(tool, (path if path.is_file() else folder / FALLBACK / f"{name}.json").read_bytes())


@lru_cache(maxsize=64)
def _names(package: Path) -> tuple[str, ...]:
    found = (path.stem for path in (package / FOLDER / FALLBACK).glob("*.json"))
    return tuple(sorted(name for name in found if NAME.fullmatch(name)))
