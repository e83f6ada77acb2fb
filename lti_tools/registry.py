"""Finds the installed tools by their entry points (group `lti_tools.tools`)."""

from collections.abc import Iterable
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from lti_tools.errors import SettingInvalid
from lti_tools.kit.tables import PREFIX as KIT_PREFIX
from lti_tools.store.tables import PREFIX
from lti_tools.tool import Tool

GROUP = "lti_tools.tools"


@cache
def load_tools() -> tuple[Tool, ...]:
    """Every installed tool, ordered by slug; looked for once in a process.

    Raises `SettingInvalid` where two of them cannot live together or an entry point is no tool.
    """
    found = []
    for entry in entry_points(group=GROUP):
        tool = entry.load()
        if not isinstance(tool, Tool):
            raise SettingInvalid(f"the entry point {entry.name} = {entry.value} is no lti_tools.tool.Tool")
        found.append(tool)
    tools = tuple(sorted(found, key=lambda tool: tool.slug))
    check_tools(tools)
    return tools


def check_tools(tools: Iterable[Tool]) -> None:
    """Refuse two tools with one slug, and table prefixes of which one begins another."""
    slugs: dict[str, Tool] = {}
    prefixes = {PREFIX: "lti_tools", KIT_PREFIX: "lti_tools.kit"}
    for tool in tools:
        if tool.slug in slugs:
            raise SettingInvalid(f"{tool.package} and {slugs[tool.slug].package} both have the slug {tool.slug!r}")
        slugs[tool.slug] = tool
        if not tool.table_prefix.endswith("_"):
            raise SettingInvalid(f"{tool.package}: the table prefix {tool.table_prefix!r} does not end with `_`")
        for prefix, owner in prefixes.items():
            if prefix.startswith(tool.table_prefix) or tool.table_prefix.startswith(prefix):
                raise SettingInvalid(f"{tool.package} and {owner} share tables beginning with {prefix!r}")
        prefixes[tool.table_prefix] = tool.package


def package_folder(tool: Tool) -> Path:
    """Where the tool's `templates/`, `static/`, `translations/` and `migrations/` lie."""
    return folder_of(tool.package)


def folder_of(package: str) -> Path:
    """The folder of an installed package, imported or not."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SettingInvalid(f"{package} is no importable package")
    return Path(next(iter(spec.submodule_search_locations)))
