"""An activity's settings as values: what the settings form stores, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

MOST_OPTIONS = 60
OPTION_LENGTH = 200
LIVE, AFTER_CLOSE = "live", "after-close"


@dataclass(frozen=True, kw_only=True)
class VoteSettings:
    """The rules that a teacher set for one vote."""

    title: str
    question: str
    """Markdown."""
    options: tuple[str, ...]
    most: int | None
    """How many options one person may approve; None for any number."""
    open_now: bool
    """The vote opens as soon as there are two options."""
    closes_at: datetime | None
    live: bool
    """Students see the count while the vote is open."""
    graded: bool
    points: int
    """Whole points for taking part, 1..100."""
    comments: bool
    """People may comment on the options; off where an older form stored the settings."""


def read_settings(stored: Mapping[str, Any]) -> VoteSettings:
    """Settings as stored -> values; keys that an older form did not know get their defaults."""
    return VoteSettings(
        title=str(stored.get("title", "")),
        question=str(stored.get("question", "")),
        options=tuple(stored.get("options", ())),
        most=stored.get("most"),
        open_now=bool(stored.get("open_now", True)),
        closes_at=read_instant(stored.get("closes_at")),
        live=stored.get("results") == LIVE,
        graded=bool(stored.get("graded", False)),
        points=int(stored.get("points", 10)),
        comments=bool(stored.get("comments", False)),
    )


def read_instant(text: str | None) -> datetime | None:
    """An instant in UTC from its ISO text, None from nothing."""
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def write_instant(at: datetime | None) -> str:
    """The ISO text of an instant in UTC; empty for None."""
    return at.astimezone(UTC).isoformat() if at else ""
