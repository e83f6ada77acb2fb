"""The demo's child processes: the suite and two demo LMSs, each with a log file, ended together."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import requests

PATIENCE = 60.0
"""Seconds for a child to answer its first request."""
END_SECONDS = 30.0


class Failed(Exception):
    """A child did not start or ended by itself; the message carries the end of its log."""


@dataclass
class Children:
    folder: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, arguments: Sequence[str], settings: Mapping[str, str], address: str) -> None:
        """Start `python -m ...` and wait until it says that it serves `address` and answers there."""
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("LTI_TOOLS_")}
        inherited.pop("DATABASE_URL", None)
        with self._log(name).open("wb") as log:
            self.running[name] = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "lti_tools.demo.child", *arguments],
                env=inherited | dict(settings),
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C reaches the demo alone, which ends its children in order
            )
        deadline = time.monotonic() + PATIENCE
        while not (address in self._log(name).read_text(errors="replace") and answers(address)):
            self.check()
            if time.monotonic() > deadline:
                raise Failed(f"{name} does not answer at {address}.{self._tail(name)}")
            time.sleep(0.1)

    def check(self) -> None:
        """Raise `Failed` when a child has ended."""
        for name, child in list(self.running.items()):
            if child.poll() is not None:
                self._forget(name)
                raise Failed(f"{name} ended by itself with code {child.returncode}.{self._tail(name)}")

    def end(self) -> None:
        for child in self.running.values():
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + END_SECONDS
        for child in self.running.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
            if child.stdin:
                child.stdin.close()

    def _forget(self, name: str) -> None:
        child = self.running.pop(name)
        if child.stdin:
            child.stdin.close()

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def _tail(self, name: str) -> str:
        lines = self._log(name).read_text(errors="replace").splitlines()[-15:]
        return "\n" + "\n".join(lines) if lines else ""


def on_free_port(wanted: int, start: Callable[[int], None]) -> int:
    """Call `start` with `wanted` or the next port above it that can be had; returns the port.

    Somebody else may take a port just before we do: where `start` fails and the port is taken, the next is tried.
    """
    for port in range(wanted, 65536):
        if not is_free(port):
            continue
        try:
            start(port)
        except Failed:
            if is_free(port):
                raise
        else:
            return port
    raise Failed(f"No free port from {wanted} on.")


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def answers(address: str) -> bool:
    """Whether a page at `address` is there."""
    assert urlsplit(address).hostname in ("localhost", "127.0.0.1")
    try:
        with requests.Session() as session:
            session.trust_env = False
            return session.get(address, timeout=5).status_code == 200
    except requests.RequestException:
        return False
