"""`lti-tools doctor`: each ailment is named and comes with its remedy."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lti_tools.lti.keys import KeyStore
from lti_tools.registry import load_tools
from lti_tools.store.database import Database, make_engine
from lti_tools.store.heartbeats import LOOPS
from lti_tools.store.migrate import packages_of, upgrade
from lti_tools.store.tables.admin import Heartbeat
from lti_tools.store.tables.schools import KeySet, Registration, RegistrationStatus
from tests.support.commands import Commands
from tests.support.counterpart import Counterpart, Reply, Seen
from tests.support.school import make_school


@pytest.fixture
def healthy(commands: Commands, empty_db_url: str, keys_folder: Path) -> Commands:
    """An installation with nothing wrong but that no worker has run."""
    upgrade(empty_db_url, packages_of(load_tools()))
    commands.setting("LTI_TOOLS_KEYS", keys_folder)
    commands.setting("LTI_TOOLS_PUBLIC_URL", "https://tools.school.example")
    commands.setting("LTI_TOOLS_TRUSTED_PROXIES", "1")
    return commands


@pytest.fixture
def change(empty_db_url: str) -> Iterator[Callable]:
    database = Database(make_engine(empty_db_url))
    yield database.write
    database.close()


def doctor(commands: Commands, *options: str) -> dict[str, list[str]]:
    """level -> what was said, with the remedy where there is one."""
    commands.run("doctor", *options)
    found: dict[str, list[str]] = {"ok": [], "warning": [], "problem": []}
    for line in commands.out.splitlines():
        level, _, rest = line.partition(" ")
        if level in found:
            found[level].append(rest.strip())
            last = found[level]
        else:
            last[-1] += " " + line.strip()
    return found


def test_a_healthy_installation_has_no_problem(healthy: Commands, change):
    with change() as db:
        db.add_all(Heartbeat(name=name, at=datetime.now(UTC)) for name in LOOPS)
    assert healthy.run("doctor", "--no-network") == 0
    found = doctor(healthy, "--no-network")
    assert found["warning"] == found["problem"] == []
    assert {line.split(":")[0] for line in found["ok"]} == {
        "public URL",
        "trusted proxies",
        "data folder",
        "keys",
        "database",
        "background work",
    }


def test_a_loop_that_never_ran_beside_one_that_does_is_told(healthy: Commands, change):
    with change() as db:
        db.add_all(Heartbeat(name=name, at=datetime.now(UTC)) for name in LOOPS if name != "fetcher")
    (said,) = doctor(healthy, "--no-network")["warning"]
    assert "fetcher has not run yet" in said


AILMENTS: dict[str, tuple[dict[str, str], str, str, str]] = {
    "plain http": ({"LTI_TOOLS_PUBLIC_URL": "http://tools.example"}, "problem", "plain http", "LTI_TOOLS_PUBLIC_URL"),
    "loopback": (
        {"LTI_TOOLS_PUBLIC_URL": "https://localhost"},
        "problem",
        "this machine alone",
        "LTI_TOOLS_PUBLIC_URL",
    ),
    "no proxy": ({"LTI_TOOLS_TRUSTED_PROXIES": "0"}, "warning", "none is trusted", "LTI_TOOLS_TRUSTED_PROXIES"),
    "password": ({"LTI_TOOLS_ADMIN_PASSWORD": "1234"}, "warning", "short", "LTI_TOOLS_ADMIN_PASSWORD"),
    "bundle": ({"LTI_TOOLS_CA_BUNDLE": "/no/where.pem"}, "problem", "not there", "LTI_TOOLS_CA_BUNDLE"),
    "no keys": ({"LTI_TOOLS_KEYS": "/no/keys"}, "problem", "no signing key", "keys list"),
    "passphrase": ({"LTI_TOOLS_KEYS_PASSPHRASE": "x"}, "warning", "not encrypted", "serve"),
    "data": ({"LTI_TOOLS_DATA": "/proc/nothing"}, "problem", "cannot be written to", "LTI_TOOLS_DATA"),
    "database": ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}, "problem", "not answer", "DATABASE_URL"),
    "development": (
        {"LTI_TOOLS_DEVELOPMENT": "1", "LTI_TOOLS_PUBLIC_URL": "http://localhost:8000"},
        "warning",
        "Development",
        "LTI_TOOLS_DEVELOPMENT",
    ),
}


@pytest.mark.parametrize("ailment", AILMENTS)
def test_each_bad_setting_is_named_with_its_remedy(healthy: Commands, ailment: str):
    settings, level, symptom, remedy = AILMENTS[ailment]
    for name, value in settings.items():
        healthy.setting(name, value)
    found = [line for line in doctor(healthy, "--no-network")[level] if symptom in line]
    assert found, healthy.out
    assert remedy in found[0]


def test_an_old_schema_names_the_command(healthy: Commands, commands: Commands, tmp_path: Path):
    healthy.setting("DATABASE_URL", f"sqlite:///{tmp_path / 'other.sqlite3'}")
    assert any("lti-tools db upgrade" in line for line in doctor(healthy, "--no-network")["problem"])


def test_a_key_file_that_others_can_read_is_a_problem(healthy: Commands, keys_folder: Path):
    next(keys_folder.glob("*.pem")).chmod(0o644)
    assert healthy.run("doctor", "--no-network") == 1
    assert "chmod 600" in healthy.out


def test_background_work_that_stopped_is_told(healthy: Commands, change):
    assert any("No worker has run yet" in line for line in doctor(healthy, "--no-network")["warning"])
    with change() as db:
        db.add(Heartbeat(name="worker", at=datetime.now(UTC) - timedelta(hours=1)))
    assert any("worker has not run since" in line for line in doctor(healthy, "--no-network")["warning"])


@pytest.fixture
def platform(healthy: Commands, change, keys_folder: Path) -> Iterator[Counterpart]:
    """One platform on loopback that answers as it should; it plays our public address too."""
    keys = KeyStore(keys_folder).jwks(datetime.now(UTC))

    def script(seen: Seen) -> Reply:
        body = json.dumps(keys).encode() if "jwks" in seen.path else b"{}"
        return Reply(200 if "jwks" in seen.path else 400, body, {"Content-Type": "application/json"})

    other = Counterpart()
    other.script = script
    with change() as db:
        make_school(db, base=other.url)
        db.add(Heartbeat(name="worker", at=datetime.now(UTC)))
    healthy.setting("LTI_TOOLS_DEVELOPMENT", "1")
    healthy.setting("LTI_TOOLS_PUBLIC_URL", "http://localhost:1")
    yield other
    other.close()


def answering(path: str, reply: Reply, normal: Callable[[Seen], Reply]) -> Callable[[Seen], Reply]:
    return lambda seen: reply if path in seen.path else normal(seen)


def test_a_platform_that_answers_is_well(healthy: Commands, platform: Counterpart):
    assert healthy.run("doctor") == 0
    said = doctor(healthy)["ok"]
    assert [line for line in said if line.startswith("North")] == [
        "North (1): the sign-in address answers",
        "North (1): the token address answers",
        "North (1): the key set answers: 2 keys",
    ]


@pytest.mark.parametrize(
    ("path", "reply", "level", "symptom"),
    [
        ("/auth", Reply(404), "warning", "sign-in address 127.0.0.1 answers 404"),
        ("/token", Reply(500), "warning", "token address 127.0.0.1 answers 500"),
        ("/jwks", Reply(500), "problem", "of no use: 127.0.0.1: status 500"),
        ("/jwks", Reply(200, b"<html>"), "problem", "not JSON"),
        ("/jwks", Reply(200, b'{"keys": []}'), "problem", "no usable key"),
    ],
)
def test_an_endpoint_that_is_not_well_is_named(healthy: Commands, platform: Counterpart, path, reply, level, symptom):
    platform.script = answering(path, reply, platform.script)
    assert any(symptom in line for line in doctor(healthy)[level]), healthy.out


def test_a_platform_that_is_down_is_a_problem(healthy: Commands, platform: Counterpart):
    platform.close()
    found = [line for line in doctor(healthy)["problem"] if line.startswith("North")]
    assert len(found) == 3
    assert all("firewall" in line for line in found)


@pytest.mark.parametrize(
    ("age", "level", "symptom"),
    [
        (timedelta(minutes=50), "ok", ""),
        (timedelta(hours=5), "warning", "serves 18 h more. Last error: lms.example: no answer in time"),
        (timedelta(hours=25), "problem", "launches are refused"),
    ],
)
def test_a_held_key_set_that_could_not_be_renewed_is_told(healthy, platform, change, age, level, symptom):
    now = datetime.now(UTC)
    with change() as db:
        error = "lms.example: no answer in time"
        db.add(KeySet(platform_id=1, body={"keys": []}, fetched_at=now - age, tried_at=now, error=error))
    assert any(symptom in line for line in doctor(healthy)[level] if line.startswith("North"))


@pytest.mark.parametrize(
    ("reply", "level", "symptom"),
    [
        (Reply(200, b'{"access_token": "t", "token_type": "Bearer", "expires_in": 60}'), "ok", "grants us tokens"),
        (Reply(400, b'{"error": "invalid_client"}'), "problem", "refuses us a token"),
        (Reply(500), "problem", "token"),
    ],
)
def test_a_registration_for_services_is_asked_for_a_token(healthy, platform, change, reply, level, symptom):
    with change() as db:
        db.get_one(Registration, 1).scopes = ["https://purl.imsglobal.org/spec/lti-ags/scope/score"]
    platform.script = answering("/token", reply, platform.script)
    assert any(symptom in line for line in doctor(healthy)[level] if line.startswith("North")), healthy.out
    sent = next(seen for seen in platform.seen if seen.path == "/token")
    assert b"client_assertion=" in sent.body


def test_clocks_that_differ_are_a_problem(healthy: Commands, platform: Counterpart, monkeypatch: pytest.MonkeyPatch):
    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(minutes=3)

    monkeypatch.setattr("lti_tools.ops.doctor.platforms.datetime", Later)
    assert any("differ by 1" in line for line in doctor(healthy)["problem"])


def test_a_pending_registration_is_told_and_not_asked(healthy: Commands, platform: Counterpart, change):
    with change() as db:
        db.get_one(Registration, 1).status = RegistrationStatus.PENDING
    assert any("Waits for approval" in line for line in doctor(healthy)["warning"])
    assert platform.seen == []


def test_a_public_address_that_leads_elsewhere_is_a_problem(healthy: Commands, platform: Counterpart):
    assert any("does not answer" in line for line in doctor(healthy)["warning"] if line.startswith("public URL"))
    healthy.setting("LTI_TOOLS_PUBLIC_URL", platform.url)
    assert "public URL: it answers with our keys" in doctor(healthy)["ok"]
    platform.script = answering("/lti/jwks", Reply(200, b'{"keys": []}'), platform.script)
    assert any("other keys" in line for line in doctor(healthy)["problem"])


def test_a_ca_bundle_that_cannot_be_used_is_one_sentence(healthy: Commands, tmp_path: Path):
    (tmp_path / "empty.pem").touch()
    healthy.setting("LTI_TOOLS_CA_BUNDLE", tmp_path / "empty.pem")
    assert healthy.run("doctor") == 2
    assert healthy.err.startswith("Error: LTI_TOOLS_CA_BUNDLE")
