"""Faults on demand: the platform misbehaves as told, so that tools can be tried against it."""

import threading
from dataclasses import asdict, dataclass
from typing import Any

MODES = ("500", "503", "401", "403", "404", "409", "429", "rate-limit", "timeout", "reset", "garbage", "delay")
ENDPOINTS = (
    "score",
    "results",
    "lineitems",
    "token",
    "nrps",
    "groups",
    "jwks",
    "openid-configuration",
    "registration",
    "any",
)


@dataclass
class Fault:
    endpoint: str
    mode: str
    count: int = 1
    """How often still; -1 for ever."""
    retry_after: int | None = None
    delay: float = 0.0
    """Seconds before the answer; for `timeout`, how long the connection stays silent (30 when not given)."""
    after: bool = False
    """True: the call takes effect first and only the answer is lost."""
    item: str = ""
    user: str = ""

    def fits(self, endpoint: str, item: str, user: str) -> bool:
        return (
            self.endpoint in (endpoint, "any")
            and self.count != 0
            and self.item in ("", item)
            and self.user in ("", user)
        )


class FaultInvalid(Exception):
    """A fault that names an unknown endpoint, mode or field."""


def parse(data: object) -> Fault:
    """A `Fault` from JSON or a form, checked field by field."""
    if not isinstance(data, dict):
        raise FaultInvalid("a fault is an object")
    unknown = set(data) - set(Fault.__dataclass_fields__)
    if unknown:
        raise FaultInvalid(f"unknown field {', '.join(sorted(map(str, unknown)))}")
    endpoint, mode = str(data.get("endpoint", "")), str(data.get("mode", ""))
    if endpoint not in ENDPOINTS:
        raise FaultInvalid(f"endpoint must be one of {', '.join(ENDPOINTS)}")
    if mode not in MODES:
        raise FaultInvalid(f"mode must be one of {', '.join(MODES)}")
    try:
        retry_after = data.get("retry_after")
        return Fault(
            endpoint,
            mode,
            int(data.get("count") or 1),
            int(retry_after) if retry_after not in (None, "") else None,
            float(data.get("delay") or 0),
            bool(data.get("after")),
            str(data.get("item") or ""),
            str(data.get("user") or ""),
        )
    except (TypeError, ValueError) as error:
        raise FaultInvalid("count, retry_after and delay are numbers") from error


class Faults:
    """The switched-on faults, taken one at a time in the order they came."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        with self._lock:
            self._faults.append(fault)

    def clear(self) -> None:
        with self._lock:
            self._faults.clear()

    def take(self, endpoint: str, item: str = "", user: str = "") -> Fault | None:
        """The first fault that fits this call, its count lowered by one."""
        with self._lock:
            fault = next((fault for fault in self._faults if fault.fits(endpoint, item, user)), None)
            if fault and fault.count > 0:
                fault.count -= 1
            self._faults = [kept for kept in self._faults if kept.count != 0]
            return fault

    def as_json(self) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(fault) for fault in self._faults]
