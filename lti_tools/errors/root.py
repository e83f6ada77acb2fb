"""The root of the exception tree."""

from typing import ClassVar


class SuiteError(Exception):
    """Root of the tree."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    spec: ClassVar[str] = ""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
