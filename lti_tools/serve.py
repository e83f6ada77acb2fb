"""The web server: waitress, and an end that lets running requests finish."""

import gc
import logging
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import waitress
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer

from lti_tools.errors import SettingInvalid
from lti_tools.settings import Settings

DRAIN_SECONDS = 20.0
"""So long running requests may take after the signal to end."""
BACKLOG = 1024
CONNECTIONS = 2000
REQUEST_BYTES = 32 * 1024 * 1024
"""The server's own limit, above the application's, which answers with a page."""

STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

log = logging.getLogger("lti_tools.serve")


class WebServer:
    """Listens from its making on; `run` answers until told to stop."""

    def __init__(self, app: Any, settings: Settings) -> None:
        """Raises `SettingInvalid` where the address cannot be had."""
        self._sockets: dict[int, Any] = {}
        self._server = waitress.create_server(
            app,
            map=self._sockets,
            sockets=_listen(settings),
            threads=settings.threads,
            url_scheme="https" if settings.secure else "http",
            ident="",
            asyncore_use_poll=True,
            backlog=BACKLOG,
            connection_limit=CONNECTIONS,
            max_request_body_size=REQUEST_BYTES,
            clear_untrusted_proxy_headers=not settings.trusted_proxies,
        )

    def run(self, stop: threading.Event) -> None:
        """Answer requests until `stop` is set, then finish those under way."""
        while not stop.is_set():
            self._turn(0.25)
        self._refuse_new()
        deadline = time.monotonic() + DRAIN_SECONDS
        while self._busy() and time.monotonic() < deadline:
            self._turn(0.1)
        if self._busy():
            log.warning("requests cut off", extra={"fields": {"after_seconds": DRAIN_SECONDS}})
        self._server.task_dispatcher.shutdown()
        wasyncore.close_all(self._sockets)

    def _turn(self, timeout: float) -> None:
        wasyncore.loop(timeout=timeout, use_poll=True, map=self._sockets, count=1)

    def _refuse_new(self) -> None:
        for item in list(self._sockets.values()):
            if isinstance(item, BaseWSGIServer):
                wasyncore.dispatcher.close(item)

    def _busy(self) -> bool:
        channels = [item for item in self._sockets.values() if isinstance(item, HTTPChannel)]
        return any(channel.requests or channel.total_outbufs_len for channel in channels)


def keep_loaded_code() -> None:
    """What is loaded by now stays to the end: the garbage collector, which halts all pages, leaves it alone."""
    gc.collect()
    gc.freeze()


def _listen(settings: Settings) -> list[socket.socket]:
    """A listening socket for each address that the bind host stands for (localhost may be two)."""
    sockets: list[socket.socket] = []
    try:
        found = socket.getaddrinfo(settings.bind_host, settings.bind_port, type=socket.SOCK_STREAM)
        for family, address in dict.fromkeys((info[0], info[4]) for info in found):
            sockets.append(socket.create_server(address, family=family, backlog=BACKLOG))
    except (OSError, ValueError, OverflowError) as error:
        for opened in sockets:
            opened.close()
        raise SettingInvalid(f"LTI_TOOLS_BIND={settings.bind} cannot be listened on: {error}") from error
    return sockets


@contextmanager
def stop_signals() -> Iterator[threading.Event]:
    """An event that SIGTERM, SIGINT and SIGHUP set; a second signal ends the process at once."""
    stop = threading.Event()

    def told(number: int, _frame: object) -> None:
        if stop.is_set():
            raise SystemExit(128 + number)
        stop.set()

    before = {number: signal.signal(number, told) for number in STOPPING}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
