"""The certification's fixtures."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.certification.verdicts import launch_log
from tests.integration.wire.conftest import clock, http, service_of, services, tokens
from tests.support.counterpart import Counterpart, Reply

__all__ = ["clock", "http", "launch_log", "service_of", "services", "tokens"]


class KeyServer(Counterpart):
    """A platform's key-set address."""

    def serve(self, keys: list[dict[str, Any]]) -> None:
        body = json.dumps({"keys": keys}).encode()
        self.script = lambda _seen: Reply(200, body, {"Content-Type": "application/json"})

    @property
    def fetches(self) -> int:
        return len(self.seen)


@pytest.fixture
def counterpart() -> Iterator[KeyServer]:
    server = KeyServer()
    yield server
    server.close()
