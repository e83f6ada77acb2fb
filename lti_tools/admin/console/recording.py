"""What goes over the wire during one call of the console, and how much of it may be shown: never a secret."""

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, parse_qsl, quote, urlencode, urlsplit, urlunsplit

from lti_tools.errors import NotSent, Unreachable
from lti_tools.lti.http import MEGABYTE, Answer, Caller

WHOLE = 45.0
"""Seconds for all requests of one call: an admin waits, and so does a web thread."""
SHOWN = 600
HIDDEN = "…"
_SECRET = re.compile(r"token|secret|passw|auth|assertion|session|sig|key", re.IGNORECASE)


@dataclass(frozen=True)
class Exchange:
    """One request with its answer; `answer` None where none came, then `problem` says why."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: str
    answer: Answer | None
    problem: str = ""
    is_token: bool = False

    @property
    def address(self) -> str:
        """The address with every value hidden whose name sounds like a secret."""
        parts = urlsplit(self.url)
        query = [(name, HIDDEN if _SECRET.search(name) else value) for name, value in parse_qsl(parts.query, True)]
        return urlunsplit(parts._replace(query=urlencode(query, safe=":/").replace(quote(HIDDEN), HIDDEN)))

    @property
    def accept(self) -> str:
        return self.headers.get("Accept", "")

    @property
    def content_type(self) -> str:
        return self.headers.get("Content-Type", "")

    @property
    def scopes(self) -> list[str]:
        """What a token was asked for."""
        return parse_qs(self.body).get("scope", [""])[0].split() if self.is_token else []

    @property
    def status(self) -> int:
        return self.answer.status if self.answer else 0

    @property
    def ok(self) -> bool:
        return bool(self.answer and self.answer.ok)

    @property
    def answer_type(self) -> str:
        return self.answer.headers.get("Content-Type", "") if self.answer else ""

    @property
    def start(self) -> str:
        """The first words of the answer, without our token where it is in them."""
        if self.answer is None:
            return ""
        if self.is_token and self.ok:
            return _without_tokens(self.answer)
        text = self.answer.body[: SHOWN * 2].decode("utf-8", "replace")
        for secret in (self.headers.get("Authorization", "").removeprefix("Bearer "), *self._assertion()):
            text = text.replace(secret, HIDDEN) if secret else text
        return text[:SHOWN]

    def _assertion(self) -> list[str]:
        return parse_qs(self.body).get("client_assertion", []) if self.is_token else []


class Recorder:
    """A `Caller` that keeps what it carried."""

    def __init__(self, http: Caller, token_endpoint: str) -> None:
        self._http, self._token_endpoint = http, token_endpoint
        self._ends = time.monotonic() + WHOLE
        self.exchanges: list[Exchange] = []

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | str | None = None,
        max_bytes: int = MEGABYTE,
        deadline: float = 10.0,
    ) -> Answer:
        left = self._ends - time.monotonic()
        if left <= 0:
            raise NotSent("the call took too long in all")
        text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body or ""
        is_token = method == "POST" and url == self._token_endpoint
        sent = dict(headers or {})
        try:
            answer = self._http.request(
                method, url, headers=headers, body=body, max_bytes=max_bytes, deadline=min(deadline, left)
            )
        except Unreachable as error:
            self.exchanges.append(Exchange(method, url, sent, text, None, error.detail, is_token))
            raise
        self.exchanges.append(Exchange(method, url, sent, text, answer, "", is_token))
        return answer


def _without_tokens(answer: Answer) -> str:
    """A token answer as JSON with the token hidden; nothing of it where it is no JSON object."""
    try:
        members = json.loads(answer.body)
    except (ValueError, RecursionError):
        return HIDDEN
    if not isinstance(members, dict):
        return HIDDEN
    shown = {
        name: members[name]
        for name in ("token_type", "expires_in", "scope")
        if isinstance(members.get(name), str | int | float)
    }
    return json.dumps({"access_token": HIDDEN, **shown}, ensure_ascii=False)[:SHOWN]
