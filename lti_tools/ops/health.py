"""What machines ask: /healthz (the process lives), /readyz (it can serve), /metrics (Prometheus, by bearer token)."""

import hmac
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from flask import Blueprint, Response, abort, jsonify, request
from sqlalchemy.exc import SQLAlchemyError

from lti_tools.errors import SettingInvalid
from lti_tools.lti.keys import KeyStore
from lti_tools.ops import metrics
from lti_tools.store.database import Database
from lti_tools.store.migrate import Package, pending


def blueprint(database: Database, keys: KeyStore, packages: Sequence[Package], metrics_token: str) -> Blueprint:
    """The three pages. Without `metrics_token` there is no /metrics."""
    routes = Blueprint("ops", __name__)

    @routes.get("/healthz")
    def alive() -> Response:
        return _said(jsonify(status="ok"))

    @routes.get("/readyz")
    def ready() -> Response:
        missing = readiness(database, keys, packages)
        response = jsonify(status="unready" if missing else "ok", missing=missing)
        response.status_code = 503 if missing else 200
        return _said(response)

    @routes.get("/metrics")
    def measured() -> Response:
        if not metrics_token:
            abort(404)
        wanted = f"Bearer {metrics_token}".encode()
        if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), wanted):
            return Response(status=401, headers={"WWW-Authenticate": "Bearer"})
        return _said(Response(metrics.exposition(database), content_type="text/plain; version=0.0.4; charset=utf-8"))

    return routes


def readiness(database: Database, keys: KeyStore, packages: Sequence[Package]) -> list[str]:
    """What keeps this process from serving: "database", "schema", "keys"; empty when nothing does."""
    missing = []
    try:
        with database.engine.connect() as connection:
            if pending(connection, packages):
                missing.append("schema")
    except SQLAlchemyError:
        missing.append("database")
    if not _works(lambda: keys.sign({}, datetime.now(UTC))):
        missing.append("keys")
    return missing


def _works(deed: Callable[[], object]) -> bool:
    try:
        deed()
    except SettingInvalid:
        return False
    return True


def _said(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
