"""A scripted platform on loopback that takes part in dynamic registration."""

import json
from collections.abc import Callable
from typing import Any

from tests.support.counterpart import Counterpart, Reply, Seen
from tests.support.keys import jwk
from tests.unit.registration.documents import configuration

TOKEN = "registration-token-1"
CONFIGURATION = "/.well-known/openid-configuration"


def json_reply(value: object, status: int = 200) -> Reply:
    return Reply(status, json.dumps(value).encode(), {"Content-Type": "application/json"})


class ScriptedPlatform:
    """Answers as told; `posts` keeps the bodies of registrations. `pages` overrides an answer by its path."""

    def __init__(self, counterpart: Counterpart) -> None:
        self.counterpart = counterpart
        self.base = counterpart.url
        self.client_id = "client-1"
        self.deployment_id = "7"
        self.changes: dict[str, Any] = {}
        self.pages: dict[str, Callable[[], Reply | None]] = {}
        self.posts: list[dict[str, Any]] = []
        counterpart.script = self.answer

    @property
    def address(self) -> str:
        return self.base + CONFIGURATION

    def document(self) -> dict[str, Any]:
        text = json.dumps(configuration()).replace("https://lms.example.org", self.base)
        return {**json.loads(text), **self.changes}

    def answer(self, seen: Seen) -> Reply | None:
        path = seen.path.partition("?")[0]
        if seen.method == "POST":
            self.posts.append(json.loads(seen.body))
        if path in self.pages:
            return self.pages[path]()
        if path == CONFIGURATION:
            return json_reply(self.document())
        if path == "/jwks":
            return json_reply({"keys": [jwk("k1")]})
        tool = "https://purl.imsglobal.org/spec/lti-tool-configuration"
        body = dict(self.posts[-1], client_id=self.client_id)
        if self.deployment_id:
            body[tool] = {**body[tool], "deployment_id": self.deployment_id}
        return json_reply(body)

    def paths(self) -> list[str]:
        return [f"{seen.method} {seen.path}" for seen in self.counterpart.seen]
