"""The other process of `apart`: limits on itself first, then the file from standard input, then an answer in one line.

The limits are set before anything that reads files is loaded.
"""

import json
import os
import resource
import sys
from typing import Any

LARGEST_WRITTEN = 2_000_000_000
"""Bytes of any file that it writes."""


def limit(processor: int, memory: int) -> None:
    """Let the system end this process beyond so many seconds of the processor; no more memory than so many bytes."""
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_WRITTEN, LARGEST_WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def look(asked: dict[str, Any]) -> dict[str, Any]:
    """The kind of the file and what was made of it, or why it is refused."""
    from lti_tools.kit.uploads.refused import FileRefused
    from lti_tools.kit.uploads.scrubbing.pictures import LONGEST_IN_LISTS, smaller
    from lti_tools.kit.uploads.scrubbing.scrub import PICTURES, scrub
    from lti_tools.kit.uploads.sniffing import sniff

    clean, small = (os.fdopen(target, "w+b") for target in asked["targets"])
    with os.fdopen(0, "rb") as source, clean, small:
        try:
            kind = sniff(source, f"file{asked['ending']}")
            found = {"kind": kind.name, "clean": False, "small": False}
            if asked["scrub"] and kind.name in asked["accepted"]:
                scrub(kind, source, clean)
                found["clean"] = True
                found["small"] = kind.name in PICTURES and smaller(kind.name, clean, small, LONGEST_IN_LISTS)
        except FileRefused as refused:
            return {"refused": refused.stored}
    return found


def draw(asked: dict[str, Any]) -> dict[str, Any]:
    """The pages of a PDF as pictures, one after the other in the target: page, width, height and bytes of each."""
    from lti_tools.kit.uploads.pages import draw_pages
    from lti_tools.kit.uploads.refused import FileRefused

    (target,) = asked["targets"]
    with os.fdopen(0, "rb") as source, os.fdopen(target, "w+b") as pictures:
        try:
            return {"pages": draw_pages(source, pictures)}
        except FileRefused as refused:
            return {"refused": refused.stored}


def main() -> None:
    asked = json.loads(sys.argv[1])
    limit(asked["processor"], asked["memory"])
    try:
        answer = draw(asked) if asked.get("draw") else look(asked)
    except MemoryError:
        answer = {"refused": {"code": "heavy"}}
    sys.stdout.write(f"{json.dumps(answer)}\n")


if __name__ == "__main__":
    main()
