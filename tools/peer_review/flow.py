"""Settings of how works and reviews follow each other: values, JSON, the part of a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lti_tools.kit.activity_file.reading import Reader

MOST_WORKS = 500
OTHERS, SAME = "others", "same"
"""Who reviews a revised work: people who do not know it yet, or those who reviewed it before."""


@dataclass(frozen=True, kw_only=True)
class Flow:
    """The rules."""

    continuous: bool
    """Reviewing starts by itself while others still hand in, once enough works are in."""
    start_with: int
    """So many works are enough; 0: as many as let everybody give and get their reviews at once."""
    reviewers_again: str


def enough_works(one: Flow, k: int) -> int:
    """Works with which reviewing can start while others hand in; with 2k + 1 nobody need review their own reviewer."""
    return one.start_with or 2 * k + 1


def read_flow(stored: Mapping[str, Any]) -> Flow:
    """Settings as stored -> values; keys that an older form did not know get their defaults."""
    return Flow(
        continuous=bool(stored.get("continuous", False)),
        start_with=int(stored.get("start_with", 0)),
        reviewers_again=str(stored.get("reviewers_again", OTHERS)),
    )


def write_flow(one: Flow) -> dict[str, Any]:
    """The values as settings hold them."""
    return {"continuous": one.continuous, "start_with": one.start_with, "reviewers_again": one.reviewers_again}


def read_part(reader: Reader) -> dict[str, Any]:
    """The part "flow" of a file as settings hold it; raises `FileRefused`."""
    return {
        "continuous": reader.flag("continuous"),
        "start_with": reader.whole("start_with", 0, MOST_WORKS),
        "reviewers_again": reader.choice("reviewers_again", (OTHERS, SAME)),
    }
