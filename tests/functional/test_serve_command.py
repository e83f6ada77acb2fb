"""`lti-tools serve` and `lti-tools worker` in processes of their own, on both databases."""

import json
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from lti_tools.lti.keys import KeyStore
from lti_tools.store.database import Database
from lti_tools.store.tables.admin import Heartbeat
from tests.support.processes import Child, free_port


@pytest.fixture
def env(db_url: str, keys_folder: Path, tmp_path: Path) -> dict[str, str]:
    port = free_port()
    return {
        "DATABASE_URL": db_url,
        "LTI_TOOLS_DATA": str(tmp_path / "var"),
        "LTI_TOOLS_KEYS": str(keys_folder),
        "LTI_TOOLS_BIND": f"127.0.0.1:{port}",
        "LTI_TOOLS_PUBLIC_URL": f"http://localhost:{port}",
        "LTI_TOOLS_DEVELOPMENT": "1",
    }


def command(env: dict[str, str], *arguments: str) -> Child:
    return Child(["-m", "lti_tools", *arguments], env)


def get(env: dict[str, str], path: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(f"http://{env['LTI_TOOLS_BIND']}{path}", timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def heartbeat_comes(database: Database) -> bool:
    for _ in range(100):
        with database.read() as db:
            if db.scalar(select(Heartbeat)):
                return True
        time.sleep(0.1)
    return False


def test_serve_answers_works_and_ends_in_order(env: dict[str, str], database: Database):
    with command(env, "serve") as child:
        child.read_until("Serving")
        assert get(env, "/healthz") == (200, b'{"status":"ok"}\n')
        assert get(env, "/readyz")[0] == 200
        assert len(json.loads(get(env, "/lti/jwks")[1])["keys"]) == 2
        assert get(env, "/metrics")[0] == 404
        assert heartbeat_comes(database)
        child.terminate()
        assert child.wait() == 0


def test_a_worker_alone_works_and_ends_in_order(env: dict[str, str], database: Database):
    with command(env, "worker") as child:
        child.read_until("Working")
        assert heartbeat_comes(database)
        child.terminate()
        assert child.wait() == 0


def test_pages_alone_leave_the_work_to_others(env: dict[str, str], database: Database):
    with command(env, "serve", "--no-worker") as child:
        child.read_until("Serving")
        assert get(env, "/readyz")[0] == 200
        child.terminate()
        assert child.wait() == 0
    with database.read() as db:
        assert db.scalar(select(Heartbeat)) is None


@pytest.mark.parametrize("name", ["serve", "worker"])
def test_an_old_schema_is_refused_and_the_command_named(env: dict[str, str], empty_db_url: str, name: str):
    with command(env | {"DATABASE_URL": empty_db_url}, name) as child:
        assert "lti-tools db upgrade" in child.read_until("db upgrade")
        assert child.wait() == 1


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
def test_a_passphrase_that_does_not_open_the_keys_is_told_at_the_start(env: dict[str, str], tmp_path: Path):
    KeyStore(tmp_path / "sealed", "the right one").ensure(datetime.now(UTC))
    wrong = {"LTI_TOOLS_KEYS": str(tmp_path / "sealed"), "LTI_TOOLS_KEYS_PASSPHRASE": "a wrong one"}
    with command(env | wrong, "serve", "--no-worker") as child:
        child.read_until("LTI_TOOLS_KEYS_PASSPHRASE is missing or wrong")
        assert child.wait() == 2


def test_first_start_makes_the_keys(env: dict[str, str], tmp_path: Path):
    with command(env | {"LTI_TOOLS_KEYS": str(tmp_path / "new")}, "serve", "--no-worker") as child:
        child.read_until("Serving")
        assert (tmp_path / "new" / "master.secret").exists()
        assert get(env, "/readyz")[0] == 200
