"""Starts programs of the project as child processes and ends them, whatever the test does."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Child:
    """A child process in a group of its own; leaving the block kills what is left of it.

    `log` takes its output to a file, for one that talks long without being read.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        env: Mapping[str, str],
        *,
        program: str | Path = sys.executable,
        cwd: Path | None = None,
        log: Path | None = None,
    ) -> None:
        self._log = log.open("w") if log else None
        self.process = subprocess.Popen(
            [str(program), *arguments],
            env={**os.environ, **env},
            cwd=cwd,
            stdout=self._log or subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def __enter__(self) -> "Child":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        (self._log or self.process.stdout).close()

    def read_until(self, word: str) -> str:
        """The child's output up to the first line with `word`; fails with all of it where the child ends before."""
        seen = []
        for line in self.process.stdout:
            seen.append(line)
            if word in line:
                return "".join(seen)
        raise AssertionError("ended early:\n" + "".join(seen))

    def terminate(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def wait(self, seconds: float = 30) -> int:
        return self.process.wait(seconds)
