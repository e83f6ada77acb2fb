"""Puts one demo LMS together: a Flask application around one `Lms`, and a server for it."""

import io
import secrets
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, render_template
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from lti_tools.demo_lms import custom, gradebook, people, seed
from lti_tools.demo_lms.jwt import SigningKey
from lti_tools.demo_lms.lms import FetchJson, Lms, fetch_json
from lti_tools.demo_lms.personalities import PERSONALITIES
from lti_tools.demo_lms.views import admin, control, courses, grades, pages, selecting, services, wire
from lti_tools.demo_lms.views.context import course_address, current_lms, current_person, is_staff, is_teacher

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def new_lms(
    personality: str,
    base_url: str,
    *,
    seed_data: dict[str, Any] | None = None,
    fetch: FetchJson = fetch_json,
    key: SigningKey | None = None,
    now: Callable[[], float] = time.time,
) -> Lms:
    """A platform with its people and courses.

    `personality` is "moodle" or "canvas"; `base_url` is the issuer and must be the address that it is served at.
    `fetch` gets JSON from a tool's address (its key set).
    """
    if urlsplit(base_url).hostname not in LOOPBACK:
        raise ValueError(f"the demo LMS lives on loopback alone, not at {base_url}")
    lms = Lms(PERSONALITIES[personality], base_url, fetch=fetch, key=key, now=now)
    lms.seed = seed_data or seed.DEFAULT
    seed.plant(lms, lms.seed)
    return lms


def create_lms(personality: str, base_url: str, **options: Any) -> Flask:
    """A platform as a Flask application; `options` are those of `new_lms`."""
    return application(new_lms(personality, base_url, **options))


def application(lms: Lms) -> Flask:
    """The Flask application around a platform, which is found in `app.extensions["demo_lms"]`."""
    app = Flask("lti_tools.demo_lms")
    app.config.update(
        SECRET_KEY=secrets.token_hex(32),
        SESSION_COOKIE_NAME=f"demo_lms_{urlsplit(lms.base_url).port or 80}",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        TRUSTED_HOSTS=[*LOOPBACK],
        MAX_CONTENT_LENGTH=2_000_000,
        PROPAGATE_EXCEPTIONS=True,
    )
    app.extensions["demo_lms"] = lms
    app.json.sort_keys = False  # type: ignore[attr-defined]
    for part in (wire, services, pages, courses, selecting, grades, admin, control):
        part.connect(app, lms)
    _dress(app)
    return app


def _dress(app: Flask) -> None:
    app.add_template_filter(gradebook.points, "points")
    app.add_template_filter(custom.to_lines, "lines")

    @app.context_processor
    def everywhere() -> dict[str, Any]:
        shared = {"lms": current_lms(), "person": current_person(), "role_names": people.ROLE_NAMES}
        return shared | {"is_teacher": is_teacher, "is_staff": is_staff, "at": course_address}

    @app.after_request
    def headers(response: Response) -> Response:
        response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        return response

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> tuple[str, int]:
        if isinstance(error, SecurityError):
            return "This is not my name.", 400
        return render_template("error.html", title=error.name, reason=error.description), error.code or 500


class _Handler(WSGIRequestHandler):
    """No line per request. A `ConnectionError` from the application ends the connection without an answer."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        return

    def connection_dropped(self, error: BaseException, environ: Any = None) -> None:
        self.close_connection = True
        if isinstance(error, ConnectionResetError):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.wfile.close()
            self.wfile = io.BytesIO()
            self.rfile.close()
            self.connection.close()


class Server:
    """A demo LMS being served from a thread of its own."""

    def __init__(self, app: Flask, host: str, port: int) -> None:
        self.app = app
        self._server: BaseWSGIServer = make_server(host, port, app, threaded=True, request_handler=_Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)

    @property
    def lms(self) -> Lms:
        lms: Lms = self.app.extensions["demo_lms"]
        return lms

    @property
    def url(self) -> str:
        return self.lms.base_url

    def start(self) -> "Server":
        self._thread.start()
        return self

    def stop(self) -> None:
        """End the server; answers that a fault holds back are let go."""
        self.lms.stopping.set()
        self._server.shutdown()
        self._thread.join(timeout=5)
        self._server.server_close()

    def wait(self) -> None:
        self._thread.join()


def serve(personality: str, port: int, host: str = "127.0.0.1", **options: Any) -> Server:
    """Start serving on a loopback address; port 0 takes a free one. `options` are those of `create_lms`."""
    if host not in LOOPBACK:
        raise ValueError(f"the demo LMS listens on loopback alone, not on {host}")
    if port == 0:
        port = free_port(host)
    return Server(create_lms(personality, f"http://{host}:{port}", **options), host, port).start()


def free_port(host: str) -> int:
    """A port that nobody listens on just now."""
    server = make_server(host, 0, Flask("nobody"))
    server.server_close()
    return server.port


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
