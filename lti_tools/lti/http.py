"""Every HTTP request that the suite makes: guarded addresses, one deadline, a size limit, no redirects, no retries.

Nothing else in the suite opens a connection to a platform. What a platform answers is a value (`Answer`), whatever its
status; an exception means that there was no usable answer.
"""

import json
import socket
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

import requests
import urllib3
from requests.structures import CaseInsensitiveDict

from lti_tools.errors import AnswerInvalid, NotSent, Unreachable
from lti_tools.lti.addresses import Policy
from lti_tools.lti.connections import Adapter, Budget, Dialer, Resolve

MEGABYTE = 1_048_576
USER_AGENT = "lti-tools"
"""Canvas and some Moodles refuse requests without a User-Agent."""


@dataclass(frozen=True)
class Answer:
    """What a platform answered, whatever the status."""

    status: int
    headers: Mapping[str, str]
    """Case-insensitive; several of one name are joined with commas."""
    body: bytes
    url: str

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def text_start(self) -> str:
        """The first words of the body, for an administrator's eyes."""
        return self.body[:300].decode("utf-8", "replace")

    def json(self) -> dict[str, Any]:
        """The JSON object in the body, whatever Content-Type says; raises `AnswerInvalid` for anything else."""
        value = self._value()
        if not isinstance(value, dict):
            raise AnswerInvalid(f"{self.host}: the answer is not a JSON object")
        return value

    def json_list(self) -> list[Any]:
        """The JSON array in the body; raises `AnswerInvalid` for anything else."""
        value = self._value()
        if not isinstance(value, list):
            raise AnswerInvalid(f"{self.host}: the answer is not a JSON array")
        return value

    def _value(self) -> Any:
        try:
            return json.loads(self.body, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise AnswerInvalid(f"{self.host}: the answer is not JSON") from error

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""


class Caller(Protocol):
    """Sends one request and gives the answer, as `Http.request` does; the conformance console listens in between."""

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | str | None = None,
        max_bytes: int = MEGABYTE,
        deadline: float = 10.0,
    ) -> Answer: ...


class Http:
    """The door to the outside. One per process; threads share it."""

    def __init__(
        self,
        *,
        private_hosts: Iterable[str] = (),
        development: bool = False,
        ca_bundle: str = "",
        timeout: tuple[float, float] = (5, 8),
        user_agent: str = USER_AGENT,
        resolve: Resolve = socket.getaddrinfo,
    ) -> None:
        """`timeout` is (to connect, without a byte), in seconds; `ca_bundle` replaces the usual authorities."""
        hosts = frozenset(host.rstrip(".").lower() for host in private_hosts)
        self.policy = Policy(private_hosts=hosts, development=development)
        self._user_agent = user_agent
        self._timeout = timeout
        self._budget = Budget()
        self._dialer = Dialer(self.policy, self._budget, timeout, resolve)
        self._adapter = Adapter(self._dialer, ca_bundle)

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
        """Send one request and read the whole answer within `deadline` seconds and `max_bytes`.

        Redirects are answers like others. Raises `AddressForbidden` for an address that may not be called,
        `NotSent` when there was no connection, and `Unreachable` when there was one but no whole answer: then the
        platform may have received the request all the same.
        """
        parts = self.policy.check_url(url)
        host = parts.hostname or ""
        sent = {"User-Agent": self._user_agent, "Accept-Encoding": "identity", **(headers or {})}
        self._budget.start(deadline)
        try:
            prepared = requests.Request(method, url, headers=sent, data=body).prepare()
            response = self._adapter.send(prepared, stream=True, timeout=self._timeout)
            try:
                content = self._read(response, host, max_bytes)
            finally:
                response.close()
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, UnicodeError) as error:
            raise _failure(host, error) from error
        return Answer(response.status_code, CaseInsensitiveDict(response.headers), content, url)

    def check(self, url: str, *, deadline: float = 5.0) -> None:
        """Raise as `request` would if `url` may not be called, without calling it."""
        parts = self.policy.check_url(url)
        self._budget.start(deadline)
        try:
            self._dialer.judge(
                parts.scheme, parts.hostname or "", parts.port or (80 if parts.scheme == "http" else 443)
            )
        except TimeoutError as error:
            raise _failure(parts.hostname or "", error) from error

    def _read(self, response: requests.Response, host: str, max_bytes: int) -> bytes:
        content = bytearray()
        for chunk in response.raw.stream(65536, decode_content=False):
            content += chunk
            if len(content) > max_bytes:
                raise Unreachable(f"{host}: the answer is larger than {max_bytes} bytes")
        return bytes(content)

    def close(self) -> None:
        self._adapter.close()


def _no_constant(word: str) -> None:
    raise ValueError(f"{word} is not JSON")


def _failure(host: str, error: BaseException) -> Unreachable:
    """What a request that failed is for the caller; the reason is for the operator and leaves out the address."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return NotSent(f"{host}: the certificate is not trusted ({cause.verify_message})")
        if isinstance(cause, ssl.SSLError):
            return Unreachable(f"{host}: no TLS connection")
        if isinstance(cause, TimeoutError | requests.Timeout | urllib3.exceptions.TimeoutError):
            return Unreachable(f"{host}: no answer in time")
        if isinstance(cause, requests.exceptions.InvalidHeader | UnicodeError):
            return NotSent(f"{host}: a header that cannot be sent")
    return Unreachable(f"{host}: the connection broke")


def _causes(error: BaseException | None) -> Iterable[BaseException]:
    seen = 0
    while error is not None and seen < 10:
        yield error
        error, seen = error.__cause__ or error.__context__, seen + 1
