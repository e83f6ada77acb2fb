"""Keeps tests on this machine: a connection beyond loopback ends the test, a foreign name does not resolve."""

import ipaddress
import socket
from typing import Any

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex
_getaddrinfo = socket.getaddrinfo


class BeyondLoopback(BaseException):
    """Not an `Exception`, so that no code under test takes it for an ordinary network failure."""


def stay_on_loopback() -> None:
    """Guard every socket made in this process from now on."""
    socket.socket.connect = _guarded(_connect)  # type: ignore[method-assign]
    socket.socket.connect_ex = _guarded(_connect_ex)  # type: ignore[method-assign]
    socket.getaddrinfo = _resolve


def _guarded(original: Any) -> Any:
    def connect(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            raise BeyondLoopback(f"a test tried to reach {address}")
        return original(self, address)

    return connect


def _resolve(host: Any, *args: Any, **kwargs: Any) -> Any:
    text = host.decode() if isinstance(host, bytes) else host
    if text and not _is_loopback(text) and not _is_address(text):
        raise socket.gaierror(socket.EAI_NONAME, f"tests resolve no foreign names: {text}")
    return _getaddrinfo(host, *args, **kwargs)


def _is_loopback(host: str) -> bool:
    return host == "localhost" or host.endswith(".localhost") or (_is_address(host) and _address(host).is_loopback)


def _is_address(host: str) -> bool:
    try:
        _address(host)
    except ValueError:
        return False
    return True


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    return ipaddress.ip_address(host.partition("%")[0])
