"""Connections that go nowhere but to an address that was checked, and that end in time whatever the peer does.

The name is resolved once per connection, every address found is judged, and the socket is opened to one of those very
addresses: a name that resolves differently the second time (DNS rebinding) gains nothing. TLS still verifies the name.
A kept connection stays with the address that it was checked for.
"""

import http.client
import io
import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from requests.adapters import DEFAULT_CA_BUNDLE_PATH, HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util.ssl_ import create_urllib3_context

from lti_tools.errors import NotSent, SettingInvalid
from lti_tools.lti.addresses import Policy

Resolve = Callable[..., list[Any]]
"""`socket.getaddrinfo` or a stand-in for it."""

AT_MOST_ADDRESSES = 4


class Budget(threading.local):
    """The time left for the request that this thread is making; a thread makes one at a time."""

    ends: float = 0.0

    def start(self, seconds: float) -> None:
        self.ends = time.monotonic() + seconds

    def left(self, at_most: float) -> float:
        """Seconds to wait for the next step; raises `TimeoutError` when the whole time is used up."""
        seconds = min(at_most, self.ends - time.monotonic())
        if seconds <= 0:
            raise TimeoutError("the whole time for the request is used up")
        return seconds


class _TimedReader(io.RawIOBase):
    """Reads a socket with what is left of the budget, so that a body (or header) in drips ends in time too."""

    def __init__(self, raw: Any, sock: socket.socket, budget: Budget, idle: float) -> None:
        super().__init__()
        self._raw, self._sock, self._budget, self._idle = raw, sock, budget, idle

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(self._budget.left(self._idle))
        return self._raw.readinto(buffer)  # type: ignore[no-any-return]

    def close(self) -> None:
        self._raw.close()
        super().close()


class Dialer:
    """Opens sockets to checked addresses; the whole policy of a connection is in `open`."""

    def __init__(self, policy: Policy, budget: Budget, timeout: tuple[float, float], resolve: Resolve) -> None:
        self.policy, self.budget, self.resolve = policy, budget, resolve
        self.connect_timeout, self.idle_timeout = timeout

    def open(self, scheme: str, host: str, port: int) -> socket.socket:
        """A connected socket; raises `AddressForbidden` if any address of `host` is not allowed, or `NotSent`."""
        host = host.strip("[]")
        for info in self.judge(scheme, host, port)[:AT_MOST_ADDRESSES]:
            try:
                return self._connect(info)
            except OSError as error:
                reason = "time-out while connecting" if isinstance(error, TimeoutError) else "no connection"
        raise NotSent(f"{host}: {reason}")

    def judge(self, scheme: str, host: str, port: int) -> list[Any]:
        """Every address of `host`, all of them allowed; raises as `open` does, without connecting."""
        found = self._lookup(host, port)
        for info in found:
            self.policy.check_address(scheme, host, ipaddress.ip_address(info[4][0]))
        return found

    def _connect(self, info: Any) -> socket.socket:
        family, kind, protocol, _name, address = info
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(self.budget.left(self.connect_timeout))
            sock.connect(address)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.settimeout(self.budget.left(self.connect_timeout))  # for the TLS handshake
        except BaseException:
            sock.close()
            raise
        return sock

    def _lookup(self, host: str, port: int) -> list[Any]:
        """Resolve in a thread of its own: the system's resolver knows no time-out."""
        answers: queue.SimpleQueue[Any] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(self.resolve(host, port, type=socket.SOCK_STREAM))
            except (OSError, UnicodeError):
                answers.put([])

        threading.Thread(target=ask, name="resolver", daemon=True).start()
        try:
            found: list[Any] = answers.get(timeout=self.budget.left(self.connect_timeout))
        except (queue.Empty, TimeoutError) as error:
            raise NotSent(f"{host}: time-out while resolving the name") from error
        if not found:
            raise NotSent(f"{host}: the name does not resolve")
        return found


@lru_cache(maxsize=4)
def _trusting(ca_bundle: str) -> ssl.SSLContext:
    """A context that trusts the authorities in the file `ca_bundle` ("": the usual ones). Reading takes a while."""
    context = create_urllib3_context()
    context.verify_mode = ssl.CERT_REQUIRED
    context.check_hostname = True
    try:
        context.load_verify_locations(ca_bundle or DEFAULT_CA_BUNDLE_PATH)
    except OSError as error:
        raise SettingInvalid(f"LTI_TOOLS_CA_BUNDLE={ca_bundle} cannot be used: {error.strerror}") from error
    return context


class Adapter(HTTPAdapter):
    """requests' transport with `Dialer` in the place where urllib3 would open a socket. No retries, no proxies."""

    def __init__(self, dialer: Dialer, ca_bundle: str) -> None:
        super().__init__(pool_connections=50, pool_maxsize=10, max_retries=0)
        self.poolmanager.pool_classes_by_scheme = _pools(dialer)
        self.poolmanager.connection_pool_kw["ssl_context"] = _trusting(ca_bundle)

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Nothing to do: the context made above holds the authorities and always verifies."""


def _pools(dialer: Dialer) -> dict[str, Any]:
    class TimedResponse(http.client.HTTPResponse):
        def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
            super().__init__(sock, *args, **kwargs)
            raw = self.fp.detach()
            self.fp = io.BufferedReader(_TimedReader(raw, sock, dialer.budget, dialer.idle_timeout))

    class Plain(HTTPConnection):
        response_class = TimedResponse

        def _new_conn(self) -> socket.socket:
            return dialer.open("http", self.host, self.port)

    class Secure(HTTPSConnection):
        response_class = TimedResponse

        def _new_conn(self) -> socket.socket:
            return dialer.open("https", self.host, self.port)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
