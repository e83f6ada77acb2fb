"""A platform with a token endpoint and scripted services, and one registration's way to them."""

import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest

from lti_tools.lti.http import Http
from lti_tools.lti.service import Service
from lti_tools.lti.tokens import Client, Tokens
from tests.support.counterpart import Counterpart, Reply, Seen, counterpart
from tests.support.keys import rsa_key

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def sign(claims: Mapping[str, Any], now: datetime) -> str:
    return jwt.encode(dict(claims), rsa_key("ours"), algorithm="RS256", headers={"kid": "ours"})


def json_reply(value: object, status: int = 200, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, json.dumps(value).encode(), named)


@dataclass
class Services:
    """The platform: `/token` gives tokens t1, t2, ...; other paths are answered by `answer` if the token is good."""

    server: Counterpart
    answer: Callable[[Seen], Reply | None] = field(default=lambda seen: Reply(404))
    token_reply: Callable[[dict[str, str]], Reply | None] | None = None
    lifetime: object = 3600
    refused_tokens: set[str] = field(default_factory=set)
    asked: list[dict[str, str]] = field(default_factory=list)
    calls: list[Seen] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)
        self.server.script = self.script

    def script(self, seen: Seen) -> Reply | None:
        if urlsplit(seen.path).path == "/token":
            return self._token(seen)
        self.calls.append(seen)
        if seen.headers.get("Authorization", "").removeprefix("Bearer ") in self.refused_tokens:
            return json_reply({"error": "expired"}, 401)
        return self.answer(seen)

    def _token(self, seen: Seen) -> Reply | None:
        form = {name: values[0] for name, values in parse_qs(seen.body.decode()).items()}
        self.asked.append({**form, "content_type": seen.headers["Content-Type"]})
        if self.token_reply:
            return self.token_reply(form)
        body = {"access_token": f"t{next(self._numbers)}", "token_type": "Bearer", "expires_in": self.lifetime}
        return json_reply(body, Content_Type="text/html")

    @property
    def last(self) -> Seen:
        return self.calls[-1]

    @property
    def scopes(self) -> list[str]:
        """The last part of each scope asked for, one text per token request."""
        return [" ".join(scope.rsplit("/", 1)[-1] for scope in form["scope"].split()) for form in self.asked]


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def services() -> Iterator[Services]:
    with counterpart() as server:
        yield Services(server)


@pytest.fixture
def http() -> Iterator[Http]:
    client = Http(development=True)
    yield client
    client.close()


@pytest.fixture
def tokens(http: Http, clock: Clock) -> Tokens:
    return Tokens(http, sign, clock)


@pytest.fixture
def service_of(services: Services, http: Http, tokens: Tokens) -> Callable[[str], Service]:
    def make(product: str, hosts: frozenset[str] | None = None) -> Service:
        client = Client(1, "client-1", services.server.url + "/token?x=1", product=product)
        return Service(http, tokens, client, hosts)

    return make
