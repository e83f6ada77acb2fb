"""The demo's child processes: the suite and two demo LMSs, each with a log file, ended together."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
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
        """Start `python -m ...` and wait until it answers at `address`."""
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("LTI_TOOLS_")}
        inherited.pop("DATABASE_URL", None)
        with self._log(name).open("wb") as log:
            self.running[name] = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", *arguments],
                env=inherited | dict(settings),
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C reaches the demo alone, which ends its children in order
            )
        deadline = time.monotonic() + PATIENCE
        while not _answers(address):
            self.check()
            if time.monotonic() > deadline:
                raise Failed(f"{name} does not answer at {address}.{self._tail(name)}")
            time.sleep(0.1)

    def check(self) -> None:
        """Raise `Failed` when a child has ended."""
        for name, child in self.running.items():
            if child.poll() is not None:
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

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def _tail(self, name: str) -> str:
        lines = self._log(name).read_text(errors="replace").splitlines()[-15:]
        return "\n" + "\n".join(lines) if lines else ""


def pick_port(host: str, wanted: int, taken: Sequence[int] = ()) -> int:
    """`wanted`, or the next port above it that nobody listens on."""
    for port in range(wanted, 65536):
        if port not in taken and _is_free(host, port):
            return port
    raise Failed(f"No free port from {wanted} on.")


def _is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _answers(address: str) -> bool:
    assert urlsplit(address).hostname in ("localhost", "127.0.0.1")
    try:
        with requests.Session() as session:
            session.trust_env = False
            return session.get(address, timeout=5).status_code == 200
    except requests.RequestException:
        return False
