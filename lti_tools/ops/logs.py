"""Logs as one JSON object a line: what happened, with ids and codes, never with names, tokens, addresses or sessions.

An exception is logged by its type and its frames. Its message is left out, because libraries put values in there; our
own `SuiteError.detail` is free of personal data by contract and stays.
"""

import json
import logging
import time
import traceback
from datetime import UTC, datetime
from typing import Any, TextIO

from flask import Flask, Response, g, request

from lti_tools.errors import SuiteError
from lti_tools.ops import metrics

QUIET = ("urllib3", "waitress.queue", "alembic", "sqlalchemy", "werkzeug")
"""Loggers whose messages may hold addresses or values: only their warnings are taken."""
UNLOGGED = ("ops.",)
"""Beginnings of endpoints that machines ask every few seconds."""

log = logging.getLogger("lti_tools.requests")
launches = logging.getLogger("lti_tools.launch")


_as_json = json.JSONEncoder(ensure_ascii=False, default=str).encode


class JsonLines(logging.Formatter):
    """`log.info("event", extra={"fields": {...}})` -> `{"at": ..., "level": ..., "event": ..., ...fields}`."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["exception"] = describe(record.exc_info[1])
        return _as_json(line)


def describe(error: BaseException) -> dict[str, Any]:
    """What may be logged of an exception: its type, its frames, the code and detail of our own."""
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    out: dict[str, Any] = {"type": f"{type(error).__module__}.{type(error).__qualname__}", "frames": frames[-25:]}
    if isinstance(error, SuiteError):
        out["code"], out["detail"] = error.code, error.detail
    cause = error.__cause__ or error.__context__
    if cause is not None:
        out["cause"] = f"{type(cause).__module__}.{type(cause).__qualname__}"
    return out


def configure(level: str, stream: TextIO | None = None) -> None:
    """Send every logger's lines to `stream`, standard error by default, as JSON."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def install(app: Flask) -> None:
    """One line and one measurement per request. Call it first, so that it sees the final answer."""
    app.before_request(_start)
    app.after_request(_finish)


def log_launch(verdict: str, code: str = "", **fields: object) -> None:
    """One line per launch message: `verdict` is "opened", "refused" or "not-bound", `code` says of what or why.

    `fields` are ids and codes, e.g. registration_id, message_type, jti_hash; empty ones are left out.
    """
    metrics.LAUNCHES.labels(verdict, code).inc()
    known = {name: value for name, value in fields.items() if value not in (None, "")}
    launches.info("launch", extra={"fields": {"verdict": verdict, "code": code, **known}})


def _start() -> None:
    g.started = time.perf_counter()


def _finish(response: Response) -> Response:
    if (request.endpoint or "").startswith(UNLOGGED):
        return response
    seconds = time.perf_counter() - g.get("started", time.perf_counter())
    route = request.url_rule.rule if request.url_rule else ""
    metrics.REQUESTS.labels(route, request.method if route else "", f"{response.status_code // 100}xx").observe(seconds)
    fields = {
        "method": request.method[:10],
        "route": route,
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
    }
    log.info("request", extra={"fields": fields})
    return response
