"""The log of what tools asked of us: one entry per call, with a verdict that a test can read."""

import time
from dataclasses import asdict, dataclass, field
from typing import Any


class Refused(Exception):
    """A rule says no: status, the words for it, headers that go along."""

    def __init__(self, status: int, reason: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.headers = headers or {}


@dataclass
class Call:
    """`problems` are breaches of the standard that this LMS lets pass; others would not."""

    number: int
    endpoint: str
    method: str
    path: str
    query: dict[str, str]
    at: float = field(default_factory=time.time)
    client_id: str = ""
    item: str = ""
    user: str = ""
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 0
    verdict: str = "open"
    """"ok", "refused" or "fault" once answered."""
    reason: str = ""
    problems: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def close(self, status: int, verdict: str, reason: str = "") -> None:
        self.status, self.verdict, self.reason = status, verdict, reason
        self.seconds = round(time.time() - self.at, 4)


class CallLog:
    """Keeps the newest `limit` calls."""

    def __init__(self, limit: int = 5000) -> None:
        self._limit = limit
        self._number = 0
        self.entries: list[Call] = []

    def open(self, endpoint: str, method: str, path: str, query: dict[str, str]) -> Call:
        self._number += 1
        call = Call(self._number, endpoint, method, path, query)
        self.entries.append(call)
        del self.entries[: -self._limit]
        return call

    def clear(self) -> None:
        self.entries.clear()

    def as_json(self, **wanted: str) -> list[dict[str, Any]]:
        """Entries as plain data, filtered by equal fields (`endpoint="score"`, `verdict="refused"`)."""
        found = (asdict(call) for call in list(self.entries))
        return [entry for entry in found if all(str(entry.get(name)) == value for name, value in wanted.items())]
