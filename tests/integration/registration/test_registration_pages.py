import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lti_tools.app import create_app, create_suite
from lti_tools.settings import Settings
from lti_tools.store import invites
from lti_tools.store.tables.schools import Registration, RegistrationStatus
from lti_tools.store.tenants import ensure_tenant
from tests.integration.registration.platform import TOKEN, ScriptedPlatform, json_reply
from tests.integration.registration.test_invites import NOW
from tests.support.counterpart import Reply, counterpart
from tests.unit.registration.documents import canvas

SECRET = "one-time-secret"


@pytest.fixture
def platform() -> Iterator[ScriptedPlatform]:
    with counterpart() as server:
        yield ScriptedPlatform(server)


@pytest.fixture
def suite(db_url, tmp_path):
    env = {"LTI_TOOLS_DEVELOPMENT": "1", "DATABASE_URL": db_url, "LTI_TOOLS_KEYS": str(tmp_path / "keys")}
    suite = create_suite(Settings.from_env(env))
    with suite.database.write() as db:
        tenant_id = ensure_tenant(db, "Riverside", NOW).id
        invite = invites.create_invite(db, tenant_id=tenant_id, tool="", secret=SECRET, now=NOW)
        invite.expires_at = NOW.replace(year=2100)
    yield suite
    suite.http.close()
    suite.database.close()


@pytest.fixture
def client(suite) -> FlaskClient:
    return create_app(suite.settings, suite).test_client()


def opened(client, platform, path=f"/lti/register/i/{SECRET}", **changes):
    query = {"openid_configuration": platform.address, "registration_token": TOKEN, **changes}
    return client.get(path + ("&" if "?" in path else "?") + urlencode(query))


def registrations(suite):
    with suite.database.read() as db:
        return db.scalars(select(Registration)).all()


def invite_state(suite):
    with suite.database.read() as db:
        return invites.state_of(invites.find_invite(db, SECRET), NOW)


def text_of(page):
    return re.sub(r"\s+", " ", page.get_data(as_text=True))


@pytest.mark.parametrize("path", [f"/lti/register/i/{SECRET}", f"/lti/register?invite={SECRET}"])
def test_an_lms_that_opens_the_address_is_registered_at_once(client, suite, platform, path):
    page = opened(client, platform, path)
    assert page.status_code == 200
    assert [row.client_id for row in registrations(suite)] == ["client-1"]
    assert invite_state(suite) == "used"


def test_the_success_page_says_what_to_press_in_moodle(client, platform):
    text = text_of(opened(client, platform))
    assert "Press “Activate”" in text
    assert "Show in activity chooser" in text


def test_the_success_page_says_what_to_press_in_canvas(client, platform):
    platform.document = lambda: {
        name: value.replace("https://lms.example.org", platform.base) if isinstance(value, str) else value
        for name, value in canvas().items()
    }
    text = text_of(opened(client, platform))
    assert "Enable the key" in text
    assert "Add the app" in text
    assert "client-1" in text


def test_the_success_page_closes_itself_and_may_be_framed_and_shows_no_token(client, platform):
    page = opened(client, platform)
    scripts = re.findall(r'<script[^>]* src="([^"]+)"', page.get_data(as_text=True))
    assert "org.imsglobal.lti.close" in "".join(client.get(script).get_data(as_text=True) for script in scripts)
    assert "data-lti-close" in page.get_data(as_text=True)
    assert "frame-ancestors *" in page.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in page.headers
    assert TOKEN not in page.get_data(as_text=True)
    assert SECRET not in page.get_data(as_text=True)


@pytest.mark.parametrize("path", [f"/lti/register/i/{SECRET}", "/lti/register", "/lti/register/i/unknown"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_person_who_opens_the_address_gets_help_and_uses_nothing_up(client, suite, path, method):
    page = client.open(path, method=method)
    assert page.status_code == 200
    if method == "GET":
        assert "Add LTI Advantage" in text_of(page)
    assert invite_state(suite) == "open"


def test_the_head_of_a_registration_registers_nothing(client, suite, platform):
    address = f"/lti/register/i/{SECRET}?openid_configuration={platform.address}"
    assert client.head(address).status_code == 200
    assert platform.paths() == []


def test_the_help_page_says_how_the_invite_stands(client, suite, platform):
    assert "is good" in text_of(client.get(f"/lti/register/i/{SECRET}"))
    assert "cannot be used any more" in text_of(client.get("/lti/register/i/unknown"))
    assert "has no invite" in text_of(client.get("/lti/register"))
    opened(client, platform)
    assert "cannot be used any more" in text_of(client.get(f"/lti/register/i/{SECRET}"))


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/lti/register", 403, "no invite"),
        ("/lti/register/i/unknown", 403, "unknown"),
        ("/lti/register?invite=unknown", 403, "unknown"),
        ("/lti/register/no-such-tool", 404, ""),
    ],
)
def test_without_a_good_invite_an_lms_gets_a_page_that_says_so(client, platform, path, status, words):
    page = opened(client, platform, path)
    assert page.status_code == status
    assert words in text_of(page)
    assert platform.paths() == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"openid_configuration": ""}, "may not call"),
        ({"openid_configuration": "http://169.254.169.254/latest/meta-data/"}, "may not call"),
        ({"openid_configuration": "javascript:alert(1)"}, "may not call"),
        ({"openid_configuration": "http://127.0.0.1:1/"}, "could not be reached"),
        ({"registration_token": "a\r\nX: 1"}, "token in the address is damaged"),
        ({"registration_token": "ключ"}, "token in the address is damaged"),
    ],
)
def test_damaged_parameters_give_a_page_for_the_administrator(client, suite, platform, change, words):
    page = opened(client, platform, **change)
    assert page.status_code == 400
    assert words in text_of(page)
    assert "frame-ancestors *" in page.headers["Content-Security-Policy"]
    assert registrations(suite) == []
    assert invite_state(suite) == "open"


def test_what_the_lms_answered_is_shown_but_neither_run_nor_with_the_token(client, suite, platform):
    platform.pages["/register"] = lambda: Reply(422, f"<script>alert(1)</script>{TOKEN}".encode())
    page = opened(client, platform)
    assert page.status_code == 400
    assert "status 422" in text_of(page)
    assert "&lt;script&gt;" in text_of(page)
    assert "<script>alert" not in text_of(page)
    assert TOKEN not in text_of(page)
    assert invite_state(suite) == "open"


def test_a_claimed_invite_asks_for_a_minutes_patience(client, suite, platform):
    seen = []

    def open_again():
        seen.append(opened(client, platform))
        return json_reply({"client_id": "client-1"})

    platform.pages["/register"] = open_again
    assert opened(client, platform).status_code == 200
    assert seen[0].status_code == 403
    assert "Try again in a minute" in text_of(seen[0])


def test_in_pending_mode_the_page_says_that_approval_is_missing(suite, platform):
    from dataclasses import replace

    waiting = replace(suite, settings=replace(suite.settings, registration="pending"))
    client = create_app(waiting.settings, waiting).test_client()
    text = text_of(opened(client, platform, "/lti/register"))
    assert "waits for approval" in text
    (row,) = registrations(suite)
    assert row.status == RegistrationStatus.PENDING


def test_in_pending_mode_somebody_uninvited_reads_of_approval_and_of_waiting_and_never_of_an_invite(suite, platform):
    from dataclasses import replace

    waiting = replace(suite, settings=replace(suite.settings, registration="pending"))
    client = create_app(waiting.settings, waiting).test_client()
    assert "approves each registration" in text_of(client.get("/lti/register"))
    platform.pages["/jwks"] = lambda: Reply(404)
    refused = text_of(opened(client, platform, "/lti/register"))
    assert "could not be read" in refused
    assert "invite" not in refused
    for _ in range(19):
        opened(client, platform, "/lti/register")
    page = opened(client, platform, "/lti/register")
    assert page.status_code == 429
    assert "Too many registrations without an invite" in text_of(page)
    assert "Try again in an hour" in text_of(page)


def test_neither_token_nor_secret_is_logged(client, platform, caplog):
    with caplog.at_level("DEBUG"):
        platform.pages["/register"] = lambda: json_reply({"error": TOKEN}, 400)
        opened(client, platform)
        del platform.pages["/register"]
        opened(client, platform)
    assert caplog.records
    said = "".join(f"{record.getMessage()}{record.__dict__}" for record in caplog.records)
    assert TOKEN not in said
    assert SECRET not in said


def test_canvas_json_is_there_for_the_suite(client):
    answer = client.get("/lti/canvas.json")
    assert answer.mimetype == "application/json"
    assert answer.json["target_link_uri"] == "http://localhost:8000/lti/launch"
    assert client.get("/lti/canvas/no-such-tool.json").status_code == 404


def test_the_facts_for_setting_up_by_hand_are_on_one_page(client):
    text = text_of(client.get("/lti/by-hand"))
    for address in ("/lti/login", "/lti/launch", "/lti/jwks", "/lti/canvas.json"):
        assert f"http://localhost:8000{address}" in text
    assert "context_history=$Context.id.history" in text
    assert client.get("/lti/by-hand/no-such-tool").status_code == 404


def test_pages_of_an_lms_may_show_the_icon(client):
    answer = client.get("/lti/icon.svg")
    assert answer.mimetype == "image/svg+xml"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_every_tool_that_is_installed_has_an_entry_of_its_own(client, suite, platform):
    with suite.database.read() as db:
        tenant_id = ensure_tenant(db, "Riverside", NOW).id
    for slug in suite.tools:
        with suite.database.write() as db:
            made = invites.create_invite(db, tenant_id=tenant_id, tool=slug, secret=f"for-{slug}", now=NOW)
            made.expires_at = NOW.replace(year=2100)
        platform.client_id = f"client-of-{slug}"
        assert opened(client, platform, f"/lti/register/{slug}?invite=for-{slug}").status_code == 200
        assert client.get(f"/lti/canvas/{slug}.json").json["target_link_uri"].endswith(f"/lti/launch/{slug}")
    with suite.database.read() as db:
        assert db.scalar(select(func.count()).select_from(Registration)) == len(suite.tools)
