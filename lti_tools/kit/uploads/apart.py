"""Looking into a file in a process of its own: one that eats memory or time is refused, and nothing else notices."""

import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any, BinaryIO, cast

from lti_tools.kit.uploads.kinds import KINDS, Kind, ending_of
from lti_tools.kit.uploads.refused import FileRefused
from lti_tools.kit.uploads.streams import copy

ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "PYTHONPATH", "TMPDIR")
"""All that the other process gets to know: no address of a database, no key."""
MB = 1_000_000
log = logging.getLogger(__name__)
_HEAVY = (-9, -24)
"""Ended by the system's limits: killed, or out of processor time."""
_at_a_time = BoundedSemaphore(4)


@dataclass(frozen=True)
class Limits:
    """What looking into one file may cost: seconds of the processor, seconds by the clock, bytes of memory."""

    processor: int
    clock: float
    memory: int = 2_000 * MB


AT_ONCE = Limits(processor=20, clock=60)
"""Where the sender waits."""
LATER = Limits(processor=300, clock=900)
"""In the worker; shorter than it keeps a file for itself (`store.BUSY`)."""


@dataclass(frozen=True)
class Examined:
    """What a file is; its scrubbed copy and the picture for lists where they were made, for the caller to close."""

    kind: Kind
    clean: BinaryIO | None = None
    small: BinaryIO | None = None

    def close(self) -> None:
        for file in (self.clean, self.small):
            if file is not None:
                file.close()


def examine(content: BinaryIO, name: str, accepted: Iterable[str], limits: Limits, *, scrub: bool = True) -> Examined:
    """Tell the kind of a seekable file called `name`; where it is `accepted` and `scrub`, make its copy as well.

    Raises `FileRefused`, "heavy" where a limit is reached.
    """
    content.seek(0)
    with tempfile.TemporaryFile() as source, _at_a_time:
        copy(content, source)
        content.seek(0)
        source.seek(0)
        clean, small = _empty(), _empty()
        asked = {
            "ending": ending_of(name),
            "accepted": list(accepted),
            "scrub": scrub,
            "targets": [clean.fileno(), small.fileno()],
            "processor": limits.processor,
            "memory": limits.memory,
        }
        try:
            answer = _ask(asked, source, limits.clock)
        except BaseException:
            clean.close()
            small.close()
            raise
    return Examined(KINDS[answer["kind"]], _made(clean, answer["clean"]), _made(small, answer["small"]))


@dataclass(frozen=True)
class DrawnPage:
    """One page as a picture: width and height in pixels, `content` as WebP."""

    number: int
    width: int
    height: int
    content: bytes


def draw(content: BinaryIO, limits: Limits) -> Iterator[DrawnPage]:
    """The pages of a seekable PDF, one after the other; raises `FileRefused` before the first."""
    with tempfile.TemporaryFile() as source, _empty() as pictures, _at_a_time:
        content.seek(0)
        copy(content, source)
        source.seek(0)
        asked = {
            "draw": True,
            "targets": [pictures.fileno()],
            "processor": limits.processor,
            "memory": limits.memory,
        }
        answer = _ask(asked, source, limits.clock)
        pictures.seek(0)
        for number, width, height, size in answer["pages"]:
            yield DrawnPage(number, width, height, pictures.read(size))


def _empty() -> BinaryIO:
    return cast(BinaryIO, tempfile.TemporaryFile())


def _made(file: BinaryIO, there: bool) -> BinaryIO | None:
    if not there:
        file.close()
        return None
    file.seek(0)
    return file


def _ask(asked: dict[str, Any], source: BinaryIO, clock: float) -> dict[str, Any]:
    """Start the process and read its answer; raises `FileRefused`."""
    command = [sys.executable, "-m", "lti_tools.kit.uploads.looking", json.dumps(asked)]
    environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603
            command,
            stdin=source,
            capture_output=True,
            pass_fds=asked["targets"],
            env=environment,
            timeout=clock,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefused("heavy") from error
    if done.returncode in _HEAVY:
        raise FileRefused("heavy")
    if done.returncode:
        log.error("uploads.looking-failed", extra={"fields": {"exit": done.returncode, "error": _error(done.stderr)}})
        raise FileRefused("broken")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    if "refused" in answer:
        raise FileRefused.from_stored(answer["refused"])
    return answer


def _error(told: bytes) -> str:
    """The error's name alone: its words may be the file's."""
    last = told.decode(errors="replace").strip().rpartition("\n")[2]
    return last.partition(":")[0][:80]
