from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lti_tools.lti.keys import KeyStore
from lti_tools.ops import health, logs
from lti_tools.registry import load_tools
from lti_tools.store.database import Database, make_engine
from lti_tools.store.migrate import packages_of
from lti_tools.store.tables.admin import Heartbeat

PACKAGES = packages_of(load_tools())


def client(database: Database, keys: Path, token: str = "") -> FlaskClient:
    app = Flask(__name__)
    logs.install(app)
    app.register_blueprint(health.blueprint(database, KeyStore(keys), PACKAGES, token))
    app.add_url_rule("/s/<launch_session>/page", "page", lambda launch_session: "page")
    return app.test_client()


def test_a_living_process_that_can_serve_says_so(database: Database, keys_folder: Path):
    asked = client(database, keys_folder)
    assert asked.get("/healthz").json == {"status": "ok"}
    assert asked.get("/readyz").json == {"status": "ok", "missing": []}


def test_an_empty_database_and_absent_keys_are_not_ready_but_alive(empty_db_url: str, tmp_path: Path):
    database = Database(make_engine(empty_db_url))
    asked = client(database, tmp_path / "none")
    answer = asked.get("/readyz")
    database.close()
    assert (answer.status_code, answer.json["missing"]) == (503, ["schema", "keys"])
    assert asked.get("/healthz").status_code == 200


def test_a_database_that_does_not_answer_is_not_ready(keys_folder: Path):
    database = Database(make_engine("postgresql://nobody@127.0.0.1:9/none"))
    assert client(database, keys_folder).get("/readyz").json["missing"] == ["database"]


def test_metrics_need_the_token_and_do_not_exist_without_one(database: Database, keys_folder: Path):
    assert client(database, keys_folder).get("/metrics").status_code == 404
    asked = client(database, keys_folder, "secret")
    assert asked.get("/metrics").status_code == 401
    assert asked.get("/metrics", headers={"Authorization": "Bearer sesame"}).status_code == 401
    assert asked.get("/metrics", headers={"Authorization": "Bearer sécret"}).status_code == 401


def test_metrics_count_launches_requests_and_the_work_that_waits(database: Database, keys_folder: Path):
    with database.write() as db:
        db.add(Heartbeat(name="worker", at=datetime(2026, 1, 1, tzinfo=UTC)))
    asked = client(database, keys_folder, "secret")
    asked.get("/s/abc/page")
    logs.log_launch("refused", "nonce-refused")
    text = asked.get("/metrics", headers={"Authorization": "Bearer secret"}).text
    assert 'lti_tools_launches_total{code="nonce-refused",verdict="refused"}' in text
    assert 'lti_tools_request_seconds_count{method="GET",route="/s/<launch_session>/page",status="2xx"}' in text
    assert 'lti_tools_heartbeat_age_seconds{name="worker"}' in text
    assert "lti_tools_events_waiting 0.0" in text


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_pages_are_never_cached(database: Database, keys_folder: Path, path: str):
    assert client(database, keys_folder).get(path).headers["Cache-Control"] == "no-store"
