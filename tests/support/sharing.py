"""How two processes share the tests: by file, and the contract of the tools by tool.

What takes long to build (a browser with its servers, a world that everybody has pressed through) lives as long as its
module does, so that its tests belong into one process.
"""

from typing import Any

from xdist.scheduler import LoadScopeScheduling

BY_PARAMETER = "tests/contract/test_every_tool.py"


class ByFile(LoadScopeScheduling):  # type: ignore[misc]
    """One test file is one piece of work."""

    def __init__(self, config: Any, log: Any) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        return f"{file}[{test.partition('[')[2]}" if file == BY_PARAMETER else file
