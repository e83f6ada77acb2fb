"""Runs `lti-tools` commands in this process with settings of the test's own."""

import sys
from pathlib import Path

import pytest

from lti_tools import cli


class Commands:
    """`run("db", "status")` -> exit code; what it printed is in `out` and `err`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys
        self.out = self.err = ""

    def setting(self, name: str, value: str | Path) -> None:
        self._monkeypatch.setenv(name, str(value))

    def run(self, *arguments: str) -> int:
        self._monkeypatch.setattr(sys, "argv", ["lti-tools", *arguments])
        try:
            cli.main()
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
        self.out, self.err = self._capsys.readouterr()
        assert "Traceback" not in self.err
        return code
