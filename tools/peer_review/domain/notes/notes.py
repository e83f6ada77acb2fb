"""Comments tied to a place of a work: a passage of its text, a file, a page or region of one, a time of a recording."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tools.peer_review.domain.notes.regions import Region, region_from

MOST_NOTES = 40
"""Of one review."""
QUOTE, COMMENT = 1000, 2000
LAST_PAGE, LAST_SECOND = 9_999, 99 * 3600
_TIME = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,2}):)?(\d{1,5})")


@dataclass(frozen=True, kw_only=True)
class Note:
    """One comment. Either `quote` with `start`, or `file`; `page`, `region` and `second` belong to a file."""

    text: str
    quote: str = ""
    start: int = 0
    """Where the quote begins in the words of the work as they are shown."""
    file: int | None = None
    """The upload's id."""
    page: int | None = None
    """From 1."""
    region: Region | None = None
    """Of a picture, or of the page."""
    second: int | None = None


def find_passage(text: str, quote: str, near: int = 0) -> tuple[int, int] | None:
    """(start, end) of `quote` in `text`, of several the one nearest to `near`; spaces and line ends count alike."""
    words = quote.split()
    if not words:
        return None
    found = re.finditer(r"\s+".join(map(re.escape, words)), text)
    places = [one.span() for one in found]
    return min(places, key=lambda span: (abs(span[0] - near), span), default=None)


def read_time(text: str) -> int | None:
    """ "2:05", "1:02:05" or "125" in seconds; None for what is no time."""
    found = _TIME.fullmatch(text.strip()) if text.isascii() else None
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    if found.group(2) is not None and (seconds > 59 or (found.group(1) is not None and minutes > 59)):
        return None
    total = hours * 3600 + minutes * 60 + seconds
    return total if total <= LAST_SECOND else None


def time_text(second: int) -> str:
    """ "2:05" or "1:02:05"."""
    hours, minutes, seconds = second // 3600, second // 60 % 60, second % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def read_page(text: str) -> int | None:
    """A page's number; None for what is none."""
    digits = text.strip()
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 0
    return number if 1 <= number <= LAST_PAGE else None


def read_notes(stored: Sequence[Mapping[str, Any]]) -> list[Note]:
    """Notes from JSON values that we stored ourselves."""
    return [Note(**{**one, "region": region_from(one["region"]) if "region" in one else None}) for one in stored]


def write_note(note: Note) -> dict[str, Any]:
    """A note as JSON values; what is not there is left out."""
    values = {**vars(note), "region": list(note.region) if note.region else None}
    return {key: value for key, value in values.items() if value not in ("", None) or key == "text"}
