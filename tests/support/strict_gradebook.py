"""A gradebook that keeps the rules of Moodle or Canvas and remembers everything it was asked: in memory, no sockets."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from threading import RLock
from typing import Any

STALE = "Provided timestamp before last updated timestamp of another"


@dataclass
class Cell:
    score: Decimal
    maximum: Decimal
    timestamp: datetime
    comments: list[str] = field(default_factory=list)
    attempts: set[datetime | None] = field(default_factory=set)
    """Instants of the work that scores handed in."""


@dataclass
class StrictGradebook:
    """`columns` maps an address to its line item; `posts` is every score that arrived, taken or not."""

    product: str = "moodle"
    columns: dict[str, dict[str, Any]] = field(default_factory=dict)
    cells: dict[tuple[str, str], Cell] = field(default_factory=dict)
    posts: list[tuple[str, str, datetime, int]] = field(default_factory=list)
    not_gradable: set[str] = field(default_factory=set)
    allowed_attempts: int | None = None
    lock: RLock = field(default_factory=RLock)

    def add_column(self, url: str, *, tag: str = "", resource_link_id: str = "link-1", maximum: int = 100) -> str:
        self.columns[url] = {"tag": tag, "resource_link_id": resource_link_id, "maximum": Decimal(maximum)}
        return url

    def post(self, url: str, sub: str, given: Decimal, maximum: Decimal, at: datetime, **more: Any) -> tuple[int, str]:
        with self.lock:
            status, text = self._judge(url, sub, at, hands_in=bool(more.get("hands_in")))
            self.posts.append((url, sub, at, status))
            if status == 200:
                self._store(url, sub, given, maximum, at, **more)
            return status, text

    def _judge(self, url: str, sub: str, at: datetime, *, hands_in: bool) -> tuple[int, str]:
        if url not in self.columns:
            return 404, "unknown line item"
        if sub in self.not_gradable:
            return (400, "Incorrect score received") if self.product == "moodle" else (422, "User not found in course")
        held = self.cells.get((url, sub))
        if held and hands_in and self.allowed_attempts is not None and len(held.attempts) >= self.allowed_attempts:
            return 422, "The maximum number of allowed attempts has been reached for this submission"
        if held is None:
            return 200, ""
        if self.product == "moodle":
            fresh = at.replace(microsecond=0) > held.timestamp.replace(microsecond=0)
            return (200, "") if fresh else (409, "")
        return (200, "{}") if at >= held.timestamp else (400, STALE)

    def _store(
        self,
        url: str,
        sub: str,
        given: Decimal,
        maximum: Decimal,
        at: datetime,
        comment: str = "",
        submitted_at: datetime | None = None,
        hands_in: bool = False,
    ) -> None:
        onto = self.columns[url]["maximum"]
        cell = self.cells.setdefault((url, sub), Cell(Decimal(0), onto, at))
        cell.score, cell.timestamp = (given / maximum * onto).quantize(Decimal("0.00001")), at
        if hands_in:
            cell.attempts.add(submitted_at)
        if self.product == "moodle":
            cell.comments = [comment] if comment else []
        elif comment:
            cell.comments.append(comment)
