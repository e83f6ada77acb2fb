"""How the processes share the tests: by file, and the contract of the tools by tool.

What takes long to build belongs into one process: a browser with its servers lives as long as its module does, a world
that everybody has pressed through as long as the tests of `tests/contract/every_tool/` with its tool in brackets.
"""

from typing import Any

from xdist.scheduler import LoadScopeScheduling

BY_PARAMETER = "tests/contract/every_tool/"


class ByFile(LoadScopeScheduling):  # type: ignore[misc]
    """One test file is one piece of work."""

    def __init__(self, config: Any, log: Any) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        return f"{BY_PARAMETER}[{test.partition('[')[2]}" if file.startswith(BY_PARAMETER) else file
