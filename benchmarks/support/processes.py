"""Child processes and the CPU time they have used (from /proc, so Linux alone)."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

TICK = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(arguments: Sequence[str], env: Mapping[str, str], address: str) -> Iterator[int]:
    """A server process, up when `address` answers, ended with the block; gives its pid. What it says goes to a file."""
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen([sys.executable, *arguments], env={**os.environ, **env}, stdout=said, stderr=said)
        try:
            _wait(address, child, said)
            yield child.pid
        finally:
            child.send_signal(signal.SIGTERM)
            child.wait(30)


def _wait(address: str, child: subprocess.Popen[bytes], said: IO[bytes]) -> None:
    for _ in range(300):
        if child.poll() is not None:
            said.seek(0)
            raise RuntimeError(f"the server ended with {child.returncode}: {said.read().decode()[-2000:]}")
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{address} does not answer")


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time of these processes so far."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except FileNotFoundError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def descendants(pid: int) -> list[int]:
    """A process and all below it: a database server has one for each connection."""
    found = [pid]
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        found += descendants(int(child))
    return found
