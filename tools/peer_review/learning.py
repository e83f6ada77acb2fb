"""Settings of what people learn from a peer review beside its reviews: values, JSON, the part of a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lti_tools.kit.activity_file.reading import Reader

MOST_HOURS = 168
NONE, SHARES, BEHAVIOUR = "none", "shares", "behaviour"
CONTRIBUTIONS = (NONE, SHARES, BEHAVIOUR)
"""What members of a group say about each other: nothing, shares of the work, ratings of behaviour."""


@dataclass(frozen=True, kw_only=True)
class Learning:
    """The rules."""

    escalate_hours: int
    """So long before reviewing ends works with too few reviews are put before the teacher; 0 for never."""
    examples_first: bool
    """Students review the teacher's examples before they review others."""
    contribution: str
    """One of `CONTRIBUTIONS`; means something where groups hand in together."""


def read_learning(stored: Mapping[str, Any]) -> Learning:
    """Settings as stored -> values; keys that an older form did not know get their defaults."""
    return Learning(
        escalate_hours=int(stored.get("escalate_hours", 24)),
        examples_first=bool(stored.get("examples_first", False)),
        contribution=str(stored.get("contribution", NONE)),
    )


def write_learning(one: Learning) -> dict[str, Any]:
    """The values as settings hold them."""
    return {
        "escalate_hours": one.escalate_hours,
        "examples_first": one.examples_first,
        "contribution": one.contribution,
    }


def read_part(reader: Reader) -> dict[str, Any]:
    """The part "learning" of a file as settings hold it; raises `FileRefused`."""
    return {
        "escalate_hours": reader.whole("escalate_hours", 0, MOST_HOURS),
        "examples_first": reader.flag("examples_first"),
        "contribution": reader.choice("contribution", CONTRIBUTIONS),
    }
