"""A scripted HTTP server on loopback: the other end of the wire in tests."""

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Seen:
    """One request as it arrived."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    connection: int
    """Number of the TCP connection, counted from 1."""


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


Script = Callable[[Seen], "Reply | None"]
"""None: say nothing and close the connection."""


class Counterpart:
    """`script` answers; `seen` keeps what arrived. `raw`, if set, gets the handler's socket instead of `script`."""

    def __init__(self, host: str = "127.0.0.1", context: ssl.SSLContext | None = None) -> None:
        self.script: Script = lambda seen: Reply()
        self.raw: Callable[[BaseHTTPRequestHandler], None] | None = None
        self.seen: list[Seen] = []
        self.connections = 0
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer((host, 0), _handler(self))
        self._server.daemon_threads = True
        if context:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        scheme = "https" if context else "http"
        self.port: int = self._server.server_address[1]
        self.url = f"{scheme}://{host}:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def connected(self) -> int:
        with self._lock:
            self.connections += 1
            return self.connections

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(counterpart: Counterpart) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            self.number = counterpart.connected()

        def handle(self) -> None:
            try:
                super().handle()
            except (ConnectionError, ssl.SSLError, TimeoutError):
                self.close_connection = True

        def answer(self) -> None:
            if counterpart.raw:
                self.close_connection = True
                counterpart.raw(self)
                return
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            seen = Seen(self.command, self.path, self.headers, body, self.number)  # type: ignore[arg-type]
            counterpart.seen.append(seen)
            reply = counterpart.script(seen)
            if reply is None:
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_POST = do_PUT = do_DELETE = answer

        def log_message(self, *_args: object) -> None:
            return

    return Handler


@contextmanager
def counterpart(host: str = "127.0.0.1", context: ssl.SSLContext | None = None) -> Iterator[Counterpart]:
    """A `Counterpart` that ends with the block."""
    server = Counterpart(host, context)
    try:
        yield server
    finally:
        server.close()
